package dispatch

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dispatch05/dispatch/roster"
)

// FindingRow is one thing that is wrong with the plan of duty, in words.
type FindingRow struct {
	Fault    roster.Fault `json:"fault" enum:"gap,unreachable,too_long,too_soon,unknown_year,nobody"`
	PostID   int64        `json:"post_id"`
	Post     string       `json:"post"`
	PersonID *int64       `json:"person_id"`
	Person   string       `json:"person"`
	From     time.Time    `json:"from"`
	To       time.Time    `json:"to"`
	TextRu   string       `json:"text_ru"`
	TextEn   string       `json:"text_en"`
}

// nobody is a post without a rotation whose role no living account has.
const nobody roster.Fault = "nobody"

// Of whom nobody can tell anything.
const (
	muteRu = "известить нечем: нет ни учётной записи, ни контакта для каналов, которые есть в городе"
	muteEn = "cannot be told: neither a login nor a contact for a channel that the city has"
)

// Findings are what is wrong with the plan within a span: of the plan itself, and posts without a rotation that no
// account holds either.
func (d Duty) Findings(span roster.Span) []roster.Finding {
	all := d.Roster.Findings(span, d.reached)
	for _, p := range d.Roster.Posts {
		if p.Living(span.From) && !p.Planned() && len(d.HoldersAt(p, span.From)) == 0 {
			all = append(all, roster.Finding{Fault: nobody, Post: p.ID, Span: span})
		}
	}
	return all
}

// RosterFindings are what is wrong with the plan for the next days, of the posts that the actor sees.
func (d *Desk) RosterFindings(ctx context.Context, actor Actor, days int) ([]FindingRow, error) {
	if err := actor.check(MayWatch); err != nil {
		return nil, err
	}
	duty, err := d.duty(ctx, actor.City, d.Now())
	if err != nil {
		return nil, err
	}
	rows := []FindingRow{}
	for _, f := range duty.Findings(d.daysAhead(days)) {
		if p, known := duty.Roster.Post(f.Post); known && actor.looksAt(p) {
			rows = append(rows, duty.rowOfFinding(f))
		}
	}
	slices.SortStableFunc(rows, func(a, b FindingRow) int { return a.From.Compare(b.From) })
	return rows, nil
}

func (d Duty) rowOfFinding(f roster.Finding) FindingRow {
	p, _ := d.Roster.Post(f.Post)
	row := FindingRow{Fault: f.Fault, PostID: f.Post, Post: p.Name, PersonID: known(f.Person), Person: d.Roster.People[f.Person].Name, From: f.Span.From, To: f.Span.To}
	row.TextRu, row.TextEn = d.wordsOfFinding(row, f)
	return row
}

// wordsOfFinding says a finding in both languages, in the city's time.
func (d Duty) wordsOfFinding(row FindingRow, f roster.Finding) (ru, en string) {
	when := row.From.In(d.Roster.Zone).Format("02.01 15:04") + " – " + row.To.In(d.Roster.Zone).Format("02.01 15:04")
	who := row.Post + ", " + row.Person
	switch row.Fault {
	case roster.Gap:
		return row.Post + ": никого на дежурстве " + when, row.Post + ": nobody on duty " + when
	case roster.Unreachable:
		return who + ": " + muteRu + ", дежурит " + when, who + ": " + muteEn + ", on duty " + when
	case roster.TooLong:
		return who + ": больше 24 часов подряд, " + when, who + ": more than 24 hours in a row, " + when
	case roster.TooSoon:
		rest := f.Rest.Round(time.Minute)
		return fmt.Sprintf("%s: отдых перед сменой %s меньше 12 часов (%.1f ч)", who, when, rest.Hours()),
			fmt.Sprintf("%s: less than 12 hours of rest before %s (%.1f h)", who, when, rest.Hours())
	case roster.UnknownYear:
		return row.Post + ": производственный календарь на это время не загружен, дежурные неизвестны " + when,
			row.Post + ": the production calendar does not know these days, who is on duty is not known " + when
	default:
		return row.Post + ": нет ни графика, ни учётной записи с этой ролью", row.Post + ": neither a rotation nor an account of the role"
	}
}
