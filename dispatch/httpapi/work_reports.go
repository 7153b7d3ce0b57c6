package httpapi

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
	"dispatch05/dispatch/reports"
	"dispatch05/dispatch/reports/sheet"
)

// reportsAtOnce bounds how many reports are computed at a time: one of a year reads the whole journal.
const reportsAtOnce = 2

// reportWithin is how long a report may take: less than the connection has for its answer.
const reportWithin = 80 * time.Second

type workReportInput struct {
	OfCity
	Scope        reports.Scope `query:"scope" enum:"shift,organisation,city" default:"shift"`
	From         time.Time     `query:"from" doc:"Included; with to left out: a shift as the desk hands over"`
	To           time.Time     `query:"to" doc:"Not included"`
	Shift        string        `query:"shift" enum:"this,last" default:"this" doc:"Which shift, where no period is named"`
	Organisation int64         `query:"organisation" doc:"With scope organisation; left out: the reader's own"`
}

func (a *api) workReportRoutes() {
	staff(a, operation(http.MethodGet, "/cities/{city}/reports", "get-report", "staff", "How the work went over a period, as of its end"), a.workReport)
	const workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	a.paper("/cities/{city}/reports.xlsx", "get-report-workbook", "The same report as a workbook, with each term", workbook, a.reportWorkbook)
	a.paper("/cities/{city}/reports/journal", "get-journal", "The journal of requests (Rules 416), to be printed", "text/html; charset=utf-8", a.journalPage)
	a.paper("/cities/{city}/reports/journal.xlsx", "get-journal-workbook", "The journal of requests as a workbook", workbook, a.journalWorkbook)
}

// paper is a report that is written as a file rather than as JSON. A refusal is answered while nothing of the file
// has left; what breaks later breaks the connection, so that half a paper is never taken for the whole.
func (a *api) paper(path, id, summary, mediaType string, write func(http.ResponseWriter, *http.Request, auth.Visitor, reports.Ask) error) {
	op := operation(http.MethodGet, path, id, "staff", summary)
	op.Security = []map[string][]string{{"session": {}}}
	op.Parameters = append(pathParams("city"), queryParams("scope", "from", "to", "shift", "organisation", "lang")...)
	op.Responses = map[string]*huma.Response{"200": {Description: "The paper", Content: map[string]*huma.MediaType{mediaType: {}}}}
	a.huma.OpenAPI().AddOperation(&op)
	a.mux.HandleFunc("GET "+op.Path, a.signedInHandler(func(w http.ResponseWriter, r *http.Request, who auth.Visitor) {
		sent := &answer{ResponseWriter: w}
		ask, err := a.askOf(r, who)
		if err == nil {
			w.Header().Set("Content-Type", mediaType)
			err = a.oneOfFew(r.Context(), func() error { return write(sent, r, who, ask) })
		}
		switch {
		case err == nil:
		case sent.status == 0:
			w.Header().Del("Content-Disposition")
			a.refuse(w, r, err)
		default:
			a.Log.Error("paper broken off", "call", callerOf(r.Context()).id, "error", err)
			panic(http.ErrAbortHandler)
		}
	}))
}

func queryParams(names ...string) (params []*huma.Param) {
	for _, name := range names {
		params = append(params, &huma.Param{Name: name, In: "query", Schema: &huma.Schema{Type: huma.TypeString}})
	}
	return params
}

func (a *api) oneOfFew(ctx context.Context, do func() error) error {
	select {
	case a.reporting <- struct{}{}:
		defer func() { <-a.reporting }()
		return do()
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (a *api) workReport(ctx context.Context, who auth.Visitor, in *workReportInput) (reply[reports.Report], error) {
	ask, err := a.ofOwnCity(ctx, who, in.City, reports.Ask{Scope: in.Scope, From: in.From, To: in.To, Organisation: in.Organisation}, in.Shift == lastShift)
	if err != nil {
		return reply[reports.Report]{}, err
	}
	var found reports.Report
	err = a.oneOfFew(ctx, func() error {
		found, err = a.Reports.Report(ctx, who.Actor(), ask, nil, nil)
		return err
	})
	return reply[reports.Report]{body: found}, err
}

// askOf reads what paper a call wants.
func (a *api) askOf(r *http.Request, who auth.Visitor) (reports.Ask, error) {
	query := r.URL.Query()
	ask := reports.Ask{Scope: reports.Scope(query.Get("scope"))}
	if ask.Scope == "" {
		ask.Scope = reports.Shift
	}
	var err error
	if text := query.Get("organisation"); text != "" {
		if ask.Organisation, err = strconv.ParseInt(text, 10, 64); err != nil {
			return ask, dispatch.ErrUnknownOrganisation
		}
	}
	for name, at := range map[string]*time.Time{"from": &ask.From, "to": &ask.To} {
		if *at, err = momentOf(query, name); err != nil {
			return ask, err
		}
	}
	return a.ofOwnCity(r.Context(), who, r.PathValue("city"), ask, query.Get("shift") == lastShift)
}

func momentOf(query url.Values, name string) (time.Time, error) {
	text := query.Get(name)
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return at, &dispatch.Error{Kind: dispatch.Invalid, Code: "bad_time", Field: name, Ru: "Нужно время вида 2026-11-23T12:00:00Z", En: "A time like 2026-11-23T12:00:00Z is needed"}
	}
	return at.UTC(), nil
}

// lastShift asks for the shift before this one.
const lastShift = "last"

// ofOwnCity fences a call to the reader's city, and means the shift of this moment, or the one before, where no period is
// named.
func (a *api) ofOwnCity(ctx context.Context, who auth.Visitor, city string, ask reports.Ask, last bool) (reports.Ask, error) {
	if city != who.City {
		return ask, dispatch.ErrNotFound
	}
	switch ask.Scope {
	case reports.Shift, reports.Organisation, reports.City:
	default:
		return ask, &dispatch.Error{Kind: dispatch.Invalid, Code: "unknown_scope", Field: "scope", Ru: "Отчёт — за смену, по организации или по городу", En: "A report is of the shift, an organisation or the city"}
	}
	ask.City = city
	if ask.From.IsZero() && ask.To.IsZero() {
		now := a.Desk.Now()
		duty, err := a.Desk.Store.Duty(ctx, city, now)
		if err != nil {
			return ask, err
		}
		if ask.From, ask.To = reports.ShiftAt(now, duty); last {
			ask.From, ask.To = reports.ShiftAt(ask.From.Add(-time.Second), duty)
		}
	}
	return ask, nil
}

// wordsFor are the words of a reader's paper: lang of the call, else the browser's language.
func (a *api) wordsFor(r *http.Request, who auth.Visitor) (reports.Words, dispatch.City, error) {
	city, err := a.Desk.Store.City(r.Context(), who.City)
	if err != nil {
		return reports.Words{}, city, err
	}
	zone, err := a.Desk.Store.Zone(r.Context(), who.City)
	english := callerOf(r.Context()).english
	if lang := r.URL.Query().Get("lang"); lang != "" {
		english = lang == "en"
	}
	return reports.Words{English: english, Names: reports.MayName(who.Actor()), Zone: zone, Rules: a.Desk.Rules(who.City)}, city, err
}

func (a *api) reportWorkbook(w http.ResponseWriter, r *http.Request, who auth.Visitor, ask reports.Ask) error {
	words, city, err := a.wordsFor(r, who)
	if err != nil {
		return err
	}
	name(w, "report", ask)
	return sheet.WriteReport(r.Context(), w, a.Reports, who.Actor(), ask, words, city.Name)
}

func (a *api) journalWorkbook(w http.ResponseWriter, r *http.Request, who auth.Visitor, ask reports.Ask) error {
	words, city, err := a.wordsFor(r, who)
	if err != nil {
		return err
	}
	name(w, "journal", ask)
	return sheet.WriteJournal(r.Context(), w, a.Reports, who.Actor(), ask, words, city.Name)
}

// name says under which name a browser keeps the file.
func name(w http.ResponseWriter, what string, ask reports.Ask) {
	w.Header().Set("Content-Disposition", `attachment; filename="`+what+"-"+string(ask.Scope)+"-"+ask.From.Format("2006-01-02")+`.xlsx"`)
}
