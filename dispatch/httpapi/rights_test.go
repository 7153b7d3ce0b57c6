package httpapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dispatch05/dispatch"
)

// matter is what there is to call about: a request with an order and an overdue clock.
type matter struct {
	request, order, escalation, photo int64
	page                              int64 // the notice of the escalation to the foreman
	link                              string
}

func (w *town) matter(city string) (m matter) {
	t, ctx, place := w.t, w.t.Context(), w.places[city]
	t.Helper()
	system := dispatch.Actor{City: city, Name: "тест", Role: dispatch.System}
	c, _, err := w.desk.Register(ctx, system, dispatch.Report{Channel: dispatch.Portal, House: place.house, Problem: leak, Flat: "12", Phone: "+79136000001",
		CallerName: "Иван", Text: "течёт", Key: dispatch.Command{Scope: "test", Key: "matter-" + city, Kind: "report"}})
	must(t, err)
	c, err = w.desk.Assign(ctx, system, c.Request.ID, dispatch.Assignment{Crew: place.crew}, nil)
	must(t, err)
	m.request, m.order, m.link = c.Request.ID, c.Orders[0].ID, c.Request.Link
	m.photo, err = w.desk.AddPhotoByLink(ctx, m.link, dispatch.Photo{Width: 1, Height: 1, JPEG: []byte("jpeg")}, nil)
	must(t, err)
	return m
}

// escalate lets the clocks run out.
func (w *town) escalate(matters ...*matter) {
	w.t.Helper()
	w.pass(3 * time.Hour)
	_, err := w.desk.SweepOverdue(w.t.Context())
	must(w.t, err)
	for _, m := range matters {
		must(w.t, w.pool.QueryRow(w.t.Context(), `select min(id) from escalations where request_id = $1 and role = 'foreman' and not passed`, m.request).Scan(&m.escalation))
		must(w.t, w.pool.QueryRow(w.t.Context(), `select min(id) from notices where escalation_id = $1`, m.escalation).Scan(&m.page))
	}
}

// route is a call of the staff. The body of those that write is one that the state refuses, so that a
// call which may be made leaves everything as it is for the next.
type route struct {
	method, path string
	body         any
	roles        string // who may
}

func routes(m matter, p *city) []route {
	const watch, desk = "operator dispatcher senior foreman chief-engineer committee admin", "dispatcher senior"
	const plan, staff = desk + " foreman admin", "foreman admin" // of the emergency service, which is not 05 itself
	post := fmt.Sprintf("/api/v1/posts/%d", p.post)
	request, order := fmt.Sprintf("/api/v1/requests/%d", m.request), fmt.Sprintf("/api/v1/orders/%d", m.order)
	return []route{
		{"GET", "/api/v1/session", nil, watch + " crew foreman2 crew2"},
		{"POST", "/api/v1/tickets", nil, watch + " crew foreman2 crew2"},
		{"GET", "/api/v1/organisations", nil, watch + " foreman2"},
		{"GET", "/api/v1/crews", nil, watch + " crew foreman2 crew2"},
		{"GET", "/api/v1/requests?q=", nil, watch + " foreman2"},
		{"GET", "/api/v1/training", nil, watch + " foreman2"},
		{"GET", "/api/v1/live/14/11533/5183.mvt", nil, watch + " foreman2"},
		{"GET", request, nil, watch},
		{"GET", request + "/recommendation", nil, desk},
		{"GET", fmt.Sprintf("/api/v1/houses/%d", p.house), nil, watch + " foreman2"},
		{"GET", fmt.Sprintf("/api/v1/houses/%d/open?problem=%s", p.house, leak), nil, watch + " foreman2"},
		{"PUT", fmt.Sprintf("/api/v1/houses/%d/point", p.house), map[string]any{"point": []float64{37, 55}}, desk},
		{"DELETE", fmt.Sprintf("/api/v1/houses/%d/point", p.house), nil, desk},
		{"GET", fmt.Sprintf("/api/v1/photos/%d", m.photo), nil, watch + " crew"},
		{"POST", "/api/v1/requests", map[string]any{"problem": leak, "channel": "telephone"}, "operator dispatcher senior"},
		{"POST", "/api/v1/comments", map[string]any{"text": "без ХВС Лесная 1"}, "operator dispatcher senior"},
		{"POST", request + "/steps", map[string]any{"to": "accepted", "version": 999}, desk},
		{"POST", request + "/inform", map[string]any{"planned_at": "2026-11-23T20:00:00Z", "version": 999}, "operator dispatcher senior"},
		{"POST", request + "/place", map[string]any{"point": []float64{73.4, 55}, "version": 999}, "operator dispatcher senior"},
		{"POST", request + "/orders", map[string]any{"crew_id": p.crew}, desk},
		{"POST", order + "/steps", map[string]any{"to": "accepted", "version": 999}, desk + " crew"},
		{"GET", order + "/route", nil, desk + " crew"},
		{"POST", "/api/v1/presence", map[string]any{"seat": "window-1", "request_id": m.request}, watch},
		{"POST", order + "/photos", nil, desk + " crew"},
		{"GET", order + "/photos/piece-0001", nil, desk + " crew"},
		{"PUT", order + "/photos/piece-0001?start=0&size=9", nil, desk + " crew"},
		{"POST", fmt.Sprintf("/api/v1/crews/%d/shift", p.crew), map[string]any{"on": true}, desk + " foreman crew admin"},
		{"POST", fmt.Sprintf("/api/v1/crews/%d/tablet", p.crew), map[string]any{"waits_since": nil}, "crew"},
		{"POST", fmt.Sprintf("/api/v1/crews/%d/position", p.crew), map[string]any{"point": []float64{73.4, 55}, "accuracy_meters": 9000}, "crew"},
		{"POST", fmt.Sprintf("/api/v1/notices/%d/ack", m.page), nil, "foreman"},
		{"POST", fmt.Sprintf("/api/v1/escalations/%d/acknowledge", m.escalation), nil, desk + " foreman committee admin"},
		{"GET", "/api/v1/devices", nil, desk + " foreman foreman2 admin"},
		{"POST", "/api/v1/devices/invitations", map[string]any{"crew_id": p.crew}, desk + " foreman admin"},
		{"POST", "/api/v1/devices/987654/wipe", nil, ""},
		{"POST", "/api/v1/people/987654/pin", map[string]any{"pin": "4831"}, ""},
		{"GET", "/api/v1/rules/amendments", nil, watch + " foreman2"},
		{"GET", "/api/v1/rules/norms", nil, watch + " foreman2"},
		{"GET", "/api/v1/rules/problems", nil, watch + " foreman2"},
		{"GET", "/api/v1/rules/ladders", nil, watch + " foreman2"},
		{"GET", "/api/v1/rules/status-limits", nil, watch + " foreman2"},
		{"GET", "/api/v1/rules/readings", nil, watch + " foreman2"},
		{"GET", "/api/v1/rules/calendar", nil, watch + " foreman2"},
		{"GET", "/api/v1/rules/channels", nil, watch + " foreman2"},
		{"POST", "/api/v1/rules/rehearsal", map[string]any{"house_id": p.house, "problem": leak}, watch + " foreman2"},
		{"POST", "/api/v1/rules/amendments", map[string]any{"subject": "norm", "code": "x", "body": map[string]any{}, "why": "x"}, "admin"},
		{"POST", "/api/v1/rules/trial", map[string]any{"subject": "norm", "code": "x", "body": map[string]any{}, "why": "x"}, "admin"},
		{"GET", request + "/notices", nil, watch},
		{"GET", "/api/v1/people", nil, watch + " foreman2"},
		{"GET", "/api/v1/vehicles", nil, watch + " foreman2"},
		{"GET", "/api/v1/posts", nil, watch + " foreman2"},
		{"GET", "/api/v1/roster/findings", nil, watch + " foreman2"},
		{"GET", "/api/v1/roster/log", nil, desk + " admin"},
		{"GET", fmt.Sprintf("/api/v1/roster/answers?house=%d&problem=%s", p.house, leak), nil, watch + " foreman2"},
		{"GET", post, nil, "operator dispatcher senior foreman committee admin crew"},
		{"GET", post + "/watches", nil, "operator dispatcher senior foreman committee admin crew"},
		{"GET", post + "/notes", nil, "operator dispatcher senior foreman committee admin crew"},
		{"PUT", post, map[string]any{"name": "Х", "role": "crew", "crew_id": p.crew, "version": 999}, plan},
		{"PUT", post + "/rotations", map[string]any{"rotations": []any{}, "version": 999, "why": "проба"}, plan},
		{"POST", post + "/rotations/preview", map[string]any{"rotations": []any{}}, plan},
		{"POST", post + "/retire", map[string]any{}, plan},
		{"POST", post + "/overrides", map[string]any{"from": "2026-11-23T20:00:00Z", "to": "2026-11-23T20:00:00Z"}, plan},
		{"POST", post + "/overrides/1/withdraw", map[string]any{}, plan},
		{"PUT", fmt.Sprintf("/api/v1/people/%d", p.worker), map[string]any{"name": "Х", "role": "crew", "organisation_id": p.service, "version": 999}, staff},
		{"PUT", fmt.Sprintf("/api/v1/vehicles/%d", p.vehicle), map[string]any{"name": "Х", "organisation_id": p.service, "version": 999}, plan},
		{"PUT", fmt.Sprintf("/api/v1/crews/%d", p.crew), map[string]any{"name": "Х", "organisation_id": p.service, "skills": []string{"gas"}, "people": 2, "tablet": true, "version": 999}, staff},
		{"POST", "/api/v1/crews", map[string]any{"name": "Бригада 1", "organisation_id": p.service, "skills": []string{"gas"}, "people": 2, "tablet": true}, staff},
		{"GET", fmt.Sprintf("/api/v1/crews/%d/holds", p.crew), nil, plan},
		{"POST", fmt.Sprintf("/api/v1/crews/%d/retire", p.crew), map[string]any{}, staff},
		{"GET", "/api/v1/contracts", nil, watch + " foreman2"},
		{"POST", "/api/v1/contracts", map[string]any{"service_id": p.service, "from": "2026-11-23"}, "senior admin"},
		{"POST", "/api/v1/contracts/trial", map[string]any{"service_id": p.service, "from": "2026-11-23"}, "senior admin"},
		{"PUT", fmt.Sprintf("/api/v1/contracts/%d", p.contract), map[string]any{"service_id": p.service, "from": "2026-11-23", "version": 999}, "senior admin"},
		{"POST", fmt.Sprintf("/api/v1/contracts/%d/trial", p.contract), map[string]any{"service_id": p.service, "from": "2026-11-23", "version": 999}, "senior admin"},
		{"POST", "/api/v1/organisations", map[string]any{"name": "Чужая", "kind": "service"}, "senior admin"},
		{"PUT", fmt.Sprintf("/api/v1/organisations/%d", p.service), map[string]any{"name": "Х", "kind": "service", "version": 999}, "senior admin"},
		{"GET", fmt.Sprintf("/api/v1/organisations/%d/holds", p.service), nil, "senior admin"},
		{"POST", fmt.Sprintf("/api/v1/organisations/%d/retire", p.service), map[string]any{}, "senior admin"},
		{"POST", fmt.Sprintf("/api/v1/organisations/%d/return", p.service), map[string]any{}, "senior admin"},
		{"GET", "/api/v1/accounts", nil, "admin"},
		{"POST", "/api/v1/accounts", map[string]any{"login": "senior", "name": "Х", "role": "senior"}, "admin"},
		{"PUT", fmt.Sprintf("/api/v1/accounts/%d", p.account), map[string]any{"name": "Х", "role": "operator", "disabled": false, "version": 999}, "admin"},
		{"POST", fmt.Sprintf("/api/v1/accounts/%d/password", p.account), map[string]any{}, "admin"},
		{"GET", "/api/v1/cities/" + p.id + "/reports", nil, "dispatcher senior committee admin"},
		{"GET", "/api/v1/cities/" + p.id + "/reports?scope=city", nil, "senior committee admin"},
		{"GET", "/api/v1/cities/" + p.id + "/reports?scope=organisation", nil, "senior committee admin foreman chief-engineer foreman2"},
		{"GET", "/api/v1/cities/" + p.id + "/reports.xlsx", nil, "dispatcher senior committee admin"},
		{"GET", "/api/v1/cities/" + p.id + "/reports/journal", nil, "dispatcher senior committee admin"},
		{"GET", "/api/v1/cities/" + p.id + "/reports/journal.xlsx?scope=organisation", nil, "senior committee admin foreman chief-engineer foreman2"},
		{"POST", "/api/v1/training", map[string]any{"running": false, "pace": 1}, desk + " admin"},
	}
}

// Every route, with every role, of the own city and of a foreign one, of the own organisation and crew and
// of foreign ones, and without a sign-in.
func TestRights(t *testing.T) {
	w := newTown(t)
	here, there := w.matter(home), w.matter(abroad)
	w.escalate(&here, &there)
	logins := []string{"operator", "dispatcher", "senior", "crew", "foreman", "chief-engineer", "committee", "admin", "foreman2", "crew2"}
	signedIn := map[string]*browser{}
	for _, login := range logins {
		signedIn[login] = w.enter(home, login)
	}
	for _, r := range routes(here, w.places[home]) {
		if got := w.nobody().call(r.method, r.path, r.body); got.status != http.StatusUnauthorized {
			t.Errorf("nobody %s %s: %d", r.method, r.path, got.status)
		}
		for _, login := range logins {
			got, may := signedIn[login].call(r.method, r.path, r.body), slices.Contains(strings.Fields(r.roles), login)
			refused := got.status == http.StatusForbidden || got.status == http.StatusNotFound
			if got.status >= 500 || got.status == http.StatusUnauthorized || may == refused {
				t.Errorf("%s %s %s: %d %s, may: %v", login, r.method, r.path, got.status, got.body, may)
			}
		}
	}
	w.foreign(there, signedIn)
}

// foreign calls about another city's things by their true ids: they are not there, for anybody.
func (w *town) foreign(there matter, signedIn map[string]*browser) {
	before := w.traces()
	for _, r := range routes(there, w.places[abroad]) {
		if !strings.ContainsAny(r.path, "0123456789"[2:]) || !strings.ContainsAny(strings.TrimPrefix(r.path, "/api/v1"), "0123456789") {
			continue // names nothing
		}
		if strings.HasPrefix(r.path, "/api/v1/live/") {
			continue // names a part of the earth, on which everybody sees their own city's only
		}
		for login, b := range signedIn {
			if got := b.call(r.method, r.path, r.body); got.status != http.StatusForbidden && got.status != http.StatusNotFound {
				w.t.Errorf("%s of another city %s %s: %d %s", login, r.method, r.path, got.status, got.body)
			}
		}
	}
	if w.traces() != before {
		w.t.Error("a call from another city left a trace")
	}
}

// A crew and an organisation see their own, in lists too.
func TestFencesOfLists(t *testing.T) {
	w := newTown(t)
	w.matter(home)
	for login, want := range map[string]int{"dispatcher": 1, "foreman": 1, "chief-engineer": 1, "foreman2": 0} {
		found := read[struct{ Requests []dispatch.RequestRow }](t, w.enter(home, login).call("GET", "/api/v1/requests", nil), http.StatusOK)
		if len(found.Requests) != want {
			t.Errorf("%s finds %d requests, not %d", login, len(found.Requests), want)
		}
	}
	for login, want := range map[string]int{"dispatcher": 2, "foreman": 1, "crew": 1, "chief-engineer": 0} {
		if crews := read[[]dispatch.CrewRow](t, w.enter(home, login).call("GET", "/api/v1/crews", nil), http.StatusOK); len(crews) != want {
			t.Errorf("%s sees %d crews, not %d", login, len(crews), want)
		}
	}
}

// A change of rights acts on the next call.
func TestRightsAreReadAnew(t *testing.T) {
	w := newTown(t)
	desk := w.enter(home, "dispatcher")
	ctx := t.Context()
	_, err := w.pool.Exec(ctx, `update accounts set role = 'operator' where city_id = $1 and login = 'dispatcher'`, home)
	must(t, err)
	m := w.matter(home)
	if got := desk.call("GET", fmt.Sprintf("/api/v1/requests/%d/recommendation", m.request), nil); got.status != http.StatusForbidden {
		t.Errorf("a former dispatcher is answered %d", got.status)
	}
	must(t, w.guard.Disable(ctx, home, "dispatcher"))
	if got := desk.call("GET", "/api/v1/session", nil); got.status != http.StatusUnauthorized {
		t.Errorf("a disabled account is answered %d", got.status)
	}
}
