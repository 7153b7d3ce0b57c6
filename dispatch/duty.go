package dispatch

import (
	"context"
	"slices"
	"strings"
	"time"

	"dispatch05/dispatch/roster"
)

// WatchRow is somebody's watch at a post.
type WatchRow struct {
	PersonID int64     `json:"person_id"`
	Name     string    `json:"name"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	StandIn  bool      `json:"stand_in"` // by an override, not by the rotation
}

// PostWatches is a post's plan for some days.
type PostWatches struct {
	Post     PostRow      `json:"post"`
	Watches  []WatchRow   `json:"watches"`
	Findings []FindingRow `json:"findings"` // of this post
}

// MostDays is how far ahead a plan is told at once.
const MostDays = 62

func (d *Desk) daysAhead(days int) roster.Span {
	now := d.Now()
	return roster.Span{From: now, To: now.AddDate(0, 0, min(max(days, 1), MostDays))}
}

// Watches are the watches of a post from now on for some days, with what is wrong with them.
func (d *Desk) Watches(ctx context.Context, actor Actor, post int64, days int) (PostWatches, error) {
	p, duty, err := d.postOf(ctx, actor, post)
	if err != nil {
		return PostWatches{}, err
	}
	return duty.planOf(p, d.daysAhead(days)), nil
}

// planOf is a post's plan for a span, with what is wrong with it.
func (d Duty) planOf(p roster.Post, span roster.Span) PostWatches {
	planned := PostWatches{Post: d.rowOfPost(p, span.From), Watches: []WatchRow{}, Findings: []FindingRow{}}
	watches, _ := d.Roster.Watches(p, span)
	for _, w := range watches {
		planned.Watches = append(planned.Watches, WatchRow{PersonID: w.Person, Name: d.Roster.People[w.Person].Name, From: w.Span.From, To: w.Span.To, StandIn: w.Override != 0})
	}
	for _, f := range d.Findings(span) {
		if f.Post == p.ID {
			planned.Findings = append(planned.Findings, d.rowOfFinding(f))
		}
	}
	return planned
}

// StandIn is one person in the place of another for a time.
type StandIn struct {
	Post            int64
	From, To        time.Time
	Person, Instead int64 // 0: nobody takes the place; instead of everybody. Not both
	Why             string
}

// mostStandIn is how long somebody may stand in: longer is another rotation.
const mostStandIn = 92 * 24 * time.Hour

// AddOverride puts a person into a watch instead of another. It may reach into the past: who really was there is
// worth knowing, and the log says when it was entered.
func (d *Desk) AddOverride(ctx context.Context, actor Actor, s StandIn) (PostRow, error) {
	p, duty, err := d.ownPost(ctx, actor, s.Post)
	if err != nil {
		return PostRow{}, err
	}
	if err := d.checkedStandIn(actor, duty, p, s); err != nil {
		return PostRow{}, err
	}
	o := roster.Override{Span: roster.Span{From: s.From, To: s.To}, Person: s.Person, Instead: s.Instead, Why: strings.TrimSpace(s.Why)}
	line := d.rosterLine(actor, "override", p.ID, o.Why, duty.detailOf(p, o))
	if err := d.Store.AddOverrides(ctx, actor.City, []PostOverride{{p.ID, o}}, line); err != nil {
		return PostRow{}, err
	}
	return d.Post(ctx, actor, p.ID)
}

func (d *Desk) checkedStandIn(actor Actor, duty Duty, p roster.Post, s StandIn) error {
	if err := reasoned(s.Why); err != nil {
		return err
	}
	switch length := s.To.Sub(s.From); {
	case !p.Planned():
		return &Error{Kind: Conflict, Code: "no_rotation", Ru: "У поста нет графика: заменять некого", En: "The post has no rotation: there is nobody to stand in for"}
	case length <= 0 || length > mostStandIn:
		return invalid("to", "bad_span", "Замена длится от минуты до трёх месяцев", "A stand-in lasts from a minute to three months")
	case s.Person == s.Instead:
		return invalid("person_id", "same_person", "Укажите, кто кого заменяет", "Say who stands in for whom")
	}
	for field, id := range map[string]int64{"person_id": s.Person, "instead_id": s.Instead} {
		if id != 0 {
			if err := d.canServe(actor, duty, field, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// detailOf is what the log keeps of a stand-in.
func (d Duty) detailOf(p roster.Post, o roster.Override) map[string]any {
	return map[string]any{"post": p.Name, "from": o.Span.From, "to": o.Span.To, "person": d.Roster.People[o.Person].Name, "instead": d.Roster.People[o.Instead].Name}
}

// WithdrawOverride takes a stand-in back: the plan is as if it had not been entered.
func (d *Desk) WithdrawOverride(ctx context.Context, actor Actor, post, id int64, why string) (PostRow, error) {
	p, duty, err := d.ownPost(ctx, actor, post)
	if err != nil {
		return PostRow{}, err
	}
	if err := reasoned(why); err != nil {
		return PostRow{}, err
	}
	i := slices.IndexFunc(p.Overrides, func(o roster.Override) bool { return o.ID == id })
	if i < 0 {
		return PostRow{}, ErrNotFound
	}
	line := d.rosterLine(actor, "override_withdrawn", post, why, duty.detailOf(p, p.Overrides[i]))
	if err := d.Store.WithdrawOverride(ctx, actor.City, post, id, line); err != nil {
		return PostRow{}, err
	}
	return d.Post(ctx, actor, post)
}

// WatchAt names the watch that a person has at a moment.
type WatchAt struct {
	Post, Person int64
	At           time.Time
}

// Swap lets two people take each other's watches, at one post or at two.
func (d *Desk) Swap(ctx context.Context, actor Actor, a, b WatchAt, why string) error {
	if err := reasoned(why); err != nil {
		return err
	}
	first, duty, err := d.watchAt(ctx, actor, a)
	if err != nil {
		return err
	}
	second, _, err := d.watchAt(ctx, actor, b)
	if err != nil {
		return err
	}
	gives, takes, err := roster.Swap(first, second, strings.TrimSpace(why))
	if err != nil {
		return invalid("second", "same_person", "Меняются двое разных людей", "Two people swap")
	}
	post, _ := duty.Roster.Post(a.Post)
	line := d.rosterLine(actor, "swap", a.Post, gives.Why, map[string]any{"first": duty.detailOf(post, gives), "second": duty.detailOf(post, takes)})
	return d.Store.AddOverrides(ctx, actor.City, []PostOverride{{a.Post, gives}, {b.Post, takes}}, line)
}

func (d *Desk) watchAt(ctx context.Context, actor Actor, at WatchAt) (roster.Watch, Duty, error) {
	p, duty, err := d.ownPost(ctx, actor, at.Post)
	if err != nil {
		return roster.Watch{}, duty, err
	}
	w, found := duty.Roster.WatchOf(p, at.Person, roster.At(at.At))
	if !found {
		return w, duty, &Error{Kind: Conflict, Code: "no_watch", Ru: "В это время этот человек не дежурит", En: "This person is not on duty then"}
	}
	return w, duty, nil
}

// HandOverNote is what one watch leaves to the next.
type HandOverNote struct {
	ID     int64     `json:"id"`
	At     time.Time `json:"at"`
	Author string    `json:"author"`
	Text   string    `json:"text"`
}

// notesTold is how many hand-over notes are told at once.
const notesTold = 50

// Notes are the latest hand-over notes of a post, newest first.
func (d *Desk) Notes(ctx context.Context, actor Actor, post int64) ([]HandOverNote, error) {
	if _, _, err := d.postOf(ctx, actor, post); err != nil {
		return nil, err
	}
	notes, err := d.Store.Notes(ctx, actor.City, post, notesTold)
	return append([]HandOverNote{}, notes...), err
}

// WriteNote hands over to the next watch. Whoever plans may write one, whoever holds the post now, and a crew
// at its own post.
func (d *Desk) WriteNote(ctx context.Context, actor Actor, post int64, text string) ([]HandOverNote, error) {
	p, duty, err := d.postOf(ctx, actor, post)
	if err != nil {
		return nil, err
	}
	holds := slices.ContainsFunc(duty.HoldersAt(p, d.Now()), func(h Holder) bool { return h.Account != 0 && h.Account == actor.Account })
	if !holds && actor.Role != CrewMember && actor.mayPlanFor(p.Organisation) != nil {
		return nil, ErrForbidden
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, invalid("text", "no_text", "Напишите, что передаёте", "Write what you hand over")
	}
	if err := fits("text", text, maxText); err != nil {
		return nil, err
	}
	if err := d.Store.AddNote(ctx, actor.City, post, text, d.rosterLine(actor, "note", post, "", nil)); err != nil {
		return nil, err
	}
	return d.Notes(ctx, actor, post)
}
