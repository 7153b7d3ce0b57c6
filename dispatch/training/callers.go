package training

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
	"dispatch05/geo/register"
)

const (
	callEvery       = 90 * time.Second // by day, all callers together
	mostOpen        = 60               // with more open requests nobody calls
	joinChance      = 0.12             // a call is about what a neighbour reported
	burstChance     = 0.15             // a fault that strikes neighbours makes the whole house call
	burstLasts      = 6 * time.Minute
	burstEvery      = 40 * time.Second
	neighbourWithin = 20 * time.Minute
	parkChance      = 0.02 // of the messages
)

// callsByHour is how many call in each hour of the city's day, against the busy hours.
var callsByHour = [24]float64{.2, .15, .1, .1, .1, .2, .5, .9, 1.1, 1.1, 1, .9, .9, .9, .9, .9, 1, 1.1, 1.3, 1.3, 1.2, .9, .6, .4}

// call lets a resident report a fault, or a neighbour the same one, at the rate of the hour.
func (t *Trainer) call(ctx context.Context, v view) {
	if open(v.cases) > mostOpen {
		return
	}
	dice := rand.New(rand.NewPCG(t.Seed, uint64(v.now.UnixMicro())))
	calls := v.gap.Seconds() * v.pace * callsByHour[v.now.In(v.zone).Hour()] / callEvery.Seconds()
	bursts := v.gap.Seconds() * v.pace / burstEvery.Seconds()
	known, bursting := t.neighbours(v)
	switch {
	case len(bursting) > 0 && dice.Float64() < bursts:
		t.callAbout(ctx, v, dice, pick(dice, bursting))
	case dice.Float64() >= calls:
	case len(known) > 0 && dice.Float64() < joinChance:
		t.callAbout(ctx, v, dice, pick(dice, known))
	default:
		f := t.words.choose(dice, v.now.In(v.zone).Month())
		t.report(ctx, v, dice, f, t.houseFor(dice, f), 0)
	}
}

func open(cases []dispatch.Case) (n int) {
	for _, c := range cases {
		if c.Request.State.Open() {
			n++
		}
	}
	return n
}

// neighbours are the fresh faults that others of the house have too, and those of them that make the
// whole house call.
func (t *Trainer) neighbours(v view) (known, bursting []dispatch.Case) {
	for _, c := range v.cases {
		q := c.Request
		f, told := t.words.fault(q.Problem)
		if !told || !f.Wide || q.Main != 0 || q.House == 0 || !q.State.Open() || q.State == dispatch.Done || q.State == dispatch.Confirmed {
			continue
		}
		if age := v.spent(q.RegisteredAt); age < neighbourWithin {
			known = append(known, c)
			if age < burstLasts && t.happens(q.ID, "burst", burstChance) {
				bursting = append(bursting, c)
			}
		}
	}
	return known, bursting
}

// callAbout is a neighbour's own report, joined to the first one as a real desk would.
func (t *Trainer) callAbout(ctx context.Context, v view, dice *rand.Rand, c dispatch.Case) {
	i := slices.IndexFunc(t.houses, func(h register.House) bool { return h.ID == c.Request.House })
	if i < 0 {
		return
	}
	f, _ := t.words.fault(c.Request.Problem)
	t.report(ctx, v, dice, f, t.houses[i], c.Request.ID)
}

// report registers a call about a fault in a house.
func (t *Trainer) report(ctx context.Context, v view, dice *rand.Rand, f fault, house register.House, join int64) (dispatch.Case, bool) {
	r := t.compose(v, dice, f, house)
	r.Join = join
	c, _, err := t.Desk.Register(ctx, t.actor, r)
	return c, t.tried(ctx, "register", err)
}

// compose makes up a caller and what they say.
func (t *Trainer) compose(v view, dice *rand.Rand, f fault, house register.House) dispatch.Report {
	r := dispatch.Report{Channel: channel(dice), House: house.ID, Problem: f.Problem, Text: t.words.text(dice, f),
		ReceivedAt: v.now.Add(-time.Duration(5+dice.IntN(60)) * time.Second),
		Key:        dispatch.Command{Scope: "training", Key: fmt.Sprintf("%d-%x", v.now.UnixMicro(), dice.Uint64()), Kind: "register"}}
	r.DamagedAt = r.ReceivedAt.Add(-time.Duration(dice.ExpFloat64() * float64(20*time.Minute)))
	if v.now.Sub(r.DamagedAt) > 12*time.Hour {
		r.DamagedAt = r.ReceivedAt
	}
	door := doorOf(dice, house, f.Top)
	r.Entrance, r.Floor = door.entrance, door.floor
	if slices.Contains(f.problem.Places, norms.Flat) {
		r.Flat = door.flat
	}
	if r.Channel != dispatch.Open311 || dice.Float64() < 0.5 {
		r.CallerName, r.Phone = t.words.person(dice), phone(dice)
	}
	if r.Channel.IsMessage() && f.problem.Severity > 2 && dice.Float64() < parkChance {
		r.Suspicion = "address_burst"
	}
	return r
}

func channel(dice *rand.Rand) dispatch.Channel {
	switch chance := dice.Float64(); {
	case chance < 0.6:
		return dispatch.Telephone
	case chance < 0.9:
		return dispatch.Portal
	default:
		return dispatch.Open311
	}
}

// phone is a number that nobody has: Russia has no code 000.
func phone(dice *rand.Rand) string {
	return fmt.Sprintf("+7 000 %03d-%02d-%02d", dice.IntN(1000), dice.IntN(100), dice.IntN(100))
}

// choose picks a fault by how often it happens in a month.
func (w *words) choose(dice *rand.Rand, month time.Month) fault {
	total := 0.0
	for _, f := range w.faults {
		total += f.Weight * f.Season.share(month)
	}
	left := dice.Float64() * total
	for _, f := range w.faults {
		if left -= f.Weight * f.Season.share(month); left < 0 {
			return f
		}
	}
	return w.faults[0]
}

// text is what a caller says, often with a word more.
func (w *words) text(dice *rand.Rand, f fault) string {
	said := []string{pick(dice, f.Said)}
	if dice.Float64() < 0.6 {
		said = append(said, pick(dice, w.tails[f.problem.Category]))
	}
	return strings.Join(said, " ")
}

func (w *words) person(dice *rand.Rand) string {
	if dice.Float64() < 0.65 {
		return pick(dice, w.people.Women) + " " + pick(dice, w.people.PatronymWomen)
	}
	return pick(dice, w.people.Men) + " " + pick(dice, w.people.PatronymMen)
}
