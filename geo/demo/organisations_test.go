package demo_test

import (
	"strings"
	"testing"

	"dispatch05/geo/demo"
)

func byCode() map[string]demo.Organisation {
	all := map[string]demo.Organisation{}
	for _, o := range city().Organisations {
		all[o.Code] = o
	}
	return all
}

func TestContractsNameKnownParties(t *testing.T) {
	organisations, houses := byCode(), map[string]bool{}
	for _, h := range city().Houses {
		houses[h.SourceID] = true
	}
	for _, c := range city().Contracts {
		if organisations[c.Service].Kind != demo.Service {
			t.Errorf("contract %s: %s is no emergency service", c.Number, c.Service)
		}
		managed := organisations[c.Organisation].Kind == demo.Management
		if managed == houses[c.House] {
			t.Errorf("contract %s is for %q and %q", c.Number, c.Organisation, c.House)
		}
	}
}

func TestEveryManagementHasHousesAndSomeHousesHaveNone(t *testing.T) {
	managed := map[string]int{}
	for _, h := range city().Houses {
		if h.Flats > 1 {
			managed[h.Organisation]++
		}
	}
	for _, o := range city().Organisations {
		if o.Kind == demo.Management && managed[o.Name] < 5 {
			t.Errorf("%s manages %d houses", o.Name, managed[o.Name])
		}
	}
	if managed[""] == 0 {
		t.Error("every apartment house is managed: nothing shows 05 by default")
	}
}

func TestEverySkillHasACrewAndEveryCrewAnOrganisation(t *testing.T) {
	skills, callsigns, voice := map[string]bool{}, map[string]bool{}, 0
	for _, crew := range city().Crews {
		if _, found := byCode()[crew.Organisation]; !found {
			t.Errorf("%s belongs to nobody", crew.Callsign)
		}
		if callsigns[crew.Callsign] {
			t.Errorf("%s stands twice", crew.Callsign)
		}
		callsigns[crew.Callsign] = true
		if !crew.Tablet {
			voice++
		}
		for _, skill := range crew.Skills {
			skills[skill] = true
		}
	}
	for _, skill := range []string{"plumbing", "heating", "sewer", "electric", "gas", "lift", "roof", "general"} {
		if !skills[skill] {
			t.Errorf("no crew can do %s", skill)
		}
	}
	if voice == 0 {
		t.Error("no crew is worked by voice")
	}
}

// No subscriber anywhere has a number of the code 000.
func TestTelephonesAreInvented(t *testing.T) {
	for _, o := range city().Organisations {
		if !strings.HasPrefix(o.Phone, "+7 000 ") {
			t.Errorf("%s has the telephone %s", o.Name, o.Phone)
		}
	}
	for _, crew := range city().Crews {
		if !strings.HasPrefix(crew.Phone, "+7 000 ") {
			t.Errorf("%s has the telephone %s", crew.Callsign, crew.Phone)
		}
	}
}
