package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
)

type accepted311 struct {
	Number  string  `json:"service_request_id"`
	Token   string  `json:"token,omitempty"`
	Notice  string  `json:"service_notice"`
	Account *string `json:"account_id"`
}

// open311Report takes a report from another program: the answer comes after the request is on record.
func (a *api) open311Report(w http.ResponseWriter, r *http.Request) (any, error) {
	form, err := readForm311(w, r)
	if err != nil {
		return nil, err
	}
	if err := a.mayReport(form.Get("api_key")); err != nil {
		return nil, err
	}
	city, err := a.jurisdiction(r.Context(), form.Get("jurisdiction_id"))
	if err != nil {
		return nil, err
	}
	key := r.Header.Get("Idempotency-Key")
	if err := checkKey(key); err != nil {
		return nil, err
	}
	report, err := a.read311(city.ID, form)
	if err != nil {
		return nil, err
	}
	// A repeat is known by what was said: what the register makes of it may change between two tries.
	report.Key = publicCommand(a.sender311(city.ID, form.Get("api_key")), report, key)
	a.resolve311(city.ID, &report)
	c, replayed, err := a.register311(r.Context(), city, report)
	if err != nil {
		return nil, err
	}
	if replayed {
		w.Header().Set("Idempotent-Replay", "true")
	}
	return []accepted311{{Number: c.Request.Label(), Token: c.Request.Link, Notice: notice311(callerOf(r.Context()).english)}}, nil
}

// sender311 is within what a client's idempotency keys are its own: those of two clients may be alike.
func (a *api) sender311(city, apiKey string) string {
	if len(a.Open311Keys) > 0 { // it has been checked
		return "open311/" + city + "/" + digest(apiKey)
	}
	return "public/" + city
}

// register311 takes a report. A client with a key of ours speaks for many people from one address: the
// limits of an address are not for it.
func (a *api) register311(ctx context.Context, city dispatch.City, report dispatch.Report) (dispatch.Case, bool, error) {
	if len(a.Open311Keys) > 0 { // its key has been checked
		return a.registerReport(ctx, city, residentOf(city), report)
	}
	return a.registerPublic(ctx, city, report)
}

func notice311(english bool) string {
	if english {
		return "If people are in danger call 05 or 112"
	}
	return "Если есть угроза людям, звоните 05 или 112"
}

// readForm311 reads a form, or a JSON object of the same names, as one set of values.
func readForm311(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxJSONBytes)
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch mediaType {
	case "application/json":
		return readJSON311(r.Body)
	case "application/x-www-form-urlencoded", "":
		if err := r.ParseForm(); err != nil {
			return nil, bodyError(err, errBadForm311)
		}
		return r.PostForm, nil
	case "multipart/form-data":
		if err := r.ParseMultipartForm(maxJSONBytes); err != nil {
			return nil, bodyError(err, errBadForm311)
		}
		defer r.MultipartForm.RemoveAll()
		return r.MultipartForm.Value, nil
	default:
		return nil, errMedia311
	}
}

var (
	errBadForm311 = &dispatch.Error{Kind: dispatch.Invalid, Code: "bad_form", Ru: "Форма не разобрана", En: "The form cannot be read"}
	errMedia311   = &dispatch.Error{Kind: dispatch.Invalid, Code: "bad_media_type", Ru: "Нужна форма или JSON", En: "A form or JSON is needed"}
)

func bodyError(err, otherwise error) error {
	var tooBig *http.MaxBytesError
	if errors.As(err, &tooBig) {
		return errTooLarge
	}
	return otherwise
}

func readJSON311(body io.Reader) (url.Values, error) {
	text, err := io.ReadAll(body)
	if err != nil {
		return nil, bodyError(err, errBadJSON)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var told map[string]any
	if err := errors.Join(asUnicode(text), decoder.Decode(&told)); err != nil {
		return nil, errBadJSON
	}
	form := url.Values{}
	for name, value := range told {
		if nested, isObject := value.(map[string]any); isObject && name == "attribute" {
			for code, answer := range nested {
				set311(form, "attribute["+code+"]", answer)
			}
			continue
		}
		set311(form, name, value)
	}
	return form, nil
}

func set311(form url.Values, name string, value any) {
	switch value.(type) {
	case string, json.Number, bool:
		form.Set(name, fmt.Sprint(value))
	}
}

// read311 makes a report of a form.
func (a *api) read311(city string, form url.Values) (dispatch.Report, error) {
	get := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	attribute := func(code string) string { return get("attribute[" + code + "]") }
	report := dispatch.Report{Channel: dispatch.Open311, Problem: get("service_code"), AddressText: get("address_string"), Phone: get("phone"),
		CallerName: strings.TrimSpace(get("first_name") + " " + get("last_name")),
		Entrance:   attribute("entrance"), Floor: attribute("floor"), Flat: attribute("flat")}
	problem, known := a.Desk.Rules(city).Classifier.Problem(report.Problem)
	if !known {
		return report, errNoSuchService
	}
	report.Text = text311(problem, get("description"), get("media_url"), attribute)
	var err error
	if report.Pin, err = pin311(get("lat"), get("long")); err != nil {
		return report, err
	}
	report.House, err = house311(get("address_id"))
	return report, err
}

func house311(id string) (int64, error) {
	if id == "" {
		return 0, nil
	}
	house, err := strconv.ParseInt(id, 10, 64)
	if err != nil || house < 1 {
		return 0, errUnknownHouse
	}
	return house, nil
}

// text311 puts the answers to the fault's questions under what was written.
func text311(problem norms.Problem, description, media string, attribute func(string) string) string {
	lines := []string{}
	if description != "" {
		lines = append(lines, description)
	}
	for i, question := range problem.Questions {
		if said := attribute("q" + strconv.Itoa(i+1)); said != "" {
			lines = append(lines, question.Ru+" — "+said)
		}
	}
	if media != "" {
		lines = append(lines, media)
	}
	return strings.Join(lines, "\n")
}

var errBadPoint311 = &dispatch.Error{Kind: dispatch.Invalid, Code: "bad_point", Field: "point", Ru: "Нужны обе координаты, WGS 84, в градусах", En: "Both coordinates are needed, WGS 84, in degrees"}

func pin311(lat, long string) (*orb.Point, error) {
	if lat == "" && long == "" {
		return nil, nil
	}
	y, errLat := strconv.ParseFloat(lat, 64)
	x, errLong := strconv.ParseFloat(long, 64)
	if errLat != nil || errLong != nil || !(x >= -180 && x <= 180 && y >= -90 && y <= 90) {
		return nil, errBadPoint311
	}
	return &orb.Point{x, y}, nil
}

// resolve311 finds the house of an address that the register is sure of; else the text is kept as it was said.
func (a *api) resolve311(city string, report *dispatch.Report) {
	index := a.Register(city)
	if report.House != 0 || index == nil || report.AddressText == "" || asText("address_string", report.AddressText) != nil {
		return
	}
	found := index.Resolve(report.AddressText)
	if !certain(found) {
		return
	}
	report.House = found.Answer.ID
	for place, said := range map[*string]string{&report.Entrance: found.Parts.Entrance, &report.Floor: found.Parts.Floor, &report.Flat: found.Parts.Flat} {
		if *place == "" {
			*place = said
		}
	}
}
