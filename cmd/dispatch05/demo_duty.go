package main

import (
	"context"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/roster"
	"dispatch05/geo/demo"
)

// demoVacation is how far ahead somebody of the demonstration city goes on leave without a stand-in: what the plan
// lacks is told before.
const demoVacation = 10 * 24 * time.Hour

// plan hires the people of the generated city and has them on duty from last week on.
func (f *founder) plan(ctx context.Context) error {
	crews, err := f.crewIDs(ctx)
	if err != nil {
		return err
	}
	logins, err := f.logins(ctx)
	if err != nil {
		return err
	}
	var staff []roster.Person
	for _, p := range f.town.People {
		staff = append(staff, roster.Person{Name: p.Name, Organisation: f.organisations[p.Organisation], Role: p.Role, Crew: crews[p.Crew],
			Phone: p.Phone, Email: p.Email, Account: logins[p.Login]})
	}
	people, err := f.store.Hire(ctx, demoCity, staff, f.line("person", 0))
	if err != nil {
		return err
	}
	for _, c := range f.town.Crews {
		car := dispatch.Vehicle{Name: "Аварийная " + c.Callsign, Organisation: f.organisations[c.Organisation]}
		if _, err := f.store.PutVehicle(ctx, demoCity, car, f.line("vehicle", 0)); err != nil {
			return err
		}
	}
	posts := map[string]int64{}
	for _, p := range f.town.Posts {
		if posts[p.Name], err = f.post(ctx, p, crews[p.Crew], posts[p.Supervisor], people); err != nil {
			return err
		}
	}
	return f.vacation(ctx)
}

// post writes a post and its rotation, which began a week ago at 08:00.
func (f *founder) post(ctx context.Context, p demo.Post, crew, supervisor int64, people []int64) (int64, error) {
	kept := roster.Post{Name: p.Name, Role: p.Role, Organisation: f.organisations[p.Organisation], Crew: crew, Supervisor: supervisor, OnCall: p.OnCall}
	id, err := f.store.PutPost(ctx, demoCity, kept, f.line("post", 0))
	if err != nil {
		return 0, err
	}
	kept.ID, kept.Version = id, 1
	rotation := roster.Rotation{First: norms.DateOf(f.now.AddDate(0, 0, -8)), HandOver: 8 * 60, Hours: p.Hours}
	for _, turn := range p.Turns {
		var ids []int64
		for _, n := range turn {
			ids = append(ids, people[n])
		}
		rotation.Turns = append(rotation.Turns, ids)
	}
	kept.Rotations = []roster.Rotation{rotation}
	return id, f.store.SetRotations(ctx, demoCity, kept, f.line("rotations", id))
}

// vacation sends the foreman of one service on leave, whoever has the watch then.
func (f *founder) vacation(ctx context.Context) error {
	duty, err := f.store.Duty(ctx, demoCity, f.now)
	if err != nil {
		return err
	}
	for _, p := range duty.Roster.Posts {
		if p.Role == string(dispatch.Foreman) && p.Organisation == f.organisations["ads-zarechye"] {
			watch := duty.Roster.OnDuty(p, f.now.Add(demoVacation))[0]
			leave := roster.Override{Span: watch.Span, Instead: watch.Person, Why: "отпуск"}
			return f.store.AddOverrides(ctx, demoCity, []dispatch.PostOverride{{Post: p.ID, Override: leave}}, f.line("override", p.ID))
		}
	}
	return nil
}

func (f *founder) line(kind string, ref int64) dispatch.RosterLine {
	return dispatch.RosterLine{At: f.now, Actor: "Основание города", Role: dispatch.System, Kind: kind, Ref: ref, Detail: map[string]any{}}
}

func (f *founder) crewIDs(ctx context.Context) (map[string]int64, error) {
	crews, err := f.store.Crews(ctx, demoCity)
	ids := map[string]int64{}
	for _, c := range crews {
		ids[c.Name] = c.ID
	}
	return ids, err
}

func (f *founder) logins(ctx context.Context) (map[string]int64, error) {
	accounts, err := f.store.Accounts(ctx, demoCity)
	ids := map[string]int64{}
	for _, a := range accounts {
		ids[a.Login] = a.ID
	}
	return ids, err
}
