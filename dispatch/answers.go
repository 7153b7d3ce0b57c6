package dispatch

import (
	"context"
	"slices"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/roster"
)

// Question asks who answers for a house and a fault at a moment, past or to come.
type Question struct {
	House   int64
	Problem string
	At      time.Time // zero: now
}

// Answers is who answers, step by step: the house's organisations, the side that has to mend, the crews, and the
// ladder if the term is missed. What is empty is said in words.
type Answers struct {
	At           time.Time    `json:"at"`
	HouseID      int64        `json:"house_id"`
	Address      string       `json:"address"`
	Problem      string       `json:"problem"`
	ProblemRu    string       `json:"problem_ru"`
	ProblemEn    string       `json:"problem_en"`
	Skill        norms.Skill  `json:"skill"`
	Organisation *Party       `json:"organisation"` // that manages the house
	Service      Service      `json:"service"`      // by the contract of that day, or the city's own
	Side         norms.Side   `json:"side"`         // that has to mend by the classifier
	SideParties  []Party      `json:"side_parties"`
	Crews        []CrewDuty   `json:"crews"`
	Term         *Term        `json:"term"`
	Policy       LadderName   `json:"policy"` // the ladder that binds
	Ladder       []LadderStep `json:"ladder"`
	Missing      []Because    `json:"missing"`
}

// Term is the nearest term of the law that the fault starts when it is registered at that moment.
type Term struct {
	Kind   norms.Kind `json:"kind"`
	Clause string     `json:"clause"`
	DueAt  time.Time  `json:"due_at"`
}

// CrewDuty is a crew that has the skill, with the people on duty in it then.
type CrewDuty struct {
	CrewID       int64       `json:"crew_id"`
	Name         string      `json:"name"`
	Phone        string      `json:"phone"`
	Organisation Party       `json:"organisation"`
	Posts        []string    `json:"posts"` // that say so; none: its duty is not planned
	People       []OnDutyRow `json:"people"`
	Instead      []OnDutyRow `json:"instead"` // of the post above, when nobody is on duty
}

// LadderName is a ladder of the city's, and how long an acknowledgement holds it.
type LadderName struct {
	Code       string `json:"code"`
	TitleRu    string `json:"title_ru"`
	TitleEn    string `json:"title_en"`
	AckMinutes int    `json:"ack_minutes"`
}

// LadderStep is one level of the escalation: whom it reaches, and when if nobody acts before.
type LadderStep struct {
	Level        int         `json:"level"`
	Role         Role        `json:"role"`
	TitleRu      string      `json:"title_ru"`
	TitleEn      string      `json:"title_en"`
	AfterMinutes int         `json:"after_minutes"` // since the missed term
	Organisation *Party      `json:"organisation"`  // of a foreman or a chief engineer
	TellAt       *time.Time  `json:"tell_at"`       // null: the fault starts no term
	Passed       bool        `json:"passed"`        // nobody holds it then: the next one is told at once
	People       []OnDutyRow `json:"people"`
}

// inquiry is a question with all that it takes to answer it.
type inquiry struct {
	at            time.Time
	house         House
	problem       norms.Problem
	duty          Duty
	crews         []Crew
	organisations []Organisation
}

// WhoAnswers says who answers for a house and a fault at any moment.
func (d *Desk) WhoAnswers(ctx context.Context, actor Actor, q Question) (Answers, error) {
	if err := actor.check(MayWatch); err != nil {
		return Answers{}, err
	}
	rules := d.Rules(actor.City)
	problem, known := rules.Classifier.Problem(q.Problem)
	if !known {
		return Answers{}, invalid("problem", "unknown_problem", "Такой неисправности нет в классификаторе", "The classifier has no such problem")
	}
	if q.At.IsZero() {
		q.At = d.Now()
	}
	i, err := d.inquire(ctx, actor.City, q, problem)
	if err != nil {
		return Answers{}, err
	}
	clocks, lost := i.clocks(rules)
	a := i.answer(clocks, rules.Ladders.For(i.house.Served.ID, problem))
	a.Missing = append(a.Missing, lost...)
	return a, nil
}

// clocks are the terms that the fault would start then by telephone, and in words those that cannot be computed.
func (i inquiry) clocks(rules *Rules) ([]norms.Clock, []Because) {
	clocks, err := norms.Start(rules.Book, norms.Facts{Registered: i.at, Channel: norms.Telephone, Problem: i.problem, Zone: i.duty.Roster.Zone, Calendar: rules.Calendar})
	lost := []Because{}
	for _, l := range norms.LostTerms(err) {
		e := lostLine(l)
		ru, en := turnWords(e, i.duty.Roster.Zone)
		lost = append(lost, Because{"term_unknown", ru, en})
	}
	return clocks, lost
}

func (d *Desk) inquire(ctx context.Context, city string, q Question, problem norms.Problem) (i inquiry, err error) {
	i.at, i.problem = q.At.UTC(), problem
	if i.house, err = d.Store.House(ctx, city, q.House, q.At); err != nil {
		return i, err
	}
	if i.duty, err = d.duty(ctx, city, q.At); err != nil {
		return i, err
	}
	if i.crews, err = d.Store.Crews(ctx, city); err != nil {
		return i, err
	}
	i.organisations, err = d.Store.Organisations(ctx, city)
	return i, err
}

func (i inquiry) answer(clocks []norms.Clock, ladder norms.Ladder) Answers {
	a := Answers{At: i.at, HouseID: i.house.ID, Address: i.house.Place.Address, Problem: i.problem.Code, ProblemRu: i.problem.Title.Ru, ProblemEn: i.problem.Title.En,
		Skill: i.problem.Skill, Organisation: i.house.Managed, Service: Service{i.house.Served.ID, i.house.Served.Name, i.house.Served.Phone, i.house.ByDefault},
		Side: i.problem.Responsible, SideParties: i.sideParties(), Term: nearestTerm(clocks)}
	a.Crews = i.fittingCrews(a.SideParties)
	a.Policy, a.Ladder = nameOfLadder(ladder), i.climb(a.Term, ladder.Levels)
	a.Missing = i.missing(a)
	return a
}

func nameOfLadder(l norms.Ladder) LadderName {
	return LadderName{Code: l.Code, TitleRu: l.Title.Ru, TitleEn: l.Title.En, AckMinutes: l.AckMinutes}
}

// nearestTerm is the first term to mend that ends; answering and informing are the desk's own.
func nearestTerm(clocks []norms.Clock) *Term {
	for _, k := range clocks {
		if k.Kind != norms.Answer && k.Kind != norms.Inform {
			return &Term{Kind: k.Kind, Clause: k.Act + ", " + k.Clause, DueAt: k.DueAt}
		}
	}
	return nil
}

// sideParties are the organisations of the side that has to mend. Which supplier serves a house no contract says
// yet: it is those whose crews have the skill.
func (i inquiry) sideParties() []Party {
	parties := []Party{}
	for _, o := range i.organisations {
		fits := false
		switch i.problem.Responsible {
		case norms.Organisation:
			fits = i.house.Managed != nil && o.ID == i.house.Managed.ID
		case norms.Supplier:
			fits = o.Kind == "supplier" && slices.ContainsFunc(i.crews, func(c Crew) bool { return c.Organisation == o.ID && i.skilled(c) })
		case norms.City:
			fits = o.Kind == "city"
		}
		if fits {
			parties = append(parties, Party{ID: o.ID, Name: o.Name, Phone: o.Phone})
		}
	}
	return parties
}

func (i inquiry) skilled(c Crew) bool { return slices.Contains(c.Skills, string(i.problem.Skill)) }

// fittingCrews are the crews that have the skill, work for somebody who answers for the house, and whose territory
// holds it; those with people on duty first.
func (i inquiry) fittingCrews(side []Party) []CrewDuty {
	answering := []int64{i.house.Served.ID}
	if i.house.Managed != nil {
		answering = append(answering, i.house.Managed.ID)
	}
	for _, p := range side {
		answering = append(answering, p.ID)
	}
	crews := []CrewDuty{}
	for _, c := range i.crews {
		if i.skilled(c) && slices.Contains(answering, c.Organisation) {
			if row, here := i.crewDuty(c); here {
				crews = append(crews, row)
			}
		}
	}
	slices.SortStableFunc(crews, func(a, b CrewDuty) int { return min(1, len(b.People)) - min(1, len(a.People)) })
	return crews
}

// crewDuty is a crew's duty; false where each of its posts is for another territory.
func (i inquiry) crewDuty(c Crew) (CrewDuty, bool) {
	row := CrewDuty{CrewID: c.ID, Name: c.Name, Phone: c.Phone, Organisation: Party{ID: c.Organisation, Name: c.OrgName}, Posts: []string{},
		People: []OnDutyRow{}, Instead: []OnDutyRow{}}
	posts := i.duty.posts(CrewMember, i.at, func(p roster.Post) bool { return p.Crew == c.ID })
	for _, p := range posts {
		if contains(p.Territory, i.house.Place.Point) {
			row.Posts = append(row.Posts, p.Name)
			people := i.duty.rowsOfHolders(i.duty.HoldersAt(p, i.at), CrewMember)
			row.People = append(row.People, people...)
			if len(people) == 0 {
				row.Instead = append(row.Instead, i.duty.rowsOfHolders(i.duty.Supervisors(p, i.at), Foreman)...)
			}
		}
	}
	if len(posts) == 0 {
		row.People = i.duty.rowsOfHolders(i.duty.CrewHolders(c.ID, i.at), CrewMember)
	}
	return row, len(posts) == 0 || len(row.Posts) > 0
}

// contains says whether a territory holds a place. No territory holds every place; a place that is not known lies in
// every territory: better a crew too many than none.
func contains(territory orb.MultiPolygon, point *orb.Point) bool {
	return territory == nil || point == nil || planar.MultiPolygonContains(territory, *point)
}

// rung is a level with who will hold it when it is told.
type rung struct {
	LadderStep
	holders []Holder
}

// climb follows the ladder over the missed term: each level with the people who will hold it when it is told.
func (i inquiry) climb(term *Term, ladder []norms.Level) []LadderStep {
	steps := []LadderStep{}
	for _, r := range i.rungs(term, ladder) {
		r.People = i.duty.rowsOfHolders(r.holders, r.Role)
		steps = append(steps, r.LadderStep)
	}
	return steps
}

func (i inquiry) rungs(term *Term, ladder []norms.Level) []rung {
	due := Due{Executor: i.house.Served.ID}
	if i.house.Managed != nil {
		due.Organisation = i.house.Managed.ID
	}
	var rungs []rung
	passedAt := time.Time{}
	for _, level := range ladder {
		role := Role(level.Role)
		step := rung{LadderStep: LadderStep{Level: level.Number, Role: role, TitleRu: level.Title.Ru, TitleEn: level.Title.En, AfterMinutes: level.AfterMinutes, Organisation: i.party(due.seat(role))}}
		at := i.at
		if term != nil {
			if at = term.DueAt.Add(level.After()); !passedAt.IsZero() {
				at = passedAt
			}
			step.TellAt = &at
		}
		step.holders = i.duty.Holders(role, due.seat(role), at)
		step.Passed = len(step.holders) == 0
		if step.Passed || i.mute(step) { // of what reaches nobody the ladder goes on at once, as in Store.SetNotice
			passedAt = at
		} else {
			passedAt = time.Time{}
		}
		rungs = append(rungs, step)
	}
	return rungs
}

// mute says whether a level has holders, and none of them can be told.
func (i inquiry) mute(r rung) bool {
	return len(r.holders) > 0 && !slices.ContainsFunc(r.holders, func(h Holder) bool { return len(i.duty.reach.ways(h, r.Role, i.problem.Severity)) > 0 })
}

func (i inquiry) party(id int64) *Party {
	for _, o := range i.organisations {
		if o.RetiredAt != nil && !i.at.Before(*o.RetiredAt) {
			continue
		}
		if o.ID == id {
			return &Party{ID: o.ID, Name: o.Name, Phone: o.Phone}
		}
	}
	return nil
}

// missing says in words what the answer lacks.
func (i inquiry) missing(a Answers) []Because {
	gaps := []Because{}
	tell := func(lacks bool, code, ru, en string) {
		if lacks {
			gaps = append(gaps, Because{code, ru, en})
		}
	}
	tell(a.Organisation == nil, "no_organisation", "Дом никем не управляется или это неизвестно", "Nobody manages the house, or it is not known")
	tell(a.Service.ByDefault, "no_contract", "Договора на аварийное обслуживание на эту дату нет: отвечает "+a.Service.Name,
		"No contract names an emergency service that day: "+a.Service.Name+" answers")
	tell(len(a.SideParties) == 0, "no_side", "Сторона, которая должна устранять, неизвестна: "+sideRu(a.Side), "Who has to mend is not known: "+string(a.Side))
	tell(len(a.Crews) == 0, "no_crew", "Нет бригады с нужной специальностью: "+SkillRu(string(a.Skill)),
		"No crew has the skill: "+string(a.Skill))
	tell(i.house.Place.Point == nil, "no_point", "Место дома неизвестно: участки бригад не проверены", "The house's place is unknown: territories were not checked")
	for _, c := range a.Crews {
		tell(len(c.People) == 0 && len(c.Posts) > 0, "crew_empty", c.Name+": в это время никого на дежурстве", c.Name+": nobody on duty then")
		tell(len(c.People) == 0 && len(c.Posts) == 0, "crew_unplanned", c.Name+": дежурство не распланировано, есть только телефон бригады",
			c.Name+": its duty is not planned, there is only its telephone")
	}
	for _, s := range a.Ladder {
		tell(s.Passed, "level_empty", s.TitleRu+": никого, уровень будет пропущен", s.TitleEn+": nobody, the level will be passed")
		mute := len(s.People) > 0 && !slices.ContainsFunc(s.People, func(p OnDutyRow) bool { return len(p.Channels) > 0 })
		tell(mute, "level_mute", s.TitleRu+": никого из них нельзя известить, следующий уровень известят сразу", s.TitleEn+": none of them can be told, the next level is told at once")
	}
	return append(gaps, i.untold(a)...)
}

// untold names the people of an answer whom nobody can tell anything.
func (i inquiry) untold(a Answers) (gaps []Because) {
	var people []OnDutyRow
	for _, c := range a.Crews {
		people = append(append(people, c.People...), c.Instead...)
	}
	for _, s := range a.Ladder {
		people = append(people, s.People...)
	}
	for _, p := range people {
		if len(p.Channels) == 0 {
			gaps = append(gaps, Because{"unreachable", p.Name + ": " + muteRu, p.Name + ": " + muteEn})
		}
	}
	return gaps
}

func sideRu(side norms.Side) string {
	switch side {
	case norms.Organisation:
		return "управляющая организация"
	case norms.Supplier:
		return "ресурсоснабжающая организация"
	default:
		return "город"
	}
}
