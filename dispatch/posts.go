package dispatch

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/roster"
)

// postOf loads a post within the actor's fence, with the plan that it belongs to.
func (d *Desk) postOf(ctx context.Context, actor Actor, id int64) (roster.Post, Duty, error) {
	if actor.Role != CrewMember && !actor.Role.May(MayWatch) {
		return roster.Post{}, Duty{}, ErrForbidden
	}
	duty, err := d.duty(ctx, actor.City, d.Now())
	if err != nil {
		return roster.Post{}, Duty{}, err
	}
	p, known := duty.Roster.Post(id)
	if !known || !actor.looksAt(p) {
		return roster.Post{}, Duty{}, ErrNotFound
	}
	return p, duty, nil
}

// looksAt says whether a post lies within the fence: the city's posts for everybody who sees the board, its own for
// a crew.
func (a Actor) looksAt(p roster.Post) bool {
	if a.Role == CrewMember {
		return a.Crew != 0 && p.Crew == a.Crew
	}
	return p.Organisation == 0 || a.looksInto(p.Organisation)
}

// ownPost is a post whose plan the actor may change.
func (d *Desk) ownPost(ctx context.Context, actor Actor, id int64) (roster.Post, Duty, error) {
	if err := actor.check(MayRoster); err != nil {
		return roster.Post{}, Duty{}, err
	}
	p, duty, err := d.postOf(ctx, actor, id)
	if err != nil {
		return p, duty, err
	}
	if p.RetiredAt != nil {
		return p, duty, &Error{Kind: Conflict, Code: "post_retired", Ru: "Этот пост упразднён", En: "This post is no more"}
	}
	return p, duty, actor.mayPlanFor(p.Organisation)
}

// Posts are the posts that the actor sees, with who holds each now; those that are no more are left out.
func (d *Desk) Posts(ctx context.Context, actor Actor) ([]PostRow, error) {
	if err := actor.check(MayWatch); err != nil {
		return nil, err
	}
	now := d.Now()
	duty, err := d.duty(ctx, actor.City, now)
	if err != nil {
		return nil, err
	}
	rows := []PostRow{}
	for _, p := range duty.Roster.Posts {
		if p.Living(now) && actor.looksAt(p) {
			rows = append(rows, duty.rowOfPost(p, now))
		}
	}
	slices.SortFunc(rows, func(a, b PostRow) int { return cmp.Or(strings.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return rows, nil
}

// Post is one post with who holds it now.
func (d *Desk) Post(ctx context.Context, actor Actor, id int64) (PostRow, error) {
	p, duty, err := d.postOf(ctx, actor, id)
	if err != nil {
		return PostRow{}, err
	}
	return duty.rowOfPost(p, d.Now()), nil
}

// PutPost adds a post (ID 0) or changes one; a changed one needs the version that was looked at. Its rotations
// stay as they are.
func (d *Desk) PutPost(ctx context.Context, actor Actor, p roster.Post, why string) (PostRow, error) {
	if err := actor.check(MayRoster); err != nil {
		return PostRow{}, err
	}
	var was Fields
	if p.ID != 0 {
		old, _, err := d.ownPost(ctx, actor, p.ID)
		if err != nil {
			return PostRow{}, err
		}
		was = fieldsOfPost(old)
	}
	p, err := d.checkedPost(ctx, actor, p)
	if err != nil {
		return PostRow{}, err
	}
	if err := firstOf(actor.mayPlanFor(p.Organisation), fits("why", why, maxShort)); err != nil {
		return PostRow{}, err
	}
	if old, duty, err := d.postOf(ctx, actor, p.ID); err == nil && old.Same(p) {
		return duty.rowOfPost(old, d.Now()), nil
	}
	line := d.rosterLine(actor, "post", p.ID, why, map[string]any{"name": p.Name}).Changed(was, fieldsOfPost(p))
	id, err := d.Store.PutPost(ctx, actor.City, p, line)
	if err != nil {
		return PostRow{}, err
	}
	return d.Post(ctx, actor, id)
}

// RetirePost ends a post now; who held it stays known.
func (d *Desk) RetirePost(ctx context.Context, actor Actor, id int64, why string) error {
	p, _, err := d.ownPost(ctx, actor, id)
	if err != nil {
		return err
	}
	if err := reasoned(why); err != nil {
		return err
	}
	now := d.Now()
	p.RetiredAt = &now
	_, err = d.Store.PutPost(ctx, actor.City, p, d.rosterLine(actor, "post_retired", id, why, map[string]any{"name": p.Name}))
	return err
}

// checkedPost is a post as it is kept: of a crew, of an organisation or of the city, as its role says.
func (d *Desk) checkedPost(ctx context.Context, actor Actor, p roster.Post) (roster.Post, error) {
	p.Name = strings.TrimSpace(p.Name)
	if p.Name == "" {
		return p, invalid("name", "no_name", "Укажите название", "Give the name")
	}
	if err := CheckName("name", p.Name); err != nil {
		return p, err
	}
	role := Role(p.Role)
	switch {
	case !slices.Contains(Roles, role):
		return p, invalid("role", "unknown_role", "Такой роли нет", "There is no such role")
	case role == CrewMember && p.Crew == 0:
		return p, invalid("crew_id", "no_crew", "Укажите бригаду", "Name the crew")
	case role != CrewMember && p.Crew != 0:
		return p, invalid("crew_id", "crew_of_another_role", "Бригада бывает только у поста бригады", "Only a crew's post has a crew")
	case role.ofOrganisation() && p.Organisation == 0:
		return p, invalid("organisation_id", "no_organisation", "Укажите организацию", "Name the organisation")
	case p.Supervisor == p.ID && p.ID != 0:
		return p, invalid("supervisor_id", "own_supervisor", "Пост не может подменять сам себя", "A post cannot supervise itself")
	case p.Window.Open > p.Window.Close || p.Window.Open == p.Window.Close && p.Window != (norms.Window{}):
		return p, invalid("window", "bad_window", "Нужно время вида 08:00-20:00 одного дня", "A time like 08:00-20:00 of one day is needed")
	}
	if role == CrewMember {
		crew, err := d.Store.Crew(ctx, actor.City, p.Crew)
		if err != nil {
			return p, invalid("crew_id", "unknown_crew", "Такой бригады нет", "There is no such crew")
		}
		p.Organisation = crew.Organisation
	} else if !role.ofOrganisation() {
		p.Organisation = 0
	}
	return p, nil
}

// SetRotations says who holds a post from the first day of the earliest of the rotations on: what held until then
// ends the day before, what was to begin later is dropped. No rotation at all takes the plan off: then every
// account of the post's role holds it.
func (d *Desk) SetRotations(ctx context.Context, actor Actor, id, version int64, rotations []roster.Rotation, why string) (PostRow, error) {
	p, duty, err := d.ownPost(ctx, actor, id)
	if err != nil {
		return PostRow{}, err
	}
	if err := reasoned(why); err != nil {
		return PostRow{}, err
	}
	if err := d.checkedRotations(actor, duty, rotations); err != nil {
		return PostRow{}, err
	}
	if version != 0 {
		p.Version = version
	}
	followed := roster.Follow(p.Rotations, rotations)
	if slices.EqualFunc(p.Rotations, followed, roster.Rotation.Same) {
		return duty.rowOfPost(p, d.Now()), nil
	}
	was := Fields{"rotations": rowsOfRotations(p.Rotations)}
	p.Rotations = followed
	line := d.rosterLine(actor, "rotations", id, why, map[string]any{"post": p.Name}).Changed(was, Fields{"rotations": rowsOfRotations(followed)})
	if err := d.Store.SetRotations(ctx, actor.City, p, line); err != nil {
		return PostRow{}, err
	}
	return d.Post(ctx, actor, id)
}

// PreviewRotations is how a post would be held over the next days by rotations that are not set yet, with what would
// be wrong with that.
func (d *Desk) PreviewRotations(ctx context.Context, actor Actor, id int64, rotations []roster.Rotation, days int) (PostWatches, error) {
	p, duty, err := d.ownPost(ctx, actor, id)
	if err != nil {
		return PostWatches{}, err
	}
	if err := d.checkedRotations(actor, duty, rotations); err != nil {
		return PostWatches{}, err
	}
	p.Rotations = roster.Follow(p.Rotations, rotations)
	i := slices.IndexFunc(duty.Roster.Posts, func(o roster.Post) bool { return o.ID == p.ID })
	duty.Roster.Posts[i] = p
	return duty.planOf(p, d.daysAhead(days)), nil
}

func (d *Desk) checkedRotations(actor Actor, duty Duty, rotations []roster.Rotation) error {
	for _, r := range rotations {
		if err := d.checkedRotation(actor, duty, r); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) checkedRotation(actor Actor, duty Duty, r roster.Rotation) error {
	if err := r.Check(); err != nil {
		refusal := *errBadRotation
		refusal.En += ": " + err.Error()
		refusal.Cause = err
		return &refusal
	}
	for _, turn := range r.Turns {
		for _, id := range turn {
			if err := d.canServe(actor, duty, "turns", id); err != nil {
				return err
			}
		}
	}
	return nil
}

var errBadRotation = invalid("rotations", "bad_rotation",
	"Проверьте график: часы смены делят сутки нацело или состоят из целых суток, в каждой очереди кто-то есть, даты вида 2026-01-31",
	"Check the rotation: a watch's hours divide the day or are whole days, each turn has somebody, days look like 2026-01-31")

// canServe checks that somebody who is to be on duty is there, has not left, and is within the actor's fence.
func (d *Desk) canServe(actor Actor, duty Duty, field string, id int64) error {
	p, known := duty.Roster.People[id]
	if !known || !actor.looksInto(p.Organisation) {
		return invalid(field, "unknown_person", "Такого человека нет", "There is no such person")
	}
	if p.RetiredAt != nil {
		return invalid(field, "person_left", "Этот человек больше не работает: "+p.Name, "This person has left: "+p.Name)
	}
	return nil
}
