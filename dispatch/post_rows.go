package dispatch

import (
	"time"

	"github.com/paulmach/orb/geojson"

	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/roster"
)

// PostRow is a post on the list of posts, with who holds it now.
type PostRow struct {
	ID             int64             `json:"id"`
	Version        int64             `json:"version"`
	Name           string            `json:"name"`
	Role           Role              `json:"role"`
	OrganisationID *int64            `json:"organisation_id"` // null: of the city
	CrewID         *int64            `json:"crew_id"`
	Territory      *geojson.Geometry `json:"territory"` // null: wherever the organisation works
	SupervisorID   *int64            `json:"supervisor_id"`
	OnCall         bool              `json:"on_call"`
	Days           roster.Days       `json:"days" enum:",working,holiday"`
	Window         string            `json:"window"`  // "08:00-20:00"; "": all day
	Planned        bool              `json:"planned"` // false: every account of the role holds it
	Now            []OnDutyRow       `json:"now"`
	Rotations      []RotationRow     `json:"rotations"`
	Overrides      []OverrideRow     `json:"overrides"`
}

// RotationRow is a rotation of a post.
type RotationRow struct {
	Days     roster.Days `json:"days" enum:",working,holiday"`
	First    norms.Date  `json:"first"`
	Last     norms.Date  `json:"last"` // "": until further notice
	HandOver string      `json:"hand_over" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$"`
	Hours    int         `json:"hours" minimum:"1" maximum:"672"`
	Daily    bool        `json:"daily"`
	Turns    [][]int64   `json:"turns"` // people of each turn
}

// OverrideRow is somebody who stands in for another.
type OverrideRow struct {
	ID        int64     `json:"id"`
	From      time.Time `json:"from"`
	To        time.Time `json:"to"`
	PersonID  *int64    `json:"person_id"`  // null: nobody takes the place
	InsteadID *int64    `json:"instead_id"` // null: of everybody
	Why       string    `json:"why"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
}

// OnDutyRow is somebody who holds a post or a role.
type OnDutyRow struct {
	PersonID  *int64     `json:"person_id"`
	AccountID *int64     `json:"account_id"`
	Name      string     `json:"name"`
	Phone     string     `json:"phone"`
	Channels  []string   `json:"channels"` // means that the city has and that reach them; none: nothing does
	PostID    *int64     `json:"post_id"`
	Until     *time.Time `json:"until"` // null: no end is planned
}

func (d Duty) rowsOfHolders(holders []Holder, role Role) []OnDutyRow {
	rows := []OnDutyRow{}
	for _, h := range holders {
		rows = append(rows, OnDutyRow{PersonID: known(h.Person.ID), AccountID: known(h.Account), Name: h.Name, Phone: h.Person.Phone,
			Channels: d.channels(h, role), PostID: known(h.Post), Until: h.Until})
	}
	return rows
}

func (d Duty) rowOfPost(p roster.Post, now time.Time) PostRow {
	row := PostRow{ID: p.ID, Version: p.Version, Name: p.Name, Role: Role(p.Role), OrganisationID: known(p.Organisation), CrewID: known(p.Crew),
		SupervisorID: known(p.Supervisor), OnCall: p.OnCall, Days: p.Days, Window: p.Window.String(), Planned: p.Planned(),
		Now: d.rowsOfHolders(d.HoldersAt(p, now), Role(p.Role)), Rotations: rowsOfRotations(p.Rotations), Overrides: []OverrideRow{}}
	if p.Territory != nil {
		row.Territory = geojson.NewGeometry(p.Territory)
	}
	for _, o := range p.Overrides {
		if o.Span.To.After(now) {
			row.Overrides = append(row.Overrides, OverrideRow{ID: o.ID, From: o.Span.From, To: o.Span.To, PersonID: known(o.Person), InsteadID: known(o.Instead),
				Why: o.Why, By: o.By, At: o.At})
		}
	}
	return row
}

func rowsOfRotations(rotations []roster.Rotation) []RotationRow {
	rows := []RotationRow{}
	for _, r := range rotations {
		rows = append(rows, RotationRow{Days: r.Days, First: r.First, Last: r.Last, HandOver: roster.TimeOfDay(r.HandOver), Hours: r.Hours, Daily: r.Daily, Turns: r.Turns})
	}
	return rows
}

// Rotation is the rotation that a row says.
func (r RotationRow) Rotation() (roster.Rotation, error) {
	handOver, err := roster.ParseTimeOfDay(r.HandOver)
	if err != nil {
		return roster.Rotation{}, errBadRotation
	}
	return roster.Rotation{Days: r.Days, First: r.First, Last: r.Last, HandOver: handOver, Hours: r.Hours, Daily: r.Daily, Turns: r.Turns}, nil
}
