package postgres_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
)

// levels are the open levels of the term to localise, by role.
func (w *town) levels() map[dispatch.Role]dispatch.Escalation {
	w.t.Helper()
	of := map[dispatch.Role]dispatch.Escalation{}
	for _, e := range got(w.store.OpenEscalations(w.t.Context(), city, 0))(w.t) {
		if e.Clock.Kind == norms.Localise {
			of[e.Role] = e
		}
	}
	return of
}

// mayAck are who may take a level, as the board is told.
func (w *town) mayAck(reader dispatch.Actor, id int64) []dispatch.Role {
	w.t.Helper()
	for _, row := range got(w.Board(w.t.Context(), reader))(w.t).Escalations {
		if row.ID == id {
			return row.MayAck
		}
	}
	w.t.Fatalf("%s does not see the level", reader.Name)
	return nil
}

// TestWhoTakesALevel: its holder or who stands above, as the board is told beforehand; whoever stands below is refused
// in words. An administrator gives a reason, which the journal keeps.
func TestWhoTakesALevel(t *testing.T) {
	w := newTown(t)
	w.plainLadder()
	w.person(city, "foreman", dispatch.Foreman, w.service, 0)
	foreign := w.person(city, "foreman2", dispatch.Foreman, w.management, 0)
	committee, admin := w.person(city, "committee", dispatch.Committee, 0, 0), w.person(city, "admin", dispatch.Administrator, 0, 0)
	c := w.register(w.call("a"))
	w.pass(3 * time.Hour)
	w.sweep()
	of := w.levels()
	ctx := t.Context()
	for _, row := range []struct {
		who   dispatch.Actor
		level dispatch.Role
		code  string
	}{
		{w.operator, dispatch.Foreman, "forbidden"},
		{foreign, dispatch.Foreman, "not_found"},
		{w.dispatcher, dispatch.Senior, "level_of_another"},
		{w.dispatcher, dispatch.Committee, "level_of_another"},
		{w.senior, dispatch.Committee, "level_of_another"},
		{admin, dispatch.Committee, "no_reason"},
	} {
		wantCode(t, w.Acknowledge(ctx, row.who, of[row.level].ID, ""), row.code)
		if row.code == "level_of_another" && slices.Contains(w.mayAck(row.who, of[row.level].ID), row.who.Role) {
			t.Errorf("the board offers the level of %s to %s", row.level, row.who.Role)
		}
	}
	err := w.Acknowledge(ctx, w.senior, of[dispatch.Committee].ID, "").(*dispatch.Error)
	if !strings.Contains(err.Ru, "комитет ЖКХ") || !strings.Contains(err.En, "committee") || err.Kind != dispatch.Forbidden {
		t.Errorf("the refusal says %q, %q", err.Ru, err.En)
	}
	if open := w.levels(); len(open) != len(of) {
		t.Fatalf("a refusal took a level: %d of %d are open", len(open), len(of))
	}
	if roles := w.mayAck(w.senior, of[dispatch.Foreman].ID); !slices.Contains(roles, dispatch.Senior) || !slices.Contains(roles, dispatch.Dispatcher) {
		t.Errorf("the foreman's level may be taken by %v", roles)
	}
	must(t, w.Acknowledge(ctx, w.dispatcher, of[dispatch.Foreman].ID, ""))
	must(t, w.Acknowledge(ctx, committee, of[dispatch.Senior].ID, ""))
	must(t, w.Acknowledge(ctx, admin, of[dispatch.Committee].ID, " комитет не отвечает "))
	lines := w.journal(c)
	if last := lines[len(lines)-1]; last.Kind != "acknowledged" || last.Reason != "комитет не отвечает" || last.Role != dispatch.Administrator {
		t.Errorf("the journal says %+v", last)
	}
}

// TestALevelThatNobodyHolds: the committee's only account is gone when its level is looked at. Every dispatcher may take
// it then; so it is with a level that reached nobody.
func TestALevelThatNobodyHolds(t *testing.T) {
	w := newTown(t)
	w.plainLadder()
	committee := w.person(city, "committee", dispatch.Committee, 0, 0)
	c := w.register(w.call("a"))
	w.pass(3 * time.Hour)
	w.sweep()
	of := w.levels()
	wantCode(t, w.Acknowledge(t.Context(), w.dispatcher, of[dispatch.Committee].ID, ""), "level_of_another")
	wantCode(t, w.Acknowledge(t.Context(), w.dispatcher, of[dispatch.Senior].ID, ""), "level_of_another")
	got(w.pool.Exec(t.Context(), `update accounts set disabled_at = $2 where id = $1`, committee.Account, w.time()))(t)
	for _, n := range told(w.notices(c), dispatch.EscalationNotice) {
		if n.Escalation == of[dispatch.Senior].ID {
			must(t, w.store.SetNotice(t.Context(), city, n.ID, dispatch.NoticeFailed, w.time()))
		}
	}
	for _, role := range []dispatch.Role{dispatch.Committee, dispatch.Senior} {
		if roles := w.mayAck(w.dispatcher, of[role].ID); !slices.Contains(roles, dispatch.Dispatcher) || slices.Contains(roles, dispatch.Foreman) {
			t.Errorf("the board says that the level of %s is taken by %v", role, roles)
		}
		must(t, w.Acknowledge(t.Context(), w.dispatcher, of[role].ID, ""))
	}
}
