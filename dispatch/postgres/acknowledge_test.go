package postgres_test

import (
	"errors"
	"testing"
	"time"

	"dispatch05/dispatch"
)

// TestWhoStandsBelowDoesNotAnswerForTheCommittee: the senior dispatcher takes their own level and the foreman's; the committee's
// stays open until the committee takes it.
func TestWhoStandsBelowDoesNotAnswerForTheCommittee(t *testing.T) {
	w := newTown(t)
	w.plainLadder()
	w.person(city, "foreman", dispatch.Foreman, w.service, 0)
	committee := w.person(city, "committee", dispatch.Committee, 0, 0)
	w.register(w.call("a"))
	w.pass(3 * time.Hour)
	got(w.SweepOverdue(t.Context()))(t)
	of := map[dispatch.Role]int64{}
	for _, e := range got(w.store.OpenEscalations(t.Context(), city, 0))(t) {
		of[e.Role] = e.ID
	}
	if err := w.Acknowledge(t.Context(), w.senior, of[dispatch.Committee]); !errors.Is(err, dispatch.ErrForbidden) {
		t.Errorf("the senior took the committee's level: %v", err)
	}
	if err := w.Acknowledge(t.Context(), w.dispatcher, of[dispatch.Senior]); !errors.Is(err, dispatch.ErrForbidden) {
		t.Errorf("the dispatcher took the senior's level: %v", err)
	}
	must(t, w.Acknowledge(t.Context(), w.senior, of[dispatch.Senior]))
	must(t, w.Acknowledge(t.Context(), w.senior, of[dispatch.Foreman]))
	must(t, w.Acknowledge(t.Context(), committee, of[dispatch.Committee]))
}
