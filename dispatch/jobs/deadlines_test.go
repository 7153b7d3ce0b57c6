package jobs

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// rows are deadlines as a database holds them.
type rows struct {
	mu    sync.Mutex
	due   []time.Time
	swept []time.Time // when each was taken
	stuck bool        // nothing can be taken
}

func (r *rows) nearest(_ context.Context, after, upTo time.Time) (nearest time.Time, _ error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, due := range r.due {
		if due.After(after) && !due.After(upTo) && (nearest.IsZero() || due.Before(nearest)) {
			nearest = due
		}
	}
	return nearest, nil
}

func (r *rows) sweep(context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	if r.stuck {
		r.swept = append(r.swept, now)
		return nil
	}
	r.due = slices.DeleteFunc(r.due, func(due time.Time) bool {
		if due.After(now) {
			return false
		}
		r.swept = append(r.swept, now)
		return true
	})
	return nil
}

func (r *rows) add(due ...time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.due = append(r.due, due...)
}

func (r *rows) watched() *Deadlines {
	d := &Deadlines{Nearest: r.nearest, Sweep: r.sweep, Now: time.Now, Log: quiet}
	d.Start()
	return d
}

// TestDeadlinesAreMetToTheMoment: far ones, near ones, several at once, and one that is set while it sleeps.
func TestDeadlinesAreMetToTheMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start, r := time.Now(), &rows{}
		r.add(start.Add(time.Hour), start.Add(1500*time.Millisecond), start.Add(1500*time.Millisecond), start.Add(10*time.Millisecond))
		d := r.watched()
		time.Sleep(30 * time.Minute)
		late := time.Now().Add(lookAhead + time.Millisecond)
		r.add(late)
		time.Sleep(time.Hour)
		d.Stop()
		want := []time.Time{start.Add(10 * time.Millisecond), start.Add(1500 * time.Millisecond), start.Add(1500 * time.Millisecond), late, start.Add(time.Hour)}
		if !slices.EqualFunc(r.swept, want, time.Time.Equal) {
			t.Errorf("swept at %v, want %v", r.swept, want)
		}
	})
}

// TestADeadlineThatCannotBeTakenDoesNotSpin: it is swept for once and then left to the timetable's tick.
func TestADeadlineThatCannotBeTakenDoesNotSpin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &rows{stuck: true}
		r.add(time.Now().Add(time.Second))
		d := r.watched()
		time.Sleep(time.Minute)
		d.Stop()
		d.Stop() // twice does no harm
		if len(r.swept) != 1 {
			t.Errorf("swept %d times for one deadline that is locked", len(r.swept))
		}
	})
}
