package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/postgres"
)

// ladderCommand goes through an escalation dry: who would be told when and by what, and which levels are empty.
type ladderCommand struct {
	databaseFlags
	Notices      noticeFlags `embed:""`
	City         string      `required:"" help:"The city's short name."`
	House        int64       `xor:"where" required:"" help:"The house by its number in the database."`
	Address      string      `xor:"where" required:"" help:"The house by its address."`
	Organisation int64       `xor:"where" required:"" help:"Instead of a house: whatever house this organisation answers for."`
	Problem      string      `required:"" help:"Code of the classifier, such as heating-none."`
	At           string      `help:"The moment of the report by the city's clocks: \"2026-11-29 03:10\". Default: now."`
}

func (c *ladderCommand) Run(ctx context.Context, std *streams) error {
	return c.withDesk(ctx, std, c.City, func(desk *dispatch.Desk, store *postgres.Store) error {
		if err := knownFault(desk.Rules(c.City), c.Problem); err != nil {
			return err
		}
		if err := c.Notices.reach(ctx, desk, store); err != nil {
			return err
		}
		place, err := placeOf(ctx, store, c.City, c.Address, c.At)
		if err != nil {
			return err
		}
		house := max(c.House, place.house)
		run, err := desk.RehearseLadder(ctx, consoleActor(c.City), dispatch.Rehearse{House: house, Organisation: c.Organisation, Problem: c.Problem, At: place.at})
		if err != nil {
			return err
		}
		return tellRehearsal(std.out, run, place.zone)
	})
}

// tellRehearsal prints a ladder, a line for each who would be told.
func tellRehearsal(out io.Writer, r dispatch.Rehearsal, zone *time.Location) error {
	fmt.Fprintf(out, "%s, %s (severity %d), reported %s %s\n", strings.TrimSpace(r.Address+" "+partyName(r.Organisation)), r.ProblemRu, r.Severity, inZone(r.At, zone), zone)
	fmt.Fprintf(out, "ladder %s: %s; an acknowledgement holds it %d min\n", r.Policy.Code, r.Because.En, r.Policy.AckMinutes)
	if r.Term == nil {
		fmt.Fprintln(out, "the fault starts no term: nothing escalates")
	} else {
		fmt.Fprintf(out, "term %s (%s) ends %s\n", r.Term.Kind, r.Term.Clause, inZone(r.Term.DueAt, zone))
	}
	for _, m := range r.Missing {
		fmt.Fprintf(out, "! %s\n", m.En)
	}
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, s := range r.Steps {
		step := fmt.Sprintf("+%d min\t%s", s.AfterMinutes, s.TitleEn)
		if s.Passed {
			fmt.Fprintf(table, "%s\tnobody: passed at once\t\n", step)
		}
		for _, p := range s.People {
			fmt.Fprintf(table, "%s\t%s\t%s\n", step, p.Name, tries(p, zone))
			step = "\t"
		}
	}
	return table.Flush()
}

// tries are the means of a person in their order, "sms 03:41", and those that would not reach them.
func tries(p dispatch.RehearsedPerson, zone *time.Location) string {
	var all []string
	for _, m := range p.Means {
		switch {
		case m.WhyEn != "":
			all = append(all, fmt.Sprintf("(%s: %s)", m.Means, m.WhyEn))
		case m.At != nil:
			all = append(all, string(m.Means)+" "+m.At.In(zone).Format("15:04:05"))
		default:
			all = append(all, string(m.Means))
		}
	}
	return strings.Join(all, ", ")
}
