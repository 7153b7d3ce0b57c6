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

// Begin is told what a report turned out to be about, before anything of it is read: the period as settled, and
// the organisation's name, "" where it is about the city.
type Begin func(ask Ask, organisation string) error

// Report computes a report. Each sees every matter on the way that the report is computed from. Begin and each may
// be nil.
func (a *Archive) Report(ctx context.Context, reader dispatch.Actor, ask Ask, begin Begin, each func(Matter) error) (Report, error) {
	var tally *Tally
	err := a.read(ctx, reader, ask, func(ask Ask, organisation string) error {
		tally = NewTally(ask)
		tally.report.Organisation = organisation
		if begin == nil {
			return nil
		}
		return begin(ask, organisation)
	}, func(_ Ask, m Matter) error {
		tally.Add(m)
		if each == nil {
			return nil
		}
		return each(m)
	})
	if err != nil {
		return Report{}, err
	}
	return tally.Report(), nil
}

// Registered streams the requests that the period registered, for the journal of requests.
func (a *Archive) Registered(ctx context.Context, reader dispatch.Actor, ask Ask, begin Begin, each func(Matter) error) error {
	return a.read(ctx, reader, ask, begin, func(ask Ask, m Matter) error {
		if !ask.within(m.Request.RegisteredAt) {
			return nil
		}
		return each(m)
	})
}

// read streams what the reader may know of what was asked for.
func (a *Archive) read(ctx context.Context, reader dispatch.Actor, ask Ask, begin Begin, each func(Ask, Matter) error) error {
	ask, organisation, err := a.settle(ctx, reader, ask)
	if err != nil {
		return err
	}
	if err := begin(ask, organisation); err != nil {
		return err
	}
	return a.Source.Matters(ctx, ask, func(m Matter) error {
		c := m.course(ask)
		if m.read = &c; !m.concerns(c, ask.Organisation) {
			return nil
		}
		return each(ask, m)
	})
}

func (a *Archive) settle(ctx context.Context, reader dispatch.Actor, ask Ask) (Ask, string, error) {
	now := a.Now()
	ask, err := ask.allowed(reader)
	if err == nil {
		err = ask.begun(now)
	}
	if err != nil || ask.Organisation == 0 {
		return ask.at(now), "", err
	}
	party, err := a.Source.Organisation(ctx, ask.City, ask.Organisation)
	return ask.at(now), party.Name, err
}
