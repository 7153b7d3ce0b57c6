package dispatch

import (
	"errors"
	"strings"
	"testing"

	"dispatch05/dispatch/roster"
)

func TestNamesThatNobodySeesAreRefused(t *testing.T) {
	for name, code := range map[string]string{
		"УК «Берег», ТСЖ № 5": "", "Петрова-Водкина Анна-Мария Йоханна оглы": "", "D’Arc": "", "Ёлкин": "", strings.Repeat("ы", maxShort): "",
		"УК\nБерег": "unseen_characters", "УК\tБерег": "unseen_characters", "УК\u200bБерег": "unseen_characters", "\u202eгереБ": "unseen_characters", "Бе\u00adрег": "unseen_characters",
		"\u3164": "unseen_characters", "Берег\ue000": "unseen_characters", "Берег\u2028": "unseen_characters", strings.Repeat("ы", maxShort+1): "too_long",
	} {
		err := CheckName("name", name)
		if code == "" && err != nil || code != "" && !errors.Is(err, &Error{Code: code}) {
			t.Errorf("%q: %v, want %q", name, err, code)
		}
	}
}

// Each name that the office keeps goes through the same door.
func TestEachKeptNameIsChecked(t *testing.T) {
	const spoilt = "Бе\u200bрег"
	_, organisation := checkedOrganisation(Organisation{Name: spoilt, Kind: "city"})
	_, crew := checkedCrew(Crew{Name: spoilt, Skills: []string{"gas"}, People: 1})
	_, person := checkedPerson(roster.Person{Name: spoilt, Role: "crew"})
	_, contract := TermsOfContract{House: 1, Service: 1, From: "2026-01-01", Document: spoilt}.contract()
	_, post := (&Desk{}).checkedPost(t.Context(), Actor{}, roster.Post{Name: spoilt, Role: "senior"})
	for what, err := range map[string]error{"organisation": organisation, "crew": crew, "person": person, "contract": contract, "post": post, "vehicle": checkedVehicle(Vehicle{Name: spoilt}), "plate": checkedVehicle(Vehicle{Name: "Газель", Plate: spoilt})} {
		if !errors.Is(err, &Error{Code: "unseen_characters"}) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
