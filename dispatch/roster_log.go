package dispatch

import (
	"strings"
	"time"
)

// RosterLine is one change of the plan of duty or of what stands behind it (accounts, organisations, contracts, crews): who, when, why. It is written with the change and never after.
type RosterLine struct {
	ID      int64          `json:"id"`
	At      time.Time      `json:"at"`
	Account int64          `json:"-"`
	Actor   string         `json:"actor"`
	Role    Role           `json:"role"`
	Kind    string         `json:"kind" enum:"person,person_retired,vehicle,vehicle_retired,post,post_retired,rotations,override,override_withdrawn,swap,note,account,account_disabled,password_reset,crew,crew_retired,organisation,organisation_retired,organisation_returned,contract,contract_ended"`
	Ref     int64          `json:"ref"` // of the person, the vehicle, the post, the account, ...
	Why     string         `json:"why"`
	Detail  map[string]any `json:"detail"`
}

// rosterLine begins a line in the actor's name.
func (d *Desk) rosterLine(actor Actor, kind string, ref int64, why string, detail map[string]any) RosterLine {
	return NewRosterLine(actor, d.Now(), kind, ref, why, detail)
}

// NewRosterLine begins a line in the actor's name. What the detail holds is read by whoever plans for the city: no contact, no secret.
func NewRosterLine(actor Actor, now time.Time, kind string, ref int64, why string, detail map[string]any) RosterLine {
	if detail == nil {
		detail = map[string]any{}
	}
	return RosterLine{At: now, Account: actor.Account, Actor: actor.Name, Role: actor.Role, Kind: kind, Ref: ref, Why: why, Detail: detail}
}

// Reasoned refuses a line without a reason, or with one that is too long.
func (l RosterLine) Reasoned() error { return reasoned(l.Why) }

// Brief refuses a reason that is too long; it may be left out.
func (l RosterLine) Brief() error { return fits("why", l.Why, maxShort) }

// rosterLines is how many lines of the log are told at once.
const rosterLines = 200

var errNoReason = invalid("why", "no_reason", "Укажите причину", "Give the reason")

// reasoned checks the reason for a change of who is on duty.
func reasoned(why string) error {
	if strings.TrimSpace(why) == "" {
		return errNoReason
	}
	return fits("why", why, maxShort)
}

// firstOf is the first refusal of several.
func firstOf(refusals ...error) error {
	for _, err := range refusals {
		if err != nil {
			return err
		}
	}
	return nil
}

// mayPlanFor says whether the actor plans the duty of an organisation (0: of the city's posts).
func (a Actor) mayPlanFor(organisation int64) error {
	if err := a.check(MayRoster); err != nil {
		return err
	}
	if a.Fenced() && organisation != a.Organisation {
		return ErrNotFound
	}
	return nil
}

// looksInto says whether the actor sees people and posts of an organisation.
func (a Actor) looksInto(organisation int64) bool {
	return !a.Fenced() || organisation == a.Organisation
}
