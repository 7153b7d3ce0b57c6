package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dispatch05/dispatch"
)

// The plan of a crew over the API: people, a post with its part of the city, a rotation, a stand-in, what is wrong
// with it, and who answers then.
func TestPlanOverTheAPI(t *testing.T) {
	w := newTown(t)
	desk, place := w.enter(home, "dispatcher"), w.places[home]
	second := read[dispatch.PersonRow](t, desk.call("POST", "/api/v1/people", map[string]any{"name": "Сменщик", "organisation_id": place.service, "role": "crew"}), http.StatusCreated)
	area := map[string]any{"type": "Polygon", "coordinates": [][][2]float64{{{73.3, 54.9}, {73.5, 54.9}, {73.5, 55.1}, {73.3, 55.1}, {73.3, 54.9}}}}
	path := fmt.Sprintf("/api/v1/posts/%d", place.post)
	post := read[dispatch.PostRow](t, desk.call("PUT", path, map[string]any{"name": "Бригада 1", "role": "crew", "crew_id": place.crew, "territory": area, "version": 1}), http.StatusOK)
	if post.Territory == nil || post.Planned {
		t.Fatalf("the post: %+v", post)
	}
	rotation := map[string]any{"days": "", "first": "2026-11-20", "last": "", "hand_over": "08:00", "hours": 24, "daily": false, "turns": [][]int64{{place.worker}, {second.ID}}}
	preview := read[dispatch.PostWatches](t, desk.call("POST", path+"/rotations/preview?days=3", map[string]any{"rotations": []any{rotation}}), http.StatusOK)
	if len(preview.Watches) < 3 || preview.Watches[0].Name != "Сменщик" || !preview.Post.Planned || len(preview.Findings) == 0 {
		t.Errorf("the preview: %+v", preview)
	}
	if kept := read[dispatch.PostRow](t, desk.call("GET", path, nil), http.StatusOK); kept.Planned {
		t.Error("a preview was set")
	}
	post = read[dispatch.PostRow](t, desk.call("PUT", path+"/rotations", map[string]any{"version": post.Version, "rotations": []any{rotation}, "why": "график"}), http.StatusOK)
	if !post.Planned || len(post.Now) != 1 || post.Now[0].Name != "Сменщик" {
		t.Fatalf("now: %+v", post.Now)
	}
	post = read[dispatch.PostRow](t, desk.call("POST", path+"/overrides", map[string]any{"from": "2026-11-23T05:00:00Z", "to": "2026-11-23T09:00:00+00:00",
		"person_id": place.worker, "instead_id": second.ID, "why": "врач"}), http.StatusCreated)
	if post.Now[0].Name != "Работник" || len(post.Overrides) != 1 {
		t.Errorf("the stand-in: %+v", post)
	}
	plan := read[dispatch.PostWatches](t, desk.call("GET", path+"/watches", nil), http.StatusOK)
	if len(plan.Watches) < 14 || len(plan.Findings) == 0 {
		t.Errorf("14 days: %+v", plan)
	}
	found := read[[]dispatch.FindingRow](t, desk.call("GET", "/api/v1/roster/findings?days=3", nil), http.StatusOK)
	if text := fmt.Sprint(found); !strings.Contains(text, "Сменщик: нет ни телефона") || !strings.Contains(text, "отдых перед сменой") && !strings.Contains(text, "больше 24 часов") {
		t.Errorf("findings: %s", text)
	}
	answers := read[dispatch.Answers](t, desk.call("GET", fmt.Sprintf("/api/v1/roster/answers?house=%d&problem=%s&at=2026-11-28T21:10:00Z", place.house, leak), nil), http.StatusOK)
	if len(answers.Crews) != 1 || answers.Crews[0].People[0].Name != "Работник" || len(answers.Ladder) != 4 {
		t.Errorf("answers: %+v", answers)
	}
	if strings.Contains(w.log.String(), "Сменщик") {
		t.Error("a name came into the log")
	}
}

// What the plan cannot take is refused by field, in the reader's words.
func TestPlanIsRefusedInWords(t *testing.T) {
	w := newTown(t)
	desk, place := w.enter(home, "dispatcher"), w.places[home]
	path := fmt.Sprintf("/api/v1/posts/%d", place.post)
	rotation := map[string]any{"days": "", "first": "2026-11-20", "last": "", "hand_over": "08:00", "hours": 7, "daily": false, "turns": [][]int64{{place.worker}}}
	for code, c := range map[string]struct {
		method, path string
		body         map[string]any
	}{
		"bad_phone":         {"POST", "/api/v1/people", map[string]any{"name": "Х", "organisation_id": place.service, "role": "crew", "phone": "нет"}},
		"name_taken":        {"POST", "/api/v1/people", map[string]any{"name": "Работник", "organisation_id": place.service, "role": "crew"}},
		"unseen_characters": {"POST", "/api/v1/people", map[string]any{"name": "Х\x00", "organisation_id": place.service, "role": "crew"}},
		"bad_rotation":      {"PUT", path + "/rotations", map[string]any{"version": 1, "rotations": []any{rotation}, "why": "проба"}},
		"no_rotation":       {"POST", path + "/overrides", map[string]any{"from": "2026-11-23T05:00:00Z", "to": "2026-11-23T09:00:00Z", "person_id": place.worker, "why": "врач"}},
		"bad_territory":     {"PUT", path, map[string]any{"name": "Х", "role": "crew", "crew_id": place.crew, "version": 1, "territory": map[string]any{"type": "Point", "coordinates": []float64{73, 55}}}},
		"bad_window":        {"POST", "/api/v1/posts", map[string]any{"name": "Х", "role": "senior", "window": "20:00-08:00"}},
		"no_crew":           {"POST", "/api/v1/posts", map[string]any{"name": "Х", "role": "crew"}},
		"stale_version":     {"PUT", path, map[string]any{"name": "Х", "role": "crew", "crew_id": place.crew, "version": 999}},
	} {
		got := desk.call(c.method, c.path, c.body)
		if refusal := read[problem](t, got, got.status); refusal.Code != code || refusal.Detail == "" || got.status >= 500 {
			t.Errorf("%s: %d %s", code, got.status, got.body)
		}
	}
}
