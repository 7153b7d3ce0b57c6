package dispatch

import (
	"context"
	"time"

	"dispatch05/dispatch/norms"
)

// Rehearse asks what would become of a term that is missed while nobody acts: for a house, or for whatever house an
// organisation answers for.
type Rehearse struct {
	House, Organisation int64 // one of them
	Problem             string
	At                  time.Time  // of the report; zero: now
	Standing            bool       // not of a term, but of an order that has stood still since that moment
	Proposed            *Amendment // by rules that this one is laid over; nil: by those in force
}

// Rehearsal is an escalation gone through dry, step by step. Nobody is told, nothing is written.
type Rehearsal struct {
	At           time.Time       `json:"at"`
	Address      string          `json:"address"` // "": of an organisation, not of a house
	Organisation *Party          `json:"organisation"`
	Problem      string          `json:"problem"`
	ProblemRu    string          `json:"problem_ru"`
	ProblemEn    string          `json:"problem_en"`
	Severity     int             `json:"severity"`
	Policy       LadderName      `json:"policy"`
	Because      Because         `json:"because"` // why this ladder and no other
	Term         *Term           `json:"term"`
	Steps        []RehearsedStep `json:"steps"`
	Missing      []Because       `json:"missing"` // terms that cannot be computed
}

// RehearsedStep is one level: who would be told then, and by what.
type RehearsedStep struct {
	Level        int               `json:"level"`
	Role         Role              `json:"role"`
	TitleRu      string            `json:"title_ru"`
	TitleEn      string            `json:"title_en"`
	AfterMinutes int               `json:"after_minutes"`
	Organisation *Party            `json:"organisation"`
	TellAt       *time.Time        `json:"tell_at"` // null: the fault starts no term
	Passed       bool              `json:"passed"`  // nobody holds it then: the next one is told at once
	People       []RehearsedPerson `json:"people"`
}

// RehearsedPerson is somebody who would be told, with the means in the order in which they would be tried.
type RehearsedPerson struct {
	Name  string           `json:"name"`
	Until *time.Time       `json:"until"` // the end of their watch; null: no end is planned
	Means []RehearsedMeans `json:"means"`
}

// RehearsedMeans is one means for one person; without a moment it is passed over, and why says so.
type RehearsedMeans struct {
	Means Means      `json:"means"`
	At    *time.Time `json:"at"`
	WhyRu string     `json:"why_ru"`
	WhyEn string     `json:"why_en"`
}

// RehearseLadder goes through an escalation without telling anybody.
func (d *Desk) RehearseLadder(ctx context.Context, actor Actor, q Rehearse) (Rehearsal, error) {
	if err := actor.check(MayWatch); err != nil {
		return Rehearsal{}, err
	}
	rules := d.Rules(actor.City)
	if q.Proposed != nil {
		proposal := *q.Proposed
		proposal.Why = "rehearsal" // asked for when it is made
		var err error
		if _, rules, err = d.amended(ctx, actor, proposal); err != nil {
			return Rehearsal{}, err
		}
	}
	problem, known := rules.Classifier.Problem(q.Problem)
	if !known {
		return Rehearsal{}, invalid("problem", "unknown_problem", "Такой неисправности нет в классификаторе", "The classifier has no such problem")
	}
	if q.At.IsZero() {
		q.At = d.Now()
	}
	i, err := d.inquireFor(ctx, actor.City, q, problem)
	if err != nil {
		return Rehearsal{}, err
	}
	return d.rehearse(actor.City, i, rules, q.Standing), nil
}

// inquireFor is an inquiry about a house, or about no house in particular that an organisation answers for.
func (d *Desk) inquireFor(ctx context.Context, city string, q Rehearse, problem norms.Problem) (i inquiry, err error) {
	if q.House != 0 {
		return d.inquire(ctx, city, Question{House: q.House, At: q.At}, problem)
	}
	i.at, i.problem = q.At.UTC(), problem
	if i.organisations, err = d.Store.Organisations(ctx, city); err != nil {
		return i, err
	}
	party := i.party(q.Organisation)
	if party == nil {
		return i, invalid("organisation_id", "no_organisation", "Укажите дом или организацию", "Name a house or an organisation")
	}
	i.house.Served = *party
	i.duty, err = d.duty(ctx, city, q.At)
	return i, err
}

func (d *Desk) rehearse(city string, i inquiry, rules *Rules, standing bool) Rehearsal {
	ladder, because, term, lost := i.laddered(rules, standing)
	r := Rehearsal{At: i.at, Address: i.house.Place.Address, Organisation: i.party(i.house.Served.ID), Problem: i.problem.Code, ProblemRu: i.problem.Title.Ru,
		ProblemEn: i.problem.Title.En, Severity: i.problem.Severity, Policy: nameOfLadder(ladder), Because: because, Term: term, Steps: []RehearsedStep{}, Missing: lost}
	by := rules.telling(norms.ToDuty, i.problem.Severity)
	i.duty.reach = d.reach(city, rules) // by the proposed channels, where those are asked for
	for _, s := range i.rungs(r.Term, ladder.Levels) {
		step := RehearsedStep{s.Level, s.Role, s.TitleRu, s.TitleEn, s.AfterMinutes, s.Organisation, s.TellAt, s.Passed, []RehearsedPerson{}}
		for _, h := range s.holders {
			step.People = append(step.People, RehearsedPerson{h.Name, h.Until, by.rehearse(h, s.TellAt, i.duty.reach)})
		}
		r.Steps = append(r.Steps, step)
	}
	return r
}

// laddered is the ladder that binds, why it does, the moment from which it is climbed, and the terms that cannot be computed.
func (i inquiry) laddered(rules *Rules, standing bool) (norms.Ladder, Because, *Term, []Because) {
	if standing {
		return rules.StateLadder, Because{"standing", "наряд стоит без движения", "an order stands still"}, &Term{Kind: StateClock, DueAt: i.at}, []Because{}
	}
	clocks, lost := i.clocks(rules)
	ladder := rules.Ladders.For(i.house.Served.ID, i.problem)
	return ladder, whyLadder(ladder), nearestTerm(clocks), lost
}

// rehearse says which means would reach a person and when, as dispatch/notify goes through them.
func (t Telling) rehearse(h Holder, at *time.Time, reach Reach) []RehearsedMeans {
	tries := []RehearsedMeans{}
	for _, m := range t.Means {
		if why := reach.lacks(m, h); why != "" {
			ru, en := AttemptWhy(why)
			tries = append(tries, RehearsedMeans{Means: m, WhyRu: ru, WhyEn: en})
			continue
		}
		tries = append(tries, RehearsedMeans{Means: m, At: at})
		if at != nil {
			next := at.Add(t.AckWithin)
			at = &next
		}
	}
	return tries
}

// whyLadder says what of a report the ladder names, so that it and no other binds.
func whyLadder(l norms.Ladder) Because {
	switch {
	case len(l.Problems) > 0:
		return Because{"problem", "названа эта неисправность", "it names this fault"}
	case len(l.Categories) > 0:
		return Because{"category", "названа эта система дома", "it names this system of the house"}
	case len(l.Severities) > 0:
		return Because{"severity", "названа эта тяжесть", "it names this severity"}
	case l.Organisation != 0:
		return Because{"organisation", "названа эта организация", "it names this organisation"}
	default:
		return Because{"plain", "другая лестница ничего из этого не называет", "no other ladder names any of it"}
	}
}
