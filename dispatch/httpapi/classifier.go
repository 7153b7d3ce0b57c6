package httpapi

import (
	"context"
	"net/http"

	"dispatch05/dispatch/norms"
)

type categoryRow struct {
	Code    string `json:"code"`
	TitleRu string `json:"title_ru"`
	TitleEn string `json:"title_en"`
	Color   string `json:"color" doc:"Key of the screens' palette"`
	Icon    string `json:"icon"`
}

type problemRow struct {
	Code      string        `json:"code"`
	Category  string        `json:"category"`
	TitleRu   string        `json:"title_ru"`
	TitleEn   string        `json:"title_en"`
	Places    []norms.Place `json:"places"`
	Severity  int           `json:"severity" minimum:"1" maximum:"4" doc:"1: life or damage now .. 4: can wait"`
	Skill     norms.Skill   `json:"skill"`
	CrewSize  int           `json:"crew_size"`
	Side      norms.Side    `json:"side"`
	Questions []norms.Text  `json:"questions"`
	ScriptRu  string        `json:"script_ru"`
	ScriptEn  string        `json:"script_en"`
	Synonyms  []string      `json:"synonyms"`
}

type classifierBody struct {
	Categories []categoryRow `json:"categories"`
	Problems   []problemRow  `json:"problems"`
}

func (a *api) classifierRoutes() {
	public(a, operation(http.MethodGet, "/cities/{city}/classifier", "get-classifier", "cities", "Faults that can be reported"), a.classifier)
}

func (a *api) classifier(ctx context.Context, in *OfCity) (reply[classifierBody], error) {
	if _, err := a.city(ctx, in.City); err != nil {
		return reply[classifierBody]{}, err
	}
	body := classifierBody{Categories: []categoryRow{}, Problems: []problemRow{}}
	classifier := a.Desk.Rules(in.City).Classifier
	for _, c := range classifier.Categories() {
		body.Categories = append(body.Categories, categoryRow{c.Code, c.Title.Ru, c.Title.En, c.Colour, c.Icon})
	}
	for _, p := range classifier.Problems() {
		body.Problems = append(body.Problems, rowOfProblem(p))
	}
	return reply[classifierBody]{body: body}, nil
}

func rowOfProblem(p norms.Problem) problemRow {
	row := problemRow{Code: p.Code, Category: p.Category, TitleRu: p.Title.Ru, TitleEn: p.Title.En, Places: p.Places, Severity: p.Severity, Skill: p.Skill,
		CrewSize: p.CrewSize, Side: p.Responsible, Questions: append([]norms.Text{}, p.Questions...), Synonyms: append([]string{}, p.Words...)}
	if p.Script != nil {
		row.ScriptRu, row.ScriptEn = p.Script.Text.Ru, p.Script.Text.En
	}
	return row
}
