package feed

import (
	"context"
	"slices"

	"dispatch05/dispatch"
)

// changed words what entries of a topic's log are about, each thing once, as it is now.
func (f *Feed) changed(ctx context.Context, s subject, entries []dispatch.LogEntry) (any, error) {
	refs := map[string][]int64{}
	for _, e := range entries {
		if !slices.Contains(refs[e.Kind], e.Ref) {
			refs[e.Kind] = append(refs[e.Kind], e.Ref)
		}
	}
	switch s.kind {
	case "link":
		return f.desk.Link(ctx, s.link)
	case "crew":
		return f.crewChanges(ctx, s, refs)
	default:
		return f.boardChanges(ctx, s, refs)
	}
}

func (f *Feed) crewChanges(ctx context.Context, s subject, refs map[string][]int64) (dispatch.CrewBoard, error) {
	orders, err := f.desk.CrewOrders(ctx, s.reader(), refs["request"])
	if err != nil {
		return dispatch.CrewBoard{}, err
	}
	changes := dispatch.CrewBoard{Orders: orders}
	if len(refs["crew"]) > 0 {
		rows, err := f.desk.CrewRows(ctx, s.reader())
		if err != nil {
			return changes, err
		}
		if len(rows) > 0 {
			changes.Crew = &rows[0]
		}
	}
	return changes, nil
}

func (f *Feed) boardChanges(ctx context.Context, s subject, refs map[string][]int64) (dispatch.Board, error) {
	changes, err := f.desk.BoardRequests(ctx, s.reader(), refs["request"])
	if err != nil {
		return changes, err
	}
	if len(refs["crew"]) > 0 {
		rows, err := f.desk.CrewRows(ctx, s.reader())
		if err != nil {
			return changes, err
		}
		changes.Crews = slices.DeleteFunc(rows, func(row dispatch.CrewRow) bool { return !slices.Contains(refs["crew"], row.ID) })
		for _, id := range refs["crew"] {
			if !slices.ContainsFunc(changes.Crews, func(row dispatch.CrewRow) bool { return row.ID == id }) {
				changes.GoneCrews = append(changes.GoneCrews, id)
			}
		}
	}
	if len(refs["escalation"]) > 0 {
		escalations, err := f.log.Escalations(ctx, s.city, refs["escalation"])
		if err != nil {
			return changes, err
		}
		escalations = slices.DeleteFunc(escalations, func(e dispatch.Escalation) bool { return s.kind == "organisation" && e.Organisation != s.id })
		if changes.Escalations, err = f.desk.EscalationRows(ctx, s.city, escalations); err != nil {
			return changes, err
		}
	}
	if len(refs["training"]) > 0 {
		training, err := f.desk.Store.Training(ctx, s.city)
		if err != nil {
			return changes, err
		}
		changes.Training = &training
	}
	return changes, nil
}
