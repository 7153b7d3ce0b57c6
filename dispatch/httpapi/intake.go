package httpapi

import (
	"cmp"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"dispatch05/dispatch"
)

// Intake limits what one address (or IPv6 household) may report. A whole district may stand behind one
// address of a mobile operator, and a true alarm comes in bursts: so beyond the soft limit a report is
// taken and held for a look, and only beyond the hard one refused. Zero means the default.
type Intake struct {
	SoftBurst     int     // 30 reports at once are taken as they are
	SoftPerMinute float64 // 2
	HardBurst     int     // 400 at once are taken at all
	HardPerMinute float64 // 120
}

func (l Intake) withDefaults() Intake {
	return Intake{SoftBurst: cmp.Or(l.SoftBurst, 30), SoftPerMinute: cmp.Or(l.SoftPerMinute, 2),
		HardBurst: cmp.Or(l.HardBurst, 400), HardPerMinute: cmp.Or(l.HardPerMinute, 120)}
}

// intake counts reports by address, in memory of this node.
type intake struct {
	limits Intake
	mu     sync.Mutex
	by     map[netip.Prefix]*buckets
}

type buckets struct {
	soft, hard *rate.Limiter
	seen       time.Time
}

// maxAddresses bounds the memory: past it those that were silent for long enough to be full again go.
const maxAddresses = 20_000

func newIntake(limits Intake) *intake {
	return &intake{limits: limits.withDefaults(), by: map[netip.Prefix]*buckets{}}
}

// crowd is why a report from a busy address is held for a look.
const crowd = "address_burst"

// take counts a report. It gives a suspicion beyond the soft limit, and an error beyond the hard one.
func (i *intake) take(from netip.Prefix, now time.Time) (suspicion string, err error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	b := i.of(from, now)
	b.seen = now
	if held := b.hard.ReserveN(now, 1); held.DelayFrom(now) > 0 {
		wait := held.DelayFrom(now)
		held.CancelAt(now)
		return "", tooMany{wait}
	}
	if !b.soft.AllowN(now, 1) {
		return crowd, nil
	}
	return "", nil
}

func (i *intake) of(from netip.Prefix, now time.Time) *buckets {
	if b, known := i.by[from]; known {
		return b
	}
	if len(i.by) >= maxAddresses {
		i.forget(now)
	}
	l := i.limits
	b := &buckets{soft: rate.NewLimiter(rate.Limit(l.SoftPerMinute/60), l.SoftBurst), hard: rate.NewLimiter(rate.Limit(l.HardPerMinute/60), l.HardBurst)}
	i.by[from] = b
	return b
}

func (i *intake) forget(now time.Time) {
	for from, b := range i.by {
		if now.Sub(b.seen) > 10*time.Minute {
			delete(i.by, from)
		}
	}
	if len(i.by) >= maxAddresses {
		clear(i.by)
	}
}

// tooMany is the refusal of a report from an address that sends too many.
type tooMany struct{ wait time.Duration }

var errTooMany = &dispatch.Error{Kind: dispatch.Throttled, Code: "too_many_reports",
	Ru: "С этого адреса слишком много обращений. В аварии звоните 05", En: "Too many reports from this address. In an emergency call 05"}

func (t tooMany) Error() string             { return errTooMany.Error() }
func (t tooMany) Unwrap() error             { return errTooMany }
func (t tooMany) RetryAfter() time.Duration { return t.wait }
