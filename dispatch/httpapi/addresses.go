package httpapi

import (
	"context"
	"math"
	"net/http"
	"slices"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/geo/register"
)

type candidateRow struct {
	HouseID    *int64             `json:"house_id" doc:"null: a street, the number is still missing"`
	Address    string             `json:"address"`
	Settlement string             `json:"settlement"`
	Point      *orb.Point         `json:"point"`
	Placed     register.Precision `json:"placed"`
	Radius     int                `json:"radius_meters" doc:"Of an approximate point: nine times of ten the house is within it. Else 0"`
	Confidence float64            `json:"confidence"`
	Why        string             `json:"why" doc:"What it rests on beside the words, in the reader's language"`
	WhyCode    register.Why       `json:"why_code" doc:"chosen_before, looks_like (a far guess), nearest_number; empty: the words as written"`
}

type parsedParts struct {
	Entrance string `json:"entrance"`
	Floor    string `json:"floor"`
	Flat     string `json:"flat"`
}

type addressBody struct {
	Answer     *int64              `json:"answer" doc:"The house, when the register is sure"`
	Confidence float64             `json:"confidence"`
	Reason     string              `json:"reason" doc:"Why there is no answer, in the reader's language"`
	ReasonCode register.ReasonCode `json:"reason_code"`
	Parsed     parsedParts         `json:"parsed"`
	Candidates []candidateRow      `json:"candidates"`
}

type addressQuery struct {
	OfCity
	Query string `query:"q" maxLength:"300" doc:"What was typed so far"`
	Limit int    `query:"limit" minimum:"1" maximum:"20" default:"8"`
}

func (a *api) addressRoutes() {
	public(a, operation(http.MethodGet, "/cities/{city}/addresses", "find-address", "cities", "Houses that a typed address means"), a.addresses)
	public(a, operation(http.MethodGet, "/cities/{city}/houses/near", "find-near-houses", "cities", "Houses near a point that somebody put down, nearest first"), a.nearHouses)
}

// nearHouse is a house that may be the one that somebody pointed at.
type nearHouse struct {
	HouseID    int64              `json:"house_id"`
	Address    string             `json:"address"`
	Settlement string             `json:"settlement"`
	Point      orb.Point          `json:"point"`
	Placed     register.Precision `json:"placed"`
	Meters     int                `json:"meters"`
}

type nearQuery struct {
	OfCity
	Lon    float64 `query:"lon" required:"true" minimum:"-180" maximum:"180"`
	Lat    float64 `query:"lat" required:"true" minimum:"-90" maximum:"90"`
	Limit  int     `query:"limit" minimum:"1" maximum:"20" default:"3"`
	Meters float64 `query:"meters" minimum:"1" maximum:"5000" default:"150" doc:"How far they may be"`
}

// nearHouses leaves out houses whose place is only guessed.
func (a *api) nearHouses(ctx context.Context, in *nearQuery) (reply[[]nearHouse], error) {
	if math.IsNaN(in.Lon + in.Lat + in.Meters) { // no bound of a number holds it
		return reply[[]nearHouse]{}, &dispatch.Error{Kind: dispatch.Invalid, Field: "point", Code: "bad_point", Ru: "Точка вне карты", En: "The point is not on the map"}
	}
	if _, err := a.city(ctx, in.City); err != nil {
		return reply[[]nearHouse]{}, err
	}
	index, err := a.register(in.City)
	if err != nil {
		return reply[[]nearHouse]{}, err
	}
	rows := []nearHouse{}
	for _, near := range index.Near(orb.Point{in.Lon, in.Lat}, in.Limit, in.Meters) {
		h := near.House
		rows = append(rows, nearHouse{h.ID, h.Address, h.Settlement, h.Point, h.Precision, int(math.Round(near.Meters))})
	}
	return reply[[]nearHouse]{body: rows}, nil
}

func (a *api) addresses(ctx context.Context, in *addressQuery) (reply[addressBody], error) {
	if err := asText("q", in.Query); err != nil {
		return reply[addressBody]{}, err
	}
	if _, err := a.city(ctx, in.City); err != nil {
		return reply[addressBody]{}, err
	}
	index, err := a.register(in.City)
	if err != nil {
		return reply[addressBody]{}, err
	}
	return reply[addressBody]{body: findAddress(index, in.Query, in.Limit, callerOf(ctx).english)}, nil
}

var errNoRegister = &dispatch.Error{Kind: dispatch.Unexpected, Code: "not_ready", Ru: "Реестр домов загружается: повторите через несколько секунд", En: "The register of houses is loading: try again in a few seconds"}

// register gives a city's index, which is being built for a moment after the start.
func (a *api) register(city string) (*register.Index, error) {
	if index := a.Register(city); index != nil {
		return index, nil
	}
	return nil, errNoRegister
}

// sureConfidence is how near the text must be to a house when no person looks at the answer, and rivalWithin how
// far the next house must be from it: a namesake street in a village is a rival.
const (
	sureConfidence = 0.9
	rivalWithin    = 0.05
)

// certain says whether an answer may stand without anybody having chosen it.
func certain(found register.Resolution) bool {
	if found.Answer == nil || found.Confidence < sureConfidence {
		return false
	}
	for _, other := range found.Candidates {
		if other.House != nil && other.House.ID != found.Answer.ID && other.Confidence > found.Confidence-rivalWithin {
			return false
		}
	}
	return true
}

// findAddress answers what the register is sure of, and what the typed beginning may become.
func findAddress(index *register.Index, text string, limit int, english bool) addressBody {
	found := index.Resolve(text)
	if found.Answer != nil && !certain(found) {
		found.Reason = register.Reason{Code: register.ReasonUnsure, Russian: "Выберите дом из списка.", English: "Choose the house from the list."}
	}
	body := addressBody{Confidence: found.Confidence, Reason: found.Reason.Russian, ReasonCode: found.Reason.Code,
		Parsed: parsedParts{found.Parts.Entrance, found.Parts.Floor, found.Parts.Flat}, Candidates: []candidateRow{}}
	if english {
		body.Reason = found.Reason.English
	}
	candidates := found.Candidates
	switch {
	case found.Answer == nil:
		taught := taughtOf(candidates)
		candidates = slices.Concat(candidates[:taught], index.Suggest(text, limit), candidates[taught:])
	case certain(found):
		body.Answer = &found.Answer.ID
	default:
		candidates = append(candidates, index.Suggest(text, limit)...)
	}
	for _, c := range candidates {
		if len(body.Candidates) < limit && !body.has(c) {
			body.Candidates = append(body.Candidates, rowOfCandidate(c, english))
		}
	}
	return body
}

// taughtOf counts the candidates that people taught: they stand first.
func taughtOf(candidates []register.Candidate) int {
	n := slices.IndexFunc(candidates, func(c register.Candidate) bool { return c.Why != register.WhyChosenBefore })
	if n < 0 {
		return len(candidates)
	}
	return n
}

func (b addressBody) has(c register.Candidate) bool {
	for _, row := range b.Candidates {
		if (c.House == nil) == (row.HouseID == nil) && (c.House == nil && row.Address == c.Text || c.House != nil && *row.HouseID == c.House.ID) {
			return true
		}
	}
	return false
}

func rowOfCandidate(c register.Candidate, english bool) candidateRow {
	row := candidateRow{Address: c.Text, Placed: register.PrecisionNone, Confidence: c.Confidence, Why: c.Why.Russian(), WhyCode: c.Why}
	if english {
		row.Why = c.Why.English()
	}
	if c.House == nil {
		return row
	}
	row.HouseID, row.Settlement = &c.House.ID, c.House.Settlement
	if c.House.Placed() {
		row.Point, row.Placed = &c.House.Point, c.House.Precision
	}
	if row.Placed == register.PrecisionApproximate {
		row.Radius = int(math.Ceil(c.House.RadiusMeters))
	}
	return row
}
