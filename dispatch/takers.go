package dispatch

import (
	"context"
	"fmt"
	"slices"
)

// rank orders the roles that are told as they stand above one another.
var rank = map[Role]int{Foreman: 1, Dispatcher: 1, Senior: 2, ChiefEngineer: 3, Committee: 4}

// Takers are the roles that may take a level upon themselves: its own, and whoever stands above it. What nobody holds,
// or what reached nobody, every dispatcher may take as well: better theirs than nobody's.
func (e Escalation) Takers(held bool) []Role {
	orphaned := !held || e.Passed || e.Unreached
	return slices.DeleteFunc(RolesTold(), func(r Role) bool {
		return r != e.Role && rank[r] < rank[e.Role] && !(orphaned && r.May(MayDispatch))
	})
}

// EscalationRows are levels told as the board shows them, each with who may take it now.
func (d *Desk) EscalationRows(ctx context.Context, city string, all []Escalation) ([]EscalationRow, error) {
	held, err := d.heldNow(ctx, city, all)
	rows := []EscalationRow{}
	for _, e := range all {
		rows = append(rows, RowOfEscalation(e, held(e)))
	}
	return rows, err
}

// heldNow tells of each level whether anybody holds it. The plan is not read where a dispatcher may take them all
// anyway.
func (d *Desk) heldNow(ctx context.Context, city string, all []Escalation) (func(Escalation) bool, error) {
	if !slices.ContainsFunc(all, func(e Escalation) bool { return !slices.Contains(e.Takers(true), Dispatcher) }) {
		return func(Escalation) bool { return true }, nil
	}
	now := d.Now()
	duty, err := d.duty(ctx, city, now)
	return func(e Escalation) bool { return duty.Held(e.Role, e.Organisation, now) }, err
}

// mayTake refuses whoever may not take a level.
func (d *Desk) mayTake(ctx context.Context, actor Actor, e Escalation, why string) error {
	if actor.Fenced() && e.Organisation != actor.Organisation {
		return ErrNotFound
	}
	if actor.Role.May(MayOverrule) {
		return reasoned(why)
	}
	held, err := d.heldNow(ctx, actor.City, []Escalation{e})
	if err != nil || slices.Contains(e.Takers(held(e)), actor.Role) {
		return firstOf(err, fits("why", why, maxShort))
	}
	return &Error{Kind: Forbidden, Code: "level_of_another",
		Ru: fmt.Sprintf("Этот уровень принимает %s или тот, кто стоит выше", RoleRu(string(e.Role))),
		En: fmt.Sprintf("This level is taken by its holder (%s) or by somebody above", e.Role)}
}
