package httpapi

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// Who waits is let in by need: every emergency before the others, each kind in its order.
func TestEmergenciesAreLetInFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrush(Crush{AtOnce: 1})
		leave, _ := c.enter(t.Context(), false)
		var order []string
		for _, who := range []string{"leak", "lamp", "Gas", "Fire"} { // a capital is an emergency
			go func() {
				done, err := c.enter(t.Context(), who[0] < 'a')
				if err != nil {
					t.Error(err)
					return
				}
				order = append(order, who)
				done()
			}()
			synctest.Wait()
		}
		leave()
		synctest.Wait()
		if !slices.Equal(order, []string{"Gas", "Fire", "leak", "lamp"}) {
			t.Errorf("let in as %v", order)
		}
		if c.inside != 0 {
			t.Errorf("%d places are not given back", c.inside)
		}
	})
}

// A full queue, a long wait and a caller who hung up each end without a place lost.
func TestWhoFindsNoPlaceIsToldWhenToComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrush(Crush{AtOnce: 1, Waiting: 1, Patience: 3 * time.Second, ComeBackIn: 2 * time.Second})
		leave, _ := c.enter(t.Context(), false)
		began, refused := time.Now(), make(chan error, 3)
		try := func(ctx context.Context, emergency bool) { _, err := c.enter(ctx, emergency); refused <- err }
		go try(t.Context(), false)
		synctest.Wait()
		go try(t.Context(), false)
		if err := (crowded{}); !errors.As(<-refused, &err) || err.RetryAfter() != 2*time.Second || time.Since(began) != 0 {
			t.Errorf("the queue is full: %v after %s", err, time.Since(began))
		}
		if err := <-refused; !errors.Is(err, errCrowded) || time.Since(began) != 3*time.Second {
			t.Errorf("waited for too long: %v after %s", err, time.Since(began))
		}
		hungUp, hangUp := context.WithCancel(t.Context())
		go try(hungUp, true)
		synctest.Wait()
		hangUp()
		if err := <-refused; !errors.Is(err, context.Canceled) {
			t.Errorf("hung up: %v", err)
		}
		leave()
		if again, err := c.enter(t.Context(), false); err != nil || c.inside != 1 || len(c.queues[0])+len(c.queues[1]) != 0 {
			t.Errorf("a place was lost: %v, %d inside", err, c.inside)
		} else {
			again()
		}
	})
}
