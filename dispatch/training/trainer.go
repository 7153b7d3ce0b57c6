package training

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/geo/register"
)

// Name labels all that the training mode does, in the journal and on every screen.
const Name = "Учебный режим"

// Config is what a training mode works with. All but Seed and Tick must be given.
type Config struct {
	City   string
	Desk   *dispatch.Desk
	Route  func(from, to orb.Point) orb.LineString // the drive along streets, both ends included; empty: none leads there
	Houses func(ctx context.Context, city string) ([]register.House, error)
	// Lead runs while as the only one of its name among all nodes, and ends its context when it is not
	// the only one any more; it returns when while has, or the context ends.
	Lead   func(ctx context.Context, name string, while func(ctx context.Context)) error
	AtWork func(crew int64) bool // a person has the crew's tablet open
	Seed   uint64
	Tick   <-chan time.Time // each one is a round; nil: once a second
	Log    *slog.Logger
}

// ErrRealCity is the refusal to train in a city that is not a demonstration.
var ErrRealCity = &dispatch.Error{Kind: dispatch.Conflict, Code: "not_a_demonstration",
	Ru: "Учебный режим есть только в демонстрационном городе", En: "The training mode exists in a demonstration city only"}

const (
	tickEvery   = time.Second
	roundWithin = 15 * time.Second
)

// Trainer is a running training mode.
type Trainer struct {
	Config
	actor dispatch.Actor
	words *words

	houses  []register.House         // where callers live; empty until the first round
	trips   map[int64]orb.LineString // the rest of an order's drive, from the crew's place on
	last    time.Time                // of the last round
	failing bool                     // the last round failed, and the log says so

	stop context.CancelFunc
	done sync.WaitGroup
}

// Start begins to train in a demonstration city as soon as no other node does. It refuses a real city
// with ErrRealCity.
func Start(ctx context.Context, config Config) (*Trainer, error) {
	t := &Trainer{Config: config, actor: dispatch.SystemActor(config.City, Name), trips: map[int64]orb.LineString{}}
	if err := t.checkCity(ctx); err != nil {
		return nil, err
	}
	words, err := readWords(config.Desk.Rules(config.City).Classifier)
	if err != nil {
		return nil, err
	}
	t.words = words
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	t.stop = stop
	t.done.Go(func() {
		if err := t.Lead(running, "training/"+t.City, t.conduct); err != nil && running.Err() == nil {
			t.Log.Error("training mode ended", "city", t.City, "error", err)
		}
	})
	return t, nil
}

// Stop ends the training mode and waits for it. It may be called twice.
func (t *Trainer) Stop() {
	t.stop()
	t.done.Wait()
}

func (t *Trainer) checkCity(ctx context.Context) error {
	city, err := t.Desk.Store.City(ctx, t.City)
	if err != nil {
		return fmt.Errorf("training in %q: %w", t.City, err)
	}
	if !city.Demo {
		return fmt.Errorf("training in %q: %w", t.City, ErrRealCity)
	}
	return nil
}

// conduct makes a round at each tick while this node leads.
func (t *Trainer) conduct(ctx context.Context) {
	tick := t.Tick
	if tick == nil {
		own := time.NewTicker(tickEvery)
		defer own.Stop()
		tick = own.C
	}
	t.houses, t.last = nil, time.Time{} // another node may have led since
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick:
			if err := t.round(ctx); errors.Is(err, ErrRealCity) {
				t.Log.Error("training mode refused", "city", t.City, "error", err)
				return
			}
		}
	}
}

// round lets everybody act once, unless the mode is paused. Only a refusal of the city ends the mode: any
// other failure is told once and tried again.
func (t *Trainer) round(ctx context.Context) error {
	within, cancel := context.WithTimeout(ctx, roundWithin)
	defer cancel()
	err := t.act(within)
	if err != nil && !t.failing && ctx.Err() == nil {
		t.Log.Warn("training round failed: tried again at the next tick", "city", t.City, "error", err)
	}
	t.failing = err != nil
	return err
}

func (t *Trainer) act(ctx context.Context) error {
	if err := t.checkCity(ctx); err != nil {
		return err
	}
	mode, err := t.mode(ctx)
	if err != nil || !mode.Running {
		t.last = time.Time{}
		return err
	}
	if len(t.houses) == 0 {
		if err := t.settle(ctx); err != nil {
			return err
		}
	}
	view, err := t.look(ctx, mode.Pace)
	if err != nil {
		return err
	}
	t.workCrews(ctx, view)
	t.workDesk(ctx, view)
	t.call(ctx, view)
	t.last = view.now
	return nil
}

// mode is what the board set; a city where nobody has ever set it begins to train at life's own pace.
func (t *Trainer) mode(ctx context.Context) (dispatch.Training, error) {
	mode, err := t.Desk.Store.Training(ctx, t.City)
	if errors.Is(err, dispatch.ErrNotFound) {
		return t.Desk.SetTraining(ctx, t.actor, true, 1)
	}
	return mode, err
}

// tried tells the log of an operation that failed. A refusal by state is life: somebody was quicker.
func (t *Trainer) tried(ctx context.Context, what string, err error) bool {
	var refusal *dispatch.Error
	switch {
	case err == nil:
		return true
	case ctx.Err() != nil:
	case errors.As(err, &refusal) && (refusal.Kind == dispatch.Conflict || refusal.Kind == dispatch.NotFound):
		t.Log.Debug("training step refused", "city", t.City, "step", what, "error", err)
	default:
		t.Log.Warn("training step failed", "city", t.City, "step", what, "error", err)
	}
	return false
}
