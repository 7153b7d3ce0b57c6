package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/postgres"
	"dispatch05/dispatch/roster"
)

type importRosterCommand struct{ importFlags }

// Run takes posts with their rotations, a rotation a row: several rows of one post are several rotations, which
// follow what the post had from the earliest of their first days on.
func (c *importRosterCommand) Run(ctx context.Context, std *streams) error {
	return c.into(ctx, std, func(file *os.File, store *postgres.Store, now time.Time) error {
		rows, err := openTable(file, "post", "role", "organisation", "crew", "on_call", "days", "first", "last", "hand_over", "hours", "daily", "turns")
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		doubts, err := newComplaints(c.Report)
		if err != nil {
			return err
		}
		rows.torn = doubts.torn("rotation")
		desk, err := deskOf(ctx, std, store, func() time.Time { return now })
		if err != nil {
			return err
		}
		people, err := newPeopleTaker(ctx, desk, c.City, doubts)
		if err != nil {
			return err
		}
		taken, err := rosterTaker{people}.all(ctx, rows)
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		return doubts.tellTaken(std.out, taken, "rotation", "rotations")
	})
}

type rosterTaker struct{ *peopleTaker }

// all reads the file to its end before anything is written. A post of which a row is refused is left as it is: half
// of its plan would be another plan.
func (k rosterTaker) all(ctx context.Context, rows *table) (taken int, err error) {
	var posts []*lined[roster.Post]
	broken := map[string]bool{}
	if err := rows.each(func() error {
		name := rows.get("post")
		post, problem := k.read(rows)
		if problem.en != "" {
			broken[name] = true
			k.doubts.add(rows.line(), name, "rotation", true, problem)
			return nil
		}
		posts = withRotation(posts, lined[roster.Post]{post, rows.line(), name})
		return nil
	}); err != nil {
		return 0, err
	}
	for _, p := range posts {
		problem, err := fault{"another row of this post was refused", "другая строка этого поста отклонена"}, error(nil)
		if !broken[p.name] {
			problem, err = k.put(ctx, p.value)
		}
		if err != nil {
			return taken, err
		}
		if problem.en == "" {
			taken += len(p.value.Rotations)
			continue
		}
		for range p.value.Rotations {
			k.doubts.add(p.line, p.name, "rotation", true, problem)
		}
	}
	return taken, nil
}

// withRotation joins the rows of one post.
func withRotation(posts []*lined[roster.Post], row lined[roster.Post]) []*lined[roster.Post] {
	for _, p := range posts {
		if p.name == row.name {
			p.value.Rotations = append(p.value.Rotations, row.value.Rotations...)
			return posts
		}
	}
	return append(posts, &row)
}

// put writes a post and its rotations. A post that is there keeps its territory, its hours and its supervisor.
func (k rosterTaker) put(ctx context.Context, p roster.Post) (fault, error) {
	duty, err := k.desk.Store.Duty(ctx, k.actor.City, k.desk.Now())
	if err != nil {
		return fault{}, err
	}
	for _, old := range duty.Roster.Posts {
		if old.Name == p.Name && old.RetiredAt == nil {
			p.ID, p.Version, p.Territory, p.Days, p.Window, p.Supervisor = old.ID, old.Version, old.Territory, old.Days, old.Window, old.Supervisor
		}
	}
	row, err := k.desk.PutPost(ctx, k.actor, p, "импорт")
	if err == nil {
		_, err = k.desk.SetRotations(ctx, k.actor, row.ID, 0, p.Rotations, "импорт")
	}
	if problem, refused := faultOf(err); refused {
		return problem, nil
	}
	return fault{}, err
}

// read gives a post with one rotation, or the reason why the row is none.
func (k rosterTaker) read(rows *table) (p roster.Post, problem fault) {
	p = roster.Post{Name: rows.get("post"), Role: rows.get("role"), OnCall: rows.get("on_call") == "yes"}
	if p.Name == "" {
		return p, fault{"post is empty", "не указан пост"}
	}
	if p.Crew, problem = k.crew(rows.get("crew")); problem.en != "" {
		return p, problem
	}
	if p.Role == "" && p.Crew != 0 {
		p.Role = string(dispatch.CrewMember)
	}
	if name := rows.get("organisation"); name != "" {
		if p.Organisation, problem = k.organisation(name); problem.en != "" {
			return p, problem
		}
	}
	rotation, problem := k.rotation(rows, k.employer(p))
	p.Rotations = []roster.Rotation{rotation}
	return p, problem
}

// employer is the organisation whose people hold a post; 0: people of any.
func (k rosterTaker) employer(p roster.Post) int64 {
	for _, c := range k.crews {
		if c.ID == p.Crew {
			return c.Organisation
		}
	}
	return p.Organisation
}

func (k rosterTaker) rotation(rows *table, employer int64) (r roster.Rotation, problem fault) {
	r = roster.Rotation{Days: roster.Days(rows.get("days")), First: norms.Date(rows.get("first")), Last: norms.Date(rows.get("last")), Daily: rows.get("daily") == "yes", Hours: 24}
	handOver, err := roster.ParseTimeOfDay(orDefault(rows.get("hand_over"), "08:00"))
	if err != nil {
		return r, fault{"hand_over: " + err.Error(), fmt.Sprintf("время передачи смены «%s»: нужно вида 08:00", rows.get("hand_over"))}
	}
	r.HandOver = handOver
	if written := rows.get("hours"); written != "" {
		if r.Hours, err = strconv.Atoi(written); err != nil {
			return r, fault{fmt.Sprintf("hours %q is not a number", written), fmt.Sprintf("часов в смене «%s»: нужно число", written)}
		}
	}
	if r.Turns, problem = k.turns(rows.get("turns"), employer); problem.en != "" {
		return r, problem
	}
	if err := r.Check(); err != nil {
		return r, fault{err.Error(), "график не складывается: проверьте часы смены, дни и даты вида 2026-01-31"}
	}
	return r, fault{}
}

func orDefault(written, usual string) string {
	if written == "" {
		return usual
	}
	return written
}

// turns reads "Иванов И. И. + Петров П. П.; Сидоров С. С.": turns by semicolons, people of one turn by pluses.
func (k rosterTaker) turns(written string, employer int64) (turns [][]int64, problem fault) {
	for one := range strings.SplitSeq(written, ";") {
		var turn []int64
		for name := range strings.SplitSeq(one, "+") {
			id, problem := k.person(strings.TrimSpace(name), employer)
			if problem.en != "" {
				return nil, problem
			}
			turn = append(turn, id)
		}
		turns = append(turns, turn)
	}
	return turns, fault{}
}

// person is the only one of a name who still works, within an organisation where it is known.
func (k rosterTaker) person(name string, employer int64) (int64, fault) {
	var found []int64
	for _, p := range k.people {
		if strings.EqualFold(p.Name, name) && p.RetiredAt == nil && (employer == 0 || p.OrganisationID == employer) {
			found = append(found, p.ID)
		}
	}
	if len(found) != 1 {
		return 0, fault{fmt.Sprintf("%d people are called %q here: dispatch05 import people", len(found), name), fmt.Sprintf("людей с именем «%s» здесь: %d", name, len(found))}
	}
	return found[0], fault{}
}
