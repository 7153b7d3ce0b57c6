package httpapi

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
)

// Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2), JSON. Its service_code is our problem's code, its
// service_request_id our number, its jurisdiction_id our city.

func (a *api) open311Routes() {
	a.open311("GET", "/discovery.json", "open311-discovery", "Endpoints of this service", a.discovery)
	a.open311("GET", "/services.json", "open311-services", "Faults that can be reported", a.open311Services)
	a.open311("GET", "/services/{file}", "open311-service", "What to tell of a fault", a.open311Service)
	a.open311("POST", "/requests.json", "open311-report", "Report a fault (form or JSON)", a.open311Report)
	a.open311("GET", "/requests.json", "open311-requests", "Requests by number, fault, period, status", a.open311Requests)
	a.open311("GET", "/requests/{file}", "open311-request", "A request by its number", a.open311Request)
	a.open311("GET", "/tokens/{file}", "open311-token", "The number of a token", a.open311Token)
}

const open311Base = "/open311/v2"

// open311 serves a route whose refusals have Open311's own form.
func (a *api) open311(method, path, id, summary string, do func(http.ResponseWriter, *http.Request) (any, error)) {
	shown := strings.NewReplacer("/services/{file}", "/services/{service_code}.json", "/requests/{file}", "/requests/{service_request_id}.json", "/tokens/{file}", "/tokens/{token}.json").Replace(path)
	op := huma.Operation{OperationID: id, Method: method, Path: open311Base + shown, Summary: summary, Tags: []string{"open311"},
		Responses: map[string]*huma.Response{"200": {Description: "As GeoReport v2 says"}}}
	describe311(&op)
	a.huma.OpenAPI().AddOperation(&op)
	a.mux.HandleFunc(method+" "+open311Base+path, func(w http.ResponseWriter, r *http.Request) {
		body, err := do(w, r)
		if err != nil {
			a.refuse311(w, r, err)
			return
		}
		status := http.StatusOK
		if method == http.MethodPost {
			status = http.StatusCreated
		}
		writeJSON(w, status, "application/json", body)
	})
}

// asked311 are the names that a call may give, by its operation.
var asked311 = map[string][]string{
	"open311-services": {"jurisdiction_id"}, "open311-service": {"jurisdiction_id"}, "open311-request": {"jurisdiction_id"},
	"open311-requests": {"jurisdiction_id", "service_request_id", "service_code", "start_date", "end_date", "status"},
	"open311-report": {"jurisdiction_id", "api_key", "service_code", "address_id", "address_string", "lat", "long", "description", "phone", "first_name", "last_name",
		"media_url", "attribute[entrance]", "attribute[floor]", "attribute[flat]", "attribute[q1]"},
}

// describe311 says what a call may give: in a query, or in the form of a report.
func describe311(op *huma.Operation) {
	form := map[string]*huma.Schema{}
	for _, name := range asked311[op.OperationID] {
		form[name] = &huma.Schema{Type: huma.TypeString}
		if op.Method == http.MethodGet {
			op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "query", Schema: form[name]})
		}
	}
	if op.Method == http.MethodPost {
		schema := &huma.Schema{Type: huma.TypeObject, Required: []string{"service_code"}, Properties: form}
		op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/x-www-form-urlencoded": {Schema: schema}, "application/json": {Schema: schema}}}
	}
}

// refusal311 is how Open311 refuses.
type refusal311 struct {
	Code        int    `json:"code"`
	Description string `json:"description"`
}

func (a *api) refuse311(w http.ResponseWriter, r *http.Request, err error) {
	p := a.problem(r.Context(), err)
	for name, values := range p.GetHeaders() {
		w.Header()[name] = values
	}
	status, description := p.Status, p.Detail
	if status == http.StatusUnprocessableEntity || status == http.StatusConflict {
		status = http.StatusBadRequest // all that GeoReport knows
	}
	if len(p.Errors) > 0 && p.Errors[0].Field != "" {
		description = open311Name(p.Errors[0].Field) + ": " + description
	}
	writeJSON(w, status, "application/json", []refusal311{{status, description}})
}

// open311Name is what a field of ours is called there.
func open311Name(field string) string {
	names := map[string]string{"problem": "service_code", "house_id": "address_id", "address_text": "address_string", "text": "description", "point": "lat, long", "caller_name": "first_name"}
	if name, known := names[field]; known {
		return name
	}
	return field
}

var (
	errNoJurisdiction = &dispatch.Error{Kind: dispatch.Invalid, Code: "jurisdiction", Field: "jurisdiction_id", Ru: "Укажите город", En: "jurisdiction_id was not provided"}
	errNoSuchCity     = &dispatch.Error{Kind: dispatch.NotFound, Code: "jurisdiction", Field: "jurisdiction_id", Ru: "Такого города нет", En: "jurisdiction_id was not found"}
	errNoSuchService  = &dispatch.Error{Kind: dispatch.NotFound, Code: "service_code", Field: "service_code", Ru: "Такой неисправности нет в списке", En: "service_code was not found"}
	errNoSuchNumber   = &dispatch.Error{Kind: dispatch.NotFound, Code: "service_request_id", Field: "service_request_id", Ru: "Такой заявки нет", En: "service_request_id was not found"}
	errBadAPIKey      = &dispatch.Error{Kind: dispatch.Forbidden, Code: "api_key", Field: "api_key", Ru: "Ключ api_key не принят", En: "Missing or invalid api_key"}
)

// jurisdiction is the city named, or the only one.
func (a *api) jurisdiction(ctx context.Context, named string) (dispatch.City, error) {
	if named == "" {
		cities, err := a.Directory.Cities(ctx)
		if err != nil {
			return dispatch.City{}, err
		}
		if len(cities) != 1 {
			return dispatch.City{}, errNoJurisdiction
		}
		return cities[0], nil
	}
	city, err := a.city(ctx, named)
	if errors.Is(err, dispatch.ErrNotFound) {
		err = errNoSuchCity
	}
	return city, err
}

type discoveryBody struct {
	Changeset string       `json:"changeset"`
	Contact   string       `json:"contact"`
	KeyNeeded bool         `json:"key_needed"`
	Endpoints []endpoint31 `json:"endpoints"`
}

type endpoint31 struct {
	Specification string   `json:"specification"`
	URL           string   `json:"url"`
	Changeset     string   `json:"changeset"`
	Type          string   `json:"type"`
	Formats       []string `json:"formats"`
}

func (a *api) discovery(_ http.ResponseWriter, r *http.Request) (any, error) {
	scheme := "http"
	if callerOf(r.Context()).secure {
		scheme = "https"
	}
	const changeset = "2011-04-05T17:48:34Z" // of the specification
	return discoveryBody{Changeset: changeset, Contact: "05", KeyNeeded: len(a.Open311Keys) > 0, Endpoints: []endpoint31{{
		Specification: "http://wiki.open311.org/GeoReport_v2", URL: scheme + "://" + r.Host + open311Base, Changeset: changeset, Type: "production", Formats: []string{"application/json"}}}}, nil
}

type service311 struct {
	Code        string `json:"service_code"`
	Name        string `json:"service_name"`
	Description string `json:"description"`
	Metadata    bool   `json:"metadata"`
	Type        string `json:"type"`
	Keywords    string `json:"keywords"`
	Group       string `json:"group"`
}

func (a *api) open311Services(_ http.ResponseWriter, r *http.Request) (any, error) {
	city, err := a.jurisdiction(r.Context(), r.URL.Query().Get("jurisdiction_id"))
	if err != nil {
		return nil, err
	}
	english, classifier := callerOf(r.Context()).english, a.Desk.Rules(city.ID).Classifier
	services := []service311{}
	for _, p := range classifier.Problems() {
		category, _ := classifier.Category(p.Category)
		services = append(services, service311{Code: p.Code, Name: in(p.Title, english), Description: in(p.Title, english), Metadata: true,
			Type: "realtime", Keywords: strings.Join(p.Words, ","), Group: in(category.Title, english)})
	}
	return services, nil
}

func in(t norms.Text, english bool) string {
	if english {
		return t.En
	}
	return t.Ru
}

type definition311 struct {
	Code       string         `json:"service_code"`
	Attributes []attribute311 `json:"attributes"`
}

type attribute311 struct {
	Variable    bool   `json:"variable"`
	Code        string `json:"code"`
	Datatype    string `json:"datatype"`
	Required    bool   `json:"required"`
	Hint        string `json:"datatype_description"`
	Order       int    `json:"order"`
	Description string `json:"description"`
}

// whereabouts are the attributes that every fault has: where in the house.
var whereabouts = []struct {
	code string
	says norms.Text
}{{"entrance", norms.Text{Ru: "Подъезд", En: "Entrance"}}, {"floor", norms.Text{Ru: "Этаж", En: "Floor"}}, {"flat", norms.Text{Ru: "Квартира", En: "Flat"}}}

func (a *api) open311Service(_ http.ResponseWriter, r *http.Request) (any, error) {
	city, err := a.jurisdiction(r.Context(), r.URL.Query().Get("jurisdiction_id"))
	if err != nil {
		return nil, err
	}
	code, isJSON := strings.CutSuffix(r.PathValue("file"), ".json")
	problem, known := a.Desk.Rules(city.ID).Classifier.Problem(code)
	if !isJSON || !known {
		return nil, errNoSuchService
	}
	english := callerOf(r.Context()).english
	definition := definition311{Code: code, Attributes: []attribute311{}}
	ask := func(code, description string) {
		definition.Attributes = append(definition.Attributes, attribute311{Variable: true, Code: code, Datatype: "string", Order: len(definition.Attributes) + 1, Description: description})
	}
	for _, w := range whereabouts {
		ask(w.code, in(w.says, english))
	}
	for i, question := range problem.Questions {
		ask("q"+strconv.Itoa(i+1), in(question, english))
	}
	return definition, nil
}

// mayReport checks the key of a client, where keys are asked for.
func (a *api) mayReport(key string) error {
	if len(a.Open311Keys) > 0 && !slices.Contains(a.Open311Keys, key) {
		return errBadAPIKey
	}
	return nil
}
