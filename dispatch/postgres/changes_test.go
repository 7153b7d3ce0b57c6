package postgres_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/roster"
)

// told is what the newest line of the journal of changes says of its fields, as JSON.
func (p *planned) told(kind string) map[string]string {
	p.t.Helper()
	newest := got(p.RosterLog(p.t.Context(), p.dispatcher))(p.t)[0]
	if newest.Kind != kind {
		p.t.Fatalf("the newest line is of %s, not %s", newest.Kind, kind)
	}
	fields := map[string]string{}
	changes, _ := newest.Detail["changes"].(map[string]any)
	for field, change := range changes {
		fields[field] = string(got(json.Marshal(change))(p.t))
	}
	return fields
}

func wantTold(t *testing.T, told map[string]string, want ...string) {
	t.Helper()
	for i := 0; i < len(want); i += 2 {
		if told[want[i]] != want[i+1] {
			t.Errorf("%s is told as %s, want %s", want[i], told[want[i]], want[i+1])
		}
	}
	if len(told) != len(want)/2 {
		t.Errorf("told %v, want only %v", told, want)
	}
}

// The journal of changes tells each changed field before and after, ids by their names, contacts only as there or not.
func TestChangesAreToldFieldByField(t *testing.T) {
	w := newPlanned(t)
	ctx := t.Context()
	admin := w.person(city, "admin", dispatch.Administrator, 0, 0)

	firm := got(w.PutOrganisation(ctx, admin, dispatch.Organisation{Name: "УК Берег", Kind: "management"}, ""))(t)
	wantTold(t, w.told("organisation"), "name", `[null,"УК Берег"]`, "kind", `[null,"management"]`)
	firm.Name, firm.Phone = "УК Причал", "+73812000001"
	firm = got(w.PutOrganisation(ctx, admin, firm, "переименована"))(t)
	wantTold(t, w.told("organisation"), "name", `["УК Берег","УК Причал"]`, "phone", `["","+73812000001"]`)

	person := roster.Person{Name: "Новый", Organisation: firm.ID, Role: "foreman", Phone: "+79130000007"}
	row := got(w.PutPerson(ctx, admin, person, ""))(t)
	told := w.told("person")
	wantTold(t, told, "name", `[null,"Новый"]`, "role", `[null,"foreman"]`, "organisation_id", `["","УК Причал"]`, "phone", `[null,true]`)
	person.ID, person.Version, person.Phone, person.Role = row.ID, row.Version, "", "chief_engineer"
	got(w.PutPerson(ctx, admin, person, "повышен"))(t)
	wantTold(t, w.told("person"), "role", `["foreman","chief_engineer"]`, "phone", `[true,false]`)
	lines := fmt.Sprint(got(w.RosterLog(ctx, w.dispatcher))(t))
	if strings.Contains(lines, "9130000007") {
		t.Error("the journal tells somebody's telephone")
	}

	crew := got(w.store.Crew(ctx, city, w.crew))(t)
	crew.People++
	got(w.PutCrew(ctx, admin, crew, ""))(t)
	wantTold(t, w.told("crew"), "people", fmt.Sprintf("[%d,%d]", crew.People-1, crew.People))

	post := got(w.PutPost(ctx, admin, roster.Post{Name: "Дежурный", Role: "foreman", Organisation: w.service}, ""))(t)
	got(w.SetRotations(ctx, admin, post.ID, 0, []roster.Rotation{{First: "2026-12-01", HandOver: 8 * 60, Hours: 24, Turns: [][]int64{{w.people[1]}}}}, "график"))(t)
	if told := w.told("rotations")["rotations"]; !strings.Contains(told, `"turns":[["Второй"]]`) || !strings.HasPrefix(told, `[[],[{`) {
		t.Errorf("a rotation is told as %s", told)
	}
}

// An organisation that had ended returns, with its reason in the journal; its contracts stay ended.
func TestAnEndedOrganisationReturns(t *testing.T) {
	w := newPlanned(t)
	ctx := t.Context()
	admin := w.person(city, "admin", dispatch.Administrator, 0, 0)
	firm := got(w.PutOrganisation(ctx, admin, dispatch.Organisation{Name: "АДС Маяк", Kind: "service"}, ""))(t)
	got(w.PutContract(ctx, admin, dispatch.TermsOfContract{House: w.house, Service: firm.ID, From: "2026-11-01"}, ""))(t)
	must(t, w.RetireOrganisation(ctx, admin, firm.ID, "ликвидация"))
	w.pass(time.Hour)
	if _, err := w.ReturnOrganisation(ctx, w.operator, firm.ID, "ошибка"); !errors.Is(err, dispatch.ErrForbidden) {
		t.Errorf("by an operator: %v", err)
	}
	_, err := w.ReturnOrganisation(ctx, admin, firm.ID, " ")
	wantCode(t, err, "no_reason")
	back := got(w.ReturnOrganisation(ctx, admin, firm.ID, "закрыта по ошибке"))(t)
	if back.RetiredAt != nil || back.Version <= firm.Version {
		t.Errorf("returned as %+v", back)
	}
	newest := got(w.RosterLog(ctx, w.dispatcher))(t)[0]
	if newest.Kind != "organisation_returned" || newest.Why != "закрыта по ошибке" || newest.Actor != "admin" || newest.Detail["name"] != "АДС Маяк" {
		t.Errorf("the journal says %+v", newest)
	}
	for _, c := range got(w.Contracts(ctx, admin))(t) {
		if c.Service.ID == firm.ID && c.State == "now" {
			t.Error("a contract came back with it")
		}
	}
	again := got(w.ReturnOrganisation(ctx, admin, firm.ID, "ещё раз"))(t)
	if again.Version != back.Version {
		t.Error("what works was returned once more")
	}
}
