package feed

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/realtime"
)

// Log is the topics' log, as dispatch/postgres keeps it.
type Log interface {
	TopicAt(ctx context.Context, city, topic string) (dispatch.Position, error)
	TopicsAt(ctx context.Context, city string, topics []string) ([]dispatch.Position, error)
	// Log gives what a topic was told after an offset, at most limit entries.
	Log(ctx context.Context, city, topic string, after int64, limit int) ([]dispatch.LogEntry, error)
	Escalations(ctx context.Context, city string, ids []int64) ([]dispatch.Escalation, error)
}

// LinkHolder is the viewer behind a resident's link.
type LinkHolder struct{ City, Link string }

// Feed is the realtime.Source of the service, and the desk's Announcer.
type Feed struct {
	desk *dispatch.Desk
	log  Log
	hub  *realtime.Hub
	warn *slog.Logger
}

// New makes a feed over a desk; Join it with its hub before either is used.
func New(desk *dispatch.Desk, log Log, warn *slog.Logger) *Feed {
	return &Feed{desk: desk, log: log, warn: warn}
}

// Join ties the feed to the hub that it feeds.
func (f *Feed) Join(hub *realtime.Hub) { f.hub = hub }

// longestDelta is how many entries a delta may cover; a client that missed more is quicker with a snapshot.
const longestDelta = 500

// Snapshot is the whole of what a topic shows. Its position is read first, so that the state may hold
// later changes and never lacks an earlier one.
func (f *Feed) Snapshot(ctx context.Context, topic realtime.Topic, _ realtime.Viewer) (realtime.Snapshot, error) {
	s, known := subjectOf(topic)
	if !known {
		return realtime.Snapshot{}, dispatch.ErrNotFound
	}
	at, err := f.at(ctx, s)
	if err != nil {
		return realtime.Snapshot{}, err
	}
	state, err := f.state(ctx, s)
	if err != nil {
		return realtime.Snapshot{}, err
	}
	data, err := json.Marshal(state)
	return realtime.Snapshot{Epoch: at.Epoch, Offset: at.Offset, Data: data}, err
}

// silence is the epoch of a topic that nothing was ever told on: its first entry begins a log under a name
// of its own, and who held the silence is given a snapshot.
const silence = "silence"

func (f *Feed) at(ctx context.Context, s subject) (dispatch.Position, error) {
	at, err := f.log.TopicAt(ctx, s.city, s.name)
	if err == nil && at.Epoch == "" {
		at.Epoch = silence
	}
	return at, err
}

func (f *Feed) state(ctx context.Context, s subject) (any, error) {
	switch s.kind {
	case "crew":
		return f.desk.CrewBoard(ctx, s.reader())
	case "link":
		return f.desk.Link(ctx, s.link)
	default:
		return f.desk.Board(ctx, s.reader())
	}
}

// Since is what changed on a topic after a position.
func (f *Feed) Since(ctx context.Context, topic realtime.Topic, from realtime.Position) (realtime.Delta, error) {
	s, known := subjectOf(topic)
	if !known {
		return realtime.Delta{}, dispatch.ErrNotFound
	}
	at, err := f.at(ctx, s)
	if err != nil {
		return realtime.Delta{}, err
	}
	if at.Epoch != from.Epoch || at.Offset < from.Offset {
		return realtime.Delta{}, realtime.ErrGone
	}
	entries, err := f.log.Log(ctx, s.city, s.name, from.Offset, longestDelta+1)
	if err != nil {
		return realtime.Delta{}, err
	}
	if !whole(entries, from.Offset, at.Offset) {
		return realtime.Delta{}, realtime.ErrGone
	}
	delta := realtime.Delta{Epoch: at.Epoch, After: from.Offset, Offset: from.Offset}
	if len(entries) == 0 {
		return delta, nil
	}
	delta.Offset = entries[len(entries)-1].Offset
	changed, err := f.changed(ctx, s, entries)
	if err != nil {
		return realtime.Delta{}, err
	}
	delta.Data, err = json.Marshal(changed)
	return delta, err
}

// whole says whether entries lead on from an offset without a gap, at least as far as the log's end was seen.
func whole(entries []dispatch.LogEntry, after, end int64) bool {
	if len(entries) > longestDelta {
		return false
	}
	for i, e := range entries {
		if e.Offset != after+1+int64(i) {
			return false
		}
	}
	return after+int64(len(entries)) >= end
}

// Positions is the slow poll's question: where many topics stand.
func (f *Feed) Positions(ctx context.Context, topics []realtime.Topic) (map[realtime.Topic]realtime.Position, error) {
	byCity := map[string][]string{}
	for _, topic := range topics {
		if s, known := subjectOf(topic); known {
			byCity[s.city] = append(byCity[s.city], s.name)
		}
	}
	positions := map[realtime.Topic]realtime.Position{}
	for city, names := range byCity {
		found, err := f.log.TopicsAt(ctx, city, names)
		if err != nil {
			return nil, err
		}
		for _, p := range found {
			positions[topicOf(city, p.Topic)] = realtime.Position{Epoch: p.Epoch, Offset: p.Offset}
		}
	}
	return positions, nil
}

// Announce hints to the screens of all nodes that topics have moved on.
func (f *Feed) Announce(_ context.Context, city string, positions []dispatch.Position) {
	for _, p := range positions {
		f.hub.Changed(topicOf(city, p.Topic), realtime.Position{Epoch: p.Epoch, Offset: p.Offset})
	}
}

// CrewPosition is where a crew is, for a moment: lossy state of the boards.
type CrewPosition struct {
	CrewID int64     `json:"crew_id"`
	Point  orb.Point `json:"point"`
	At     time.Time `json:"at"`
}

// Located shows a crew's new position on the boards that show the crew.
func (f *Feed) Located(city string, crew, organisation int64, point orb.Point, at time.Time) {
	payload, err := json.Marshal(CrewPosition{CrewID: crew, Point: point, At: at})
	if err != nil {
		return
	}
	key := dispatch.CrewTopic(crew)
	f.hub.State(topicOf(city, dispatch.BoardTopic), key, payload)
	f.hub.State(topicOf(city, dispatch.OrganisationTopic(organisation)), key, payload)
}

// Authorise says whether a viewer may watch a topic.
func (f *Feed) Authorise(_ context.Context, viewer realtime.Viewer, topic realtime.Topic) error {
	s, known := subjectOf(topic)
	if known && mayWatch(viewer.Who, s) {
		return nil
	}
	return dispatch.ErrNotFound
}

func mayWatch(who any, s subject) bool {
	switch who := who.(type) {
	case LinkHolder:
		return s.kind == "link" && s.link == who.Link && s.city == who.City
	case dispatch.Actor:
		if who.City != s.city {
			return false
		}
		switch s.kind {
		case "board":
			return who.Role.May(dispatch.MayWatch) && !who.Fenced()
		case "organisation":
			return who.Fenced() && who.Organisation == s.id
		case "crew":
			return who.Role == dispatch.CrewMember && who.Crew == s.id
		}
	}
	return false
}

// Acknowledged hears that a screen holds all of a topic up to a position: a tablet that holds its crew's
// topic holds the orders in it.
func (f *Feed) Acknowledged(ctx context.Context, viewer realtime.Viewer, topic realtime.Topic, at realtime.Position) {
	s, known := subjectOf(topic)
	actor, signedIn := viewer.Who.(dispatch.Actor)
	if !known || !signedIn || s.kind != "crew" || actor.Crew != s.id {
		return
	}
	if err := f.desk.Delivered(ctx, actor, at.Offset); err != nil && !errors.Is(err, context.Canceled) {
		f.warn.Warn("delivery not marked", "city", s.city, "crew", s.id, "error", err)
	}
}
