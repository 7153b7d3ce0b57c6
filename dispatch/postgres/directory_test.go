package postgres_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

func line(kind string, at time.Time) dispatch.RosterLine {
	return dispatch.NewRosterLine(dispatch.SystemActor(city, "тест"), at, kind, 0, "проба", nil)
}

// An account that is shut out loses its sessions in the same commit, keeps the moment of it, and a stale change does nothing.
func TestAnAccountEndsWithItsSessions(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	id, _, err := w.store.PutAccount(ctx, auth.Account{City: city, Login: "petrov", Name: "Петров", Role: dispatch.Operator, PasswordHash: "x"}, false, line("account", w.time()))
	must(t, err)
	for _, name := range []string{"a", "b"} {
		must(t, w.store.SaveSession(ctx, auth.Session{Name: name, City: city, Account: id, Data: []byte("{}"), Expires: w.time().Add(time.Hour)}))
	}
	made := got(w.store.Account(ctx, city, id))(t)
	if !made.Temporary || made.Version != 1 {
		t.Errorf("made: %+v", made)
	}
	made.Disabled = true
	if _, _, err := w.store.PutAccount(ctx, auth.Account{City: city, ID: id, Version: 7, Name: "Х", Role: dispatch.Operator}, true, line("account", w.time())); !errors.Is(err, dispatch.ErrStale) {
		t.Errorf("a stale change: %v", err)
	}
	if live := got(w.store.LiveSessions(ctx, []string{"a", "b"}, w.time()))(t); len(live) != 2 {
		t.Errorf("a stale change ended sessions: %v", live)
	}
	_, ended, err := w.store.PutAccount(ctx, made, true, line("account_disabled", w.time()))
	must(t, err)
	slices.Sort(ended)
	if !slices.Equal(ended, []string{"a", "b"}) || len(got(w.store.LiveSessions(ctx, ended, w.time()))(t)) != 0 {
		t.Errorf("ended: %v", ended)
	}
	since := w.shutOut(id)
	w.pass(time.Hour)
	made.Version = 2
	_, _, err = w.store.PutAccount(ctx, made, false, line("account", w.time()))
	must(t, err)
	if again := w.shutOut(id); !again.Equal(since) {
		t.Errorf("shut out since %s, now %s", since, again)
	}
	if lines := got(w.store.RosterLog(ctx, city, 10))(t); len(lines) != 3 || lines[0].Ref != id {
		t.Errorf("the log has %+v", lines)
	}
}

// What is tried leaves nothing, and a crew that holds an order stays whole.
func TestWhatIsTriedOrRefusedLeavesNothing(t *testing.T) {
	w := newTown(t)
	ctx, today := t.Context(), dispatch.TermsOfContract{House: w.house, Service: w.service, From: "2020-01-01"}
	admin := dispatch.Actor{City: city, Name: "админ", Role: dispatch.Administrator}
	before := w.directory()
	got(w.TryContract(ctx, admin, today))(t)
	got(w.OrganisationHolds(ctx, admin, w.service))(t)
	if err := w.RetireOrganisation(ctx, admin, w.service, "проба"); !errors.Is(err, dispatch.ErrOrganisationBusy) {
		t.Errorf("an organisation with crews: %v", err)
	}
	c := w.register(w.call("directory"))
	got(w.Assign(ctx, w.dispatcher, c.Request.ID, dispatch.Assignment{Crew: w.crew}, nil))(t)
	if err := w.RetireCrew(ctx, admin, w.crew, "проба"); !errors.Is(err, dispatch.ErrCrewBusy) {
		t.Errorf("a crew with an order: %v", err)
	}
	if _, err := w.store.EndCrew(ctx, city, w.crew, line("crew_retired", w.time()), nil); !errors.Is(err, dispatch.ErrCrewBusy) {
		t.Errorf("a crew that was sent meanwhile: %v", err)
	}
	if now := w.directory(); now != before {
		t.Errorf("before %s, after %s", before, now)
	}
}

// directory is all of the directory that could have changed, in one text.
func (w *town) directory() string {
	w.t.Helper()
	var all string
	must(w.t, w.pool.QueryRow(w.t.Context(), `select concat_ws(' ', (select md5(string_agg(c::text, '' order by id)) from contracts c), (select md5(string_agg(o::text, '' order by id)) from organisations o),
		(select count(*) from crews where retired_at is null), (select count(*) from shifts where ended_at is null), (select count(*) from accounts where disabled_at is null),
		(select count(*) from roster_log where kind like '%\_retired'))`).Scan(&all))
	return all
}

// shutOut is since when an account is disabled.
func (w *town) shutOut(account int64) (since time.Time) {
	w.t.Helper()
	must(w.t, w.pool.QueryRow(w.t.Context(), `select disabled_at from accounts where id = $1`, account).Scan(&since))
	return since
}
