package register

import (
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// Reading is a Comment as it is written out: the same object on a line of `dispatch05 resolve --json` and in the
// API's answer. Spans count characters from 0, half open.
type Reading struct {
	Kind         CommentKind      `json:"kind" enum:"outage,low_pressure,planned,no_address"`
	ReadAs       string           `json:"read_as,omitempty" doc:"The text as meant, where it was typed on another keyboard layout or in Latin letters; the spans are of this one"`
	Utilities    []UtilityReading `json:"utilities"`
	DiametersMM  []int            `json:"diameters_mm"`
	Cause        string           `json:"cause,omitempty"`
	Works        string           `json:"works,omitempty"`
	Site         []HouseReading   `json:"site" doc:"Where the damage is"`
	Houses       []HouseReading   `json:"houses" doc:"Affected, each once"`
	Areas        []AreaReading    `json:"areas" doc:"Whole streets and settlements"`
	Institutions []SpanReading    `json:"institutions"`
	Unresolved   []MissedReading  `json:"unresolved"`
}

// UtilityReading is a service that is cut or lowered.
type UtilityReading struct {
	Name   string `json:"name"`
	Effect Effect `json:"effect" enum:"cut,lowered"`
}

// SpanReading is a stretch of the text.
type SpanReading struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// HouseReading is a house with the words that name it.
type HouseReading struct {
	HouseID    int64       `json:"house_id,omitempty" doc:"Where the register is a city's of the service"`
	IDs        []string    `json:"ids" doc:"Of the register, doubled rows included"`
	Address    string      `json:"address"`
	Street     string      `json:"street" doc:"With its settlement where it is not the city proper"`
	Number     string      `json:"number"`
	Point      *orb.Point  `json:"point,omitempty"`
	Effect     Effect      `json:"effect,omitempty" enum:"cut,lowered"`
	Confidence float64     `json:"confidence"`
	Span       SpanReading `json:"span"`
}

// AreaReading is a whole street or settlement.
type AreaReading struct {
	Name   string      `json:"name"`
	Houses int         `json:"houses" doc:"That the register has there"`
	Side   Side        `json:"side,omitempty" enum:"even,odd" doc:"One side of a street only"`
	Limit  bool        `json:"limit,omitempty" doc:"Named as a limit only: from there, up to there"`
	Span   SpanReading `json:"span"`
}

// MissedReading is what names no house of the register.
type MissedReading struct {
	Span   SpanReading `json:"span"`
	Street string      `json:"street,omitempty"`
	Reason ReasonCode  `json:"reason"`
}

// ReadingOf writes out what a comment says; text is what was read.
func ReadingOf(text string, c Comment) Reading {
	out := Reading{Kind: c.Kind, Cause: c.Cause, Works: c.Works, DiametersMM: append([]int{}, c.DiametersMM...), Utilities: []UtilityReading{},
		Areas: []AreaReading{}, Institutions: []SpanReading{}, Unresolved: []MissedReading{}}
	if c.Text != boundedComment(text) {
		out.ReadAs = c.Text
	}
	for _, u := range c.Utilities {
		out.Utilities = append(out.Utilities, UtilityReading(u))
	}
	out.Site, out.Houses = c.houseReadings(c.Site), c.houseReadings(c.Houses)
	for _, area := range c.Areas {
		out.Areas = append(out.Areas, AreaReading{area.Name, area.Houses, area.Side, area.Bound, c.spanReading(area.Span)})
	}
	for _, s := range c.Institutions {
		out.Institutions = append(out.Institutions, c.spanReading(s))
	}
	for _, u := range c.Unresolved {
		out.Unresolved = append(out.Unresolved, MissedReading{c.spanReading(u.Span), u.Street, u.Reason})
	}
	return out
}

// houseReadings writes houses out; of the place of the damage no effect is told, it is not said to be without.
func (c Comment) houseReadings(named []NamedHouse) []HouseReading {
	out := []HouseReading{}
	for _, n := range named {
		h := n.House
		row := HouseReading{HouseID: h.ID, IDs: append([]string{h.SourceID}, h.Doubles...), Address: h.Shown(), Street: joinPlace(h.Settlement, streetShown(h.StreetType, h.Street)),
			Number: h.Number, Effect: n.Effect, Confidence: n.Confidence, Span: c.spanReading(n.Span)}
		if h.Placed() {
			row.Point = &h.Point
		}
		out = append(out, row)
	}
	return out
}

func (c Comment) spanReading(s Span) SpanReading {
	start := utf8.RuneCountInString(c.Text[:min(s.Start, len(c.Text))])
	return SpanReading{s.Text, start, start + utf8.RuneCountInString(s.Text)}
}
