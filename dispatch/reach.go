package dispatch

import (
	"context"
	"slices"
	"time"

	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/roster"
)

// Reach tells by which means people can be told in a city: the same for the ladder, its dry run, the plan of duty and
// what is wrong with it.
type Reach struct {
	rules *Rules
	has   func(Means) bool // whether the city has a means that is not a screen
}

// reach is that of a city by some rules.
func (d *Desk) reach(city string, rules *Rules) Reach {
	return Reach{rules, func(m Means) bool { return d.Reaches != nil && d.Reaches(city, m) }}
}

// duty is who answers in a city at a moment, with how they can be told.
func (d *Desk) duty(ctx context.Context, city string, at time.Time) (Duty, error) {
	duty, err := d.Store.Duty(ctx, city, at)
	duty.reach = d.reach(city, d.Rules(city))
	return duty, err
}

// lacks is why a means does not reach a holder, a code of AttemptWhy; "": it does.
func (r Reach) lacks(m Means, h Holder) string {
	switch {
	case m == ByVoice:
		return "not_built"
	case !m.OnScreen() && (r.has == nil || !r.has(m)):
		return "not_configured"
	case m.OnScreen() && !m.reaches(h):
		return "no_login"
	case !m.reaches(h):
		return "no_contact"
	default:
		return ""
	}
}

// ways are the means that reach a holder of a role with a fault of a severity, in the order in which they are tried;
// none: nobody can tell them anything.
func (r Reach) ways(h Holder, role Role, severity int) []Means {
	if r.rules == nil {
		return nil
	}
	return slices.DeleteFunc(r.rules.telling(audienceOf(role), severity).Means, func(m Means) bool { return r.lacks(m, h) != "" })
}

// surely are the means that reach a holder whatever has happened: of the severity with the fewest.
func (r Reach) surely(h Holder, role Role) []Means {
	fewest := r.ways(h, role, 1)
	for severity := 2; severity <= leastSevere; severity++ {
		if ways := r.ways(h, role, severity); len(ways) < len(fewest) {
			fewest = ways
		}
	}
	return fewest
}

// leastSevere is the mildest severity of the classifier's scale.
const leastSevere = 4

func audienceOf(role Role) norms.Audience {
	if role == CrewMember {
		return norms.ToCrew
	}
	return norms.ToDuty
}

// reaches says whether a holder has what a means needs.
func (m Means) reaches(h Holder) bool {
	switch m {
	case ByTablet:
		return h.Tablet
	case ByBoard:
		return h.Account != 0
	case ByPush:
		return h.Person.Push
	case ByTelegram:
		return h.Person.Telegram != ""
	case ByMail:
		return h.Person.Email != ""
	default:
		return h.Person.Phone != ""
	}
}

// channels are the names of the means that surely reach a holder.
func (d Duty) channels(h Holder, role Role) []string {
	names := []string{}
	for _, m := range d.reach.surely(h, role) {
		names = append(names, string(m))
	}
	return names
}

// reached says whether whoever has a watch at a post can be told of anything then.
func (d Duty) reached(p roster.Post, w roster.Watch) bool {
	return len(d.reach.surely(d.holderBy(p, w, w.Span.To), Role(p.Role))) > 0
}
