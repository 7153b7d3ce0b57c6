package main

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/dispatch/training"
	"dispatch05/realtime"
)

// startTraining runs the training mode of the demonstration city, if there is one.
func (c *serveCommand) startTraining(ctx context.Context, s *service, ends *closing, log *slog.Logger) error {
	city, err := s.db.store.City(ctx, demoCity)
	if err != nil || !city.Demo {
		return nil // a real service: there is nothing to train in
	}
	trainer, err := training.Start(ctx, training.Config{City: demoCity, Desk: s.desk, Houses: s.db.store.Houses, Lead: s.db.store.Lead, Seed: demoSeed, Log: log,
		Route: func(from, to orb.Point) orb.LineString {
			if graph := s.atlas.Ways(demoCity).Roads; graph != nil {
				return graph.Toward(to).Route(from).Line
			}
			return nil // founded by an earlier release, without roads: straight
		},
		AtWork: s.atWork()})
	if err != nil {
		return err
	}
	ends.add("training", func(context.Context) { trainer.Stop() })
	return nil
}

// tabletRemembered is how long a crew whose tablet was open is left alone after it went: its people may be
// in a cellar without a link.
const tabletRemembered = 20 * time.Minute

// atWork says whether people work a crew by a tablet, now or a moment ago.
func (s *service) atWork() func(crew int64) bool {
	var mu sync.Mutex
	seen := map[int64]time.Time{}
	return func(crew int64) bool {
		mu.Lock()
		defer mu.Unlock()
		if s.hub.Viewers(realtime.Topic(demoCity+"/"+dispatch.CrewTopic(crew))) > 0 {
			seen[crew] = s.clock.Now()
		}
		last, ever := seen[crew]
		return ever && s.clock.Now().Sub(last) < tabletRemembered
	}
}
