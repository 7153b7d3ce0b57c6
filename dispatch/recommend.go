package dispatch

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"
)

// Because is one reason for or against a crew, for a program and for people.
type Because struct {
	Code string `json:"code"`
	Ru   string `json:"ru"`
	En   string `json:"en"`
}

// Choice is a crew with its way to the house and the reasons for it, or against.
type Choice struct {
	Crew     CrewRow   `json:"crew"`
	Meters   *float64  `json:"meters"`
	Minutes  *int      `json:"minutes"`
	Rough    bool      `json:"rough"` // the minutes are by a stated average, not along roads
	MethodRu string    `json:"method_ru"`
	MethodEn string    `json:"method_en"`
	Reasons  []Because `json:"reasons"`
	seconds  float64   // what the nearest is told by; +Inf without a way
}

// Recommendation explains itself: whom to send, best first, why not the others, and what is missing.
type Recommendation struct {
	Chosen    []Choice  `json:"chosen"`
	NotChosen []Choice  `json:"not_chosen"`
	Missing   []Because `json:"missing"`
}

// Recommend ranks the city's crews for a request: on shift, with the skill, free before busy, nearest
// first by the minutes of the drive: along the roads, or where the city has no road map round its rivers.
func (d *Desk) Recommend(ctx context.Context, actor Actor, id int64) (Recommendation, error) {
	if err := actor.check(MayDispatch); err != nil {
		return Recommendation{}, err
	}
	c, err := d.visible(ctx, actor, id)
	if err != nil {
		return Recommendation{}, err
	}
	crews, err := d.Store.Crews(ctx, actor.City)
	if err != nil {
		return Recommendation{}, err
	}
	problem := d.problemOf(c)
	return recommend(c, crews, need{string(problem.Skill), problem.CrewSize}, d.Ways(actor.City), d.Now()), nil
}

// need is what a fault asks of a crew.
type need struct {
	skill  string
	people int
}

// nobody says that the fault is answered from the desk or an office.
func (n need) nobody() bool { return n.skill == "" && n.people == 0 }

func recommend(c Case, crews []Crew, n need, ways Ways, now time.Time) Recommendation {
	result := Recommendation{Chosen: []Choice{}, NotChosen: []Choice{}, Missing: []Because{}}
	var toward approach
	if point := c.point(); point != nil {
		toward = ways.toward(*point)
	}
	for _, crew := range crews {
		choice, fit := consider(c, crew, n, toward, now)
		if fit {
			result.Chosen = append(result.Chosen, choice)
		} else {
			result.NotChosen = append(result.NotChosen, choice)
		}
	}
	slices.SortStableFunc(result.Chosen, func(a, b Choice) int {
		return cmp.Or(kept(c, b)-kept(c, a), cmp.Compare(a.Crew.Load.Orders, b.Crew.Load.Orders), cmp.Compare(a.seconds, b.seconds), cmp.Compare(a.Crew.ID, b.Crew.ID))
	})
	if toward == nil {
		result.Missing = append(result.Missing, Because{"no_point", "Место заявки неизвестно: расстояния не посчитаны", "The place is unknown: no distances"})
	}
	if n.nobody() {
		result.Missing = append(result.Missing, Because{"nobody_goes", "Выезд не нужен: отвечает диспетчер или организация", "Nobody has to go: the desk or the organisation answers"})
	} else if len(result.Chosen) == 0 {
		result.Missing = append(result.Missing, Because{"no_crew", "Нет бригады на смене с нужной специальностью: " + SkillRu(n.skill), "No crew on shift has the skill: " + n.skill})
	}
	return result
}

// consider weighs one crew: fit or not, and every reason.
func consider(c Case, crew Crew, n need, toward approach, now time.Time) (Choice, bool) {
	choice := Choice{Crew: RowOfCrew(crew, now), Reasons: []Because{}, seconds: math.Inf(1)}
	fit := true
	against := func(wrong bool, code, ru, en string) {
		if wrong {
			fit = false
			choice.Reasons = append(choice.Reasons, Because{code, ru, en})
		}
	}
	against(!crew.OnShift(now), "off_shift", "не на смене", "off shift")
	against(!n.nobody() && !slices.Contains(crew.Skills, n.skill), "no_skill", "нет специальности: "+SkillRu(n.skill), "lacks the skill: "+n.skill)
	against(crew.People < n.people, "too_few", fmt.Sprintf("нужно %d чел., в бригаде %d", n.people, crew.People), fmt.Sprintf("needs %d people, has %d", n.people, crew.People))
	against(c.has(crew.ID), "already", "уже на этой заявке", "already on this request")
	reachable := choice.way(crew.Point, toward)
	against(!reachable, "no_way", "нет пути: за рекой без переправы", "no way: no crossing leads there")
	if fit {
		choice.Reasons = append(choice.Reasons, favours(c, crew, n)...)
	}
	return choice, fit
}

// against says in one line what speaks against sending a crew to a case; "" when nothing does. It goes
// into the journal: whoever sends against the advice is free to, and it is on record.
func (d *Desk) against(c Case, crew Crew) string {
	if crew.ID == 0 {
		return "" // an organisation by telephone
	}
	problem := d.problemOf(c)
	choice, fit := consider(c, crew, need{string(problem.Skill), problem.CrewSize}, nil, d.Now())
	if fit {
		return ""
	}
	var reasons []string
	for _, because := range choice.Reasons {
		if because.Code != "off_shift" { // a reservation for later is no fault
			reasons = append(reasons, because.Ru)
		}
	}
	if len(reasons) == 0 {
		return ""
	}
	return "вопреки рекомендации: " + strings.Join(reasons, ", ")
}

// kept puts the crew that was reserved for the case before all others.
func kept(c Case, choice Choice) int {
	if c.reserves(choice.Crew.ID) {
		return 1
	}
	return 0
}

func favours(c Case, crew Crew, n need) []Because {
	reasons := []Because{}
	if !n.nobody() {
		reasons = append(reasons, Because{"skill", SkillRu(n.skill), n.skill})
	}
	if c.reserves(crew.ID) {
		reasons = append(reasons, Because{"kept", "зарезервирована на эту заявку", "reserved for this request"})
	}
	switch crew.Load() {
	case "busy":
		reasons = append(reasons, Because{"busy", fmt.Sprintf("занята, нарядов: %d", crew.Orders), fmt.Sprintf("busy, orders: %d", crew.Orders)})
	case "reserved":
		reasons = append(reasons, Because{"reserved", "свободна, есть резерв", "free, reserved for later"})
	default:
		reasons = append(reasons, Because{"free", "свободна", "free"})
	}
	if crew.Organisation == c.Request.Service || crew.Organisation == c.Request.Organisation {
		reasons = append(reasons, Because{"own_house", "дом этой организации", "this organisation's house"})
	}
	return reasons
}

// way fills in distance, minutes and method; false when no crossing leads there.
func (choice *Choice) way(from *orb.Point, toward approach) bool {
	if from == nil || toward == nil {
		return true
	}
	way := toward.drive(*from)
	if !way.reachable {
		return false
	}
	minutes := way.minutes()
	choice.Meters, choice.Minutes, choice.Rough, choice.seconds = &way.meters, &minutes, way.rough, way.seconds
	choice.MethodRu, choice.MethodEn = way.ru, way.en
	return true
}

// point is where the request is: the house's, else the pin.
func (c Case) point() *orb.Point {
	point, _ := c.spot()
	return point
}

// has says whether a crew was sent to the case already. A reservation does not count: it waits to be sent.
func (c Case) has(crew int64) bool {
	return slices.ContainsFunc(c.Orders, func(o WorkOrder) bool {
		return o.Crew == crew && o.State.Active() && o.State != OrderReserved
	})
}

// reserves says whether a crew is kept for the case.
func (c Case) reserves(crew int64) bool {
	return slices.ContainsFunc(c.Orders, func(o WorkOrder) bool { return o.Crew == crew && o.State == OrderReserved })
}

var skillWords = map[string]string{
	"plumbing": "сантехника", "heating": "отопление", "sewer": "канализация", "electric": "электрика",
	"gas": "газ", "lift": "лифты", "roof": "кровля", "general": "общестроительные работы",
}

// SkillRu is a skill as the desk says it.
func SkillRu(skill string) string {
	if word, ok := skillWords[skill]; ok {
		return word
	}
	return skill
}
