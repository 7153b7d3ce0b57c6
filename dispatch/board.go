package dispatch

import (
	"context"
	"errors"
)

// CrewRows are the crews that a reader sees: the city's, the organisation's, or the own one.
func (d *Desk) CrewRows(ctx context.Context, reader Actor) ([]CrewRow, error) {
	crews, err := d.Store.Crews(ctx, reader.City)
	if err != nil {
		return nil, err
	}
	now, rows := d.Now(), []CrewRow{}
	for _, c := range crews {
		own := reader.Role == CrewMember && c.ID == reader.Crew
		if own || (reader.Role.May(MayWatch) && (!reader.Fenced() || c.Organisation == reader.Organisation)) {
			rows = append(rows, RowOfCrew(c, now))
		}
	}
	return rows, nil
}

// Board reads what a reader's board shows, whole.
func (d *Desk) Board(ctx context.Context, reader Actor) (Board, error) {
	city, err := d.Store.City(ctx, reader.City)
	if err != nil {
		return Board{}, err
	}
	now := d.Now()
	cases, err := d.Store.OnBoard(ctx, reader.City, reader.fence(), now)
	if err != nil {
		return Board{}, err
	}
	crews, err := d.CrewRows(ctx, reader)
	if err != nil {
		return Board{}, err
	}
	open, err := d.Store.OpenEscalations(ctx, reader.City, reader.fence())
	if err != nil {
		return Board{}, err
	}
	rows, err := d.EscalationRows(ctx, reader.City, open)
	if err != nil {
		return Board{}, err
	}
	board := Board{Requests: rowsOf(cases), Crews: crews, Escalations: rows}
	if city.Demo {
		training, err := d.Store.Training(ctx, reader.City)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return Board{}, err
		}
		board.Training = &training
	}
	return board, nil
}

// BoardRequests reads some requests of a reader's board, as a change to it: those that are not the
// reader's any more are named as gone.
func (d *Desk) BoardRequests(ctx context.Context, reader Actor, ids []int64) (Board, error) {
	changes := Board{Requests: []RequestRow{}, Crews: []CrewRow{}, Escalations: []EscalationRow{}}
	if len(ids) == 0 {
		return changes, nil
	}
	cases, err := d.Store.Cases(ctx, reader.City, ids)
	if err != nil {
		return changes, err
	}
	for _, c := range cases {
		if reader.Sees(c) {
			changes.Requests = append(changes.Requests, RowOf(c))
		} else {
			changes.Gone = append(changes.Gone, c.Request.ID)
		}
	}
	return changes, nil
}
