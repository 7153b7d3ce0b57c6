package rulebook

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"sync"
	"sync/atomic"

	"dispatch05/dispatch"
)

// Archive is where amendments are read from. Implemented by dispatch/postgres.
type Archive interface {
	// RulesVersions grow with each amendment of a city.
	RulesVersions(ctx context.Context) (map[string]int64, error)
	Amendments(ctx context.Context, city string) ([]dispatch.Amendment, error)
}

// Rulebook is the rules of all cities.
type Rulebook struct {
	archive Archive
	log     *slog.Logger
	cities  atomic.Pointer[map[string]*dispatch.Rules]
	turning sync.Mutex // one Refresh at a time: an older reading never takes the place of a newer one
}

// Open reads the rules of all cities.
func Open(ctx context.Context, archive Archive, log *slog.Logger) (*Rulebook, error) {
	b := &Rulebook{archive: archive, log: log}
	b.cities.Store(&map[string]*dispatch.Rules{})
	return b, b.Refresh(ctx)
}

// Of is what a city goes by now; the shipped rules for a city that has not amended them.
func (b *Rulebook) Of(city string) *dispatch.Rules {
	if rules, known := (*b.cities.Load())[city]; known {
		return rules
	}
	return dispatch.StandardRules()
}

// Refresh reads the cities whose rules have changed since they were read.
func (b *Rulebook) Refresh(ctx context.Context) error {
	b.turning.Lock()
	defer b.turning.Unlock()
	versions, err := b.archive.RulesVersions(ctx)
	if err != nil {
		return err
	}
	fresh := maps.Clone(*b.cities.Load())
	for city, version := range versions {
		if b.Of(city).Version == version {
			continue
		}
		amendments, err := b.archive.Amendments(ctx, city)
		if err != nil {
			return fmt.Errorf("rules of %s: %w", city, err)
		}
		fresh[city] = dispatch.StandardRules().Amended(version, amendments)
		for _, refused := range fresh[city].Refused {
			b.log.Warn("an amendment is out of force", "city", city, "amendment", refused.ID, "reason", refused.Reason)
		}
	}
	b.cities.Store(&fresh)
	return nil
}
