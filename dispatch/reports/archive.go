package reports

import (
	"context"
	"time"

	"dispatch05/dispatch"
)

// Source streams what a report may be about, by id, one page in memory at a time: requests registered in the
// period, and older ones that were not closed before it. Implemented by dispatch/postgres.
type Source interface {
	Matters(ctx context.Context, ask Ask, each func(Matter) error) error
	Organisation(ctx context.Context, city string, id int64) (dispatch.Party, error)
}

// Archive is where reports are read, under the reader's rights. Safe for concurrent use.
type Archive struct {
	Source Source
	Now    func() time.Time
}

// Report computes a report. Each, if not nil, sees every matter that the report was computed from on the way.
func (a *Archive) Report(ctx context.Context, reader dispatch.Actor, ask Ask, each func(Ask, Matter) error) (Report, error) {
	ask, name, err := a.settle(ctx, reader, ask)
	if err != nil {
		return Report{}, err
	}
	tally := NewTally(ask)
	tally.report.Organisation = name
	err = a.Source.Matters(ctx, ask, func(m Matter) error {
		tally.Add(m)
		if each == nil || !m.concerns(courseOf(m, ask), ask.Organisation) {
			return nil
		}
		return each(ask, m)
	})
	return tally.Report(), err
}

// Registered streams the requests that the period registered, for the journal of requests. Begin is told first
// what the journal is about.
func (a *Archive) Registered(ctx context.Context, reader dispatch.Actor, ask Ask, begin func(Ask, string) error, each func(Matter) error) error {
	ask, name, err := a.settle(ctx, reader, ask)
	if err != nil {
		return err
	}
	if err := begin(ask, name); err != nil {
		return err
	}
	return a.Source.Matters(ctx, ask, func(m Matter) error {
		if !ask.within(m.Request.RegisteredAt) || !m.concerns(courseOf(m, ask), ask.Organisation) {
			return nil
		}
		return each(m)
	})
}

func (a *Archive) settle(ctx context.Context, reader dispatch.Actor, ask Ask) (Ask, string, error) {
	ask, err := ask.allowed(reader)
	if err != nil || ask.Organisation == 0 {
		return ask.at(a.Now()), "", err
	}
	party, err := a.Source.Organisation(ctx, ask.City, ask.Organisation)
	return ask.at(a.Now()), party.Name, err
}
