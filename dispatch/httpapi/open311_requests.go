package httpapi

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"dispatch05/dispatch"
)

// request311 is a request for everybody: no name, telephone, flat nor anybody's own words.
type request311 struct {
	Number      string     `json:"service_request_id"`
	Status      string     `json:"status"`
	StatusNotes string     `json:"status_notes"`
	ServiceName string     `json:"service_name"`
	ServiceCode string     `json:"service_code"`
	Description string     `json:"description"`
	Agency      string     `json:"agency_responsible"`
	Notice      string     `json:"service_notice"`
	Requested   time.Time  `json:"requested_datetime"`
	Updated     time.Time  `json:"updated_datetime"`
	Expected    *time.Time `json:"expected_datetime"`
	Address     string     `json:"address"`
	AddressID   string     `json:"address_id"`
	Zipcode     string     `json:"zipcode"`
	Lat         *float64   `json:"lat"`
	Long        *float64   `json:"long"`
	MediaURL    string     `json:"media_url"`
}

const (
	publishedFor   = 90 * 24 * time.Hour // the period when none is named, and the longest (GeoReport v2)
	publishedAtOne = 1000
)

func (a *api) open311Requests(_ http.ResponseWriter, r *http.Request) (any, error) {
	query := r.URL.Query()
	city, err := a.jurisdiction(r.Context(), query.Get("jurisdiction_id"))
	if err != nil {
		return nil, err
	}
	if numbers := query.Get("service_request_id"); numbers != "" {
		return a.published(r.Context(), city, strings.Split(numbers, ","))
	}
	wanted, err := read311Period(query, a.Desk.Now())
	if err != nil {
		return nil, err
	}
	cases, err := a.Directory.PublishedCases(r.Context(), city.ID, wanted)
	if err != nil {
		return nil, err
	}
	rows := []request311{}
	for _, c := range cases {
		rows = append(rows, a.row311(c, city, callerOf(r.Context()).english))
	}
	return rows, nil
}

func (a *api) open311Request(_ http.ResponseWriter, r *http.Request) (any, error) {
	number, isJSON := strings.CutSuffix(r.PathValue("file"), ".json")
	city, err := a.jurisdiction(r.Context(), r.URL.Query().Get("jurisdiction_id"))
	if err != nil {
		return nil, err
	}
	if !isJSON {
		return nil, errNoSuchNumber
	}
	rows, err := a.published(r.Context(), city, []string{number})
	if err == nil && len(rows) == 0 {
		err = errNoSuchNumber
	}
	return rows, err
}

type token311 struct {
	Number string `json:"service_request_id"`
	Token  string `json:"token"`
}

// open311Token tells the number of a token, which here is the resident's link: reports are on record at once.
func (a *api) open311Token(_ http.ResponseWriter, r *http.Request) (any, error) {
	token, _ := strings.CutSuffix(r.PathValue("file"), ".json")
	link, err := OfLink{token}.link()
	if err != nil {
		return nil, errNoSuchNumber
	}
	c, err := a.Desk.Store.CaseByLink(r.Context(), link)
	if errors.Is(err, dispatch.ErrNotFound) {
		err = errNoSuchNumber
	}
	return []token311{{c.Request.Label(), token}}, err
}

// published are the requests of the numbers that exist.
func (a *api) published(ctx context.Context, city dispatch.City, labels []string) ([]request311, error) {
	rows := []request311{}
	for i, label := range labels {
		year, number, ok := readLabel(strings.TrimSpace(label))
		if !ok || i >= publishedAtOne {
			continue
		}
		c, err := a.Directory.CaseByNumber(ctx, city.ID, year, number)
		if errors.Is(err, dispatch.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, a.row311(c, city, callerOf(ctx).english))
	}
	return rows, nil
}

var labelForm = regexp.MustCompile(`^(\d\d)-([1-9]\d{0,8})$`)

// readLabel reads a number as people write it, "26-1234": the year in full, and the number in it.
func readLabel(label string) (year, number int, ok bool) {
	parts := labelForm.FindStringSubmatch(label)
	if parts == nil {
		return 0, 0, false
	}
	year, _ = strconv.Atoi(parts[1]) // digits, by the form
	number, _ = strconv.Atoi(parts[2])
	return 2000 + year, number, true
}

// read311Period reads the filters; without a period it is the last 90 days.
func read311Period(query url.Values, now time.Time) (dispatch.Published, error) {
	wanted := dispatch.Published{From: now.Add(-publishedFor), To: now.Add(time.Second), Limit: publishedAtOne}
	for name, at := range map[string]*time.Time{"start_date": &wanted.From, "end_date": &wanted.To} {
		if text := query.Get(name); text != "" {
			read, err := time.Parse(time.RFC3339, text)
			if err != nil {
				return wanted, &dispatch.Error{Kind: dispatch.Invalid, Code: "bad_time", Field: name, Ru: "Нужно время вида 2026-11-23T12:00:00Z", En: "A time like 2026-11-23T12:00:00Z is needed"}
			}
			*at = read
		}
	}
	if query.Get("start_date") == "" && query.Get("end_date") != "" {
		wanted.From = wanted.To.Add(-publishedFor)
	}
	if wanted.To.Sub(wanted.From) > publishedFor+time.Second {
		wanted.From = wanted.To.Add(-publishedFor)
	}
	if codes := query.Get("service_code"); codes != "" {
		if err := asText("service_code", codes); err != nil {
			return wanted, err
		}
		wanted.Problems = strings.Split(codes, ",")
	}
	return wanted, readStatus(query.Get("status"), &wanted)
}

func readStatus(status string, wanted *dispatch.Published) error {
	var open, closed bool
	for _, word := range strings.Split(status, ",") {
		switch strings.TrimSpace(word) {
		case "":
		case "open":
			open = true
		case "closed":
			closed = true
		default:
			return &dispatch.Error{Kind: dispatch.Invalid, Code: "bad_status", Field: "status", Ru: "Статус — open или closed", En: "The status is open or closed"}
		}
	}
	if open != closed {
		wanted.Open = &open
	}
	return nil
}

func (a *api) row311(c dispatch.Case, city dispatch.City, english bool) request311 {
	q := c.Request
	row := request311{Number: q.Label(), Status: "closed", StatusNotes: dispatch.StateRu(string(q.State)), ServiceCode: q.Problem, ServiceName: q.Problem,
		Agency: "Служба " + city.Phone, Requested: q.RegisteredAt, Updated: updated(c), Expected: q.PlannedAt, Address: c.Place.Address}
	if q.State.Open() {
		row.Status = "open"
	}
	if english {
		row.StatusNotes = strings.ReplaceAll(string(q.State), "_", " ")
	}
	if problem, known := a.Desk.Rules(city.ID).Classifier.Problem(q.Problem); known {
		row.ServiceName = in(problem.Title, english)
	}
	row.Description = row.ServiceName
	if c.Served != nil {
		row.Agency = c.Served.Name
	}
	if q.House != 0 {
		row.AddressID = strconv.FormatInt(q.House, 10)
	}
	at := c.Place.Point
	if at == nil {
		at = q.Pin
	}
	if at != nil {
		lat, long := at.Lat(), at.Lon()
		row.Lat, row.Long = &lat, &long
	}
	return row
}

// updated is the last moment at which something of the case is known to have changed.
func updated(c dispatch.Case) time.Time {
	last := c.Request.RegisteredAt
	for _, at := range []*time.Time{c.Request.DoneAt, c.Request.ClosedAt} {
		if at != nil && at.After(last) {
			last = *at
		}
	}
	for _, o := range c.Orders {
		if o.Since.After(last) {
			last = o.Since
		}
	}
	return last
}
