package httpapi_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"dispatch05/dispatch/httpapi"
)

// What passes the door and is personal or secret never reaches the log, however much is logged.
func TestLogHoldsNothingPersonal(t *testing.T) {
	w := newTown(t)
	made := read[registered](t, w.nobody().call("POST", "/api/v1/cities/reka/reports", w.report()), http.StatusCreated)
	w.nobody().call("GET", "/api/v1/links/"+made.Token, nil)
	w.nobody().call("GET", "/r/"+made.Token, nil)
	w.nobody().call("GET", "/api/v1/cities/reka/addresses?q=Лесная+1+кв+12", nil)
	w.enter(home, "dispatcher").call("GET", "/api/v1/requests?q=89136000001", nil)
	w.door.Close()
	logged := w.log.String()
	if !strings.Contains(logged, "/api/v1/links/{token}") {
		t.Fatal("nothing is logged")
	}
	for _, secret := range []string{made.Token, "9136000001", "Иван", "течёт", "Лесная", password, "127.0.0.1"} {
		if strings.Contains(logged, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

// Beyond the soft limit of an address reports are taken and held for a look, beyond the hard one refused.
func TestIntakeOfOneAddress(t *testing.T) {
	w := newTown(t, func(c *httpapi.Config) {
		c.Intake = httpapi.Intake{SoftBurst: 2, HardBurst: 4}
		c.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	})
	send := func(from string) reply {
		return w.nobody().with("X-Forwarded-For", from).call("POST", "/api/v1/cities/reka/reports", map[string]any{"address_text": "где-то", "problem": leak})
	}
	for range 4 {
		if got := send("1.2.3.4, 203.0.113.7"); got.status != http.StatusCreated {
			t.Fatalf("report refused: %d %s", got.status, got.body)
		}
	}
	refused := send("203.0.113.7")
	if told := read[problem](t, refused, http.StatusTooManyRequests); told.Code != "too_many_reports" || refused.header.Get("Retry-After") == "" {
		t.Errorf("the fifth: %+v", told)
	}
	if got := send("203.0.113.8"); got.status != http.StatusCreated {
		t.Errorf("a neighbour: %d", got.status)
	}
	var parked string
	must(t, w.pool.QueryRow(t.Context(), `select string_agg(parked, ',' order by number) from requests`).Scan(&parked))
	if parked != ",,address_burst,address_burst," {
		t.Errorf("parked %q", parked)
	}
}

// Whoever fills a field that people do not see is a program: its report is held for a look.
func TestHiddenField(t *testing.T) {
	w := newTown(t)
	body := w.report()
	body["website"] = "https://spam.example"
	read[registered](t, w.nobody().call("POST", "/api/v1/cities/reka/reports", body), http.StatusCreated)
	var parked string
	must(t, w.pool.QueryRow(t.Context(), `select parked from requests`).Scan(&parked))
	if parked != "filled_hidden_field" {
		t.Errorf("parked %q", parked)
	}
}

func TestTilesAreKeptByTheirTag(t *testing.T) {
	w := newTown(t)
	const path = "/api/v1/cities/reka/tiles/14/11533/5183.mvt"
	first := w.nobody().call("GET", path, nil)
	if first.status != http.StatusOK && first.status != http.StatusNoContent || first.header.Get("ETag") == "" {
		t.Fatalf("tile: %d %v", first.status, first.header)
	}
	if again := w.nobody().with("If-None-Match", first.header.Get("ETag")).call("GET", path, nil); again.status != http.StatusNotModified {
		t.Errorf("the same tag: %d", again.status)
	}
	plain := w.nobody().with("Accept-Encoding", "gzip;q=0").call("GET", path, nil)
	if plain.header.Get("Content-Encoding") != "" || plain.header.Get("ETag") == w.nobody().with("Accept-Encoding", "gzip").call("GET", path, nil).header.Get("ETag") {
		t.Errorf("packed for whom cannot unpack, or under one tag: %v", plain.header)
	}
	for _, known := range []string{"W/" + first.header.Get("ETag"), `"other", ` + first.header.Get("ETag"), "*", plain.header.Get("ETag")} {
		if again := w.nobody().with("If-None-Match", known).call("GET", path, nil); again.status != http.StatusNotModified {
			t.Errorf("If-None-Match %s: %d", known, again.status)
		}
	}
	for _, none := range []string{"/api/v1/cities/reka/tiles/99/0/0.mvt", "/api/v1/cities/reka/tiles/1/0/0.png", "/api/v1/cities/bereg/tiles/1/0/0.mvt", "/api/v1/cities/reka/tiles/1/x/0.mvt"} {
		if got := w.nobody().call("GET", none, nil); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", none, got.status)
		}
	}
}

// Whoever points is offered the houses near, nearest first.
func TestNearHouses(t *testing.T) {
	w := newTown(t)
	type house struct {
		HouseID int64 `json:"house_id"`
		Meters  int
	}
	const path = "/api/v1/cities/reka/houses/near?lat=55.0001&lon=73.4&meters=5000"
	near := read[[]house](t, w.nobody().call("GET", path, nil), http.StatusOK)
	if len(near) != 2 || near[0] != (house{w.places[home].house, 11}) || near[1].HouseID != w.places[home].lone {
		t.Errorf("near: %v", near)
	}
	if one := read[[]house](t, w.nobody().call("GET", path+"&limit=1", nil), http.StatusOK); len(one) != 1 {
		t.Errorf("one: %v", one)
	}
	for _, wrong := range []string{"?lat=91&lon=73", "?lat=NaN&lon=73", "?lon=73"} {
		if got := w.nobody().call("GET", "/api/v1/cities/reka/houses/near"+wrong, nil); got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", wrong, got.status, got.body)
		}
	}
}

// The register answers what it is sure of, and offers what a beginning may become.
func TestAddresses(t *testing.T) {
	w := newTown(t)
	type answer struct {
		Answer     *int64
		Parsed     struct{ Flat string }
		Candidates []struct {
			HouseID *int64 `json:"house_id"`
		}
	}
	sure := read[answer](t, w.nobody().call("GET", "/api/v1/cities/reka/addresses?q=Лесная+1+кв+12", nil), http.StatusOK)
	if sure.Answer == nil || *sure.Answer != w.places[home].house || sure.Parsed.Flat != "12" {
		t.Errorf("sure: %+v", sure)
	}
	begun := read[answer](t, w.nobody().call("GET", "/api/v1/cities/reka/addresses?q=лес", nil), http.StatusOK)
	if begun.Answer != nil || len(begun.Candidates) == 0 || begun.Candidates[0].HouseID != nil {
		t.Errorf("begun: %+v", begun)
	}
}

// The page of the API loads nothing, and every answer of the API is data.
func TestHeaders(t *testing.T) {
	metrics := prometheus.NewRegistry()
	w := newTown(t, func(c *httpapi.Config) { c.Metrics = metrics })
	docs := w.nobody().call("GET", "/docs", nil)
	if docs.status != http.StatusOK || !strings.HasPrefix(docs.header.Get("Content-Security-Policy"), "default-src 'none'; style-src 'sha256-") {
		t.Errorf("docs: %d %q", docs.status, docs.header.Get("Content-Security-Policy"))
	}
	for _, load := range []string{"<script", "src=", "@import", "url(", "<link"} {
		if strings.Contains(docs.body, load) {
			t.Errorf("the page holds %q", load)
		}
	}
	data := w.nobody().call("GET", "/api/v1/cities", nil)
	if data.header.Get("Cache-Control") != "no-store" || data.header.Get("X-Content-Type-Options") != "nosniff" || data.header.Get("X-Request-Id") == "" {
		t.Errorf("headers %v", data.header)
	}
	if got := w.nobody().call("GET", "/metrics", nil); got.status != http.StatusOK || !strings.Contains(got.body, `dispatch05_http_seconds_count{class="2xx",route="GET /api/v1/cities"}`) {
		t.Errorf("metrics: %d", got.status)
	}
	if got := w.nobody().with("X-Forwarded-For", "203.0.113.7").call("GET", "/metrics", nil); got.status != http.StatusNotFound {
		t.Errorf("metrics from elsewhere: %d", got.status)
	}
	for path, status := range map[string]int{"/healthz": 200, "/readyz": 200, "/openapi.json": 200} {
		if got := w.nobody().call("GET", path, nil); got.status != status {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}

// A panic is an answer too, and the next call works.
func TestPanicIsAnswered(t *testing.T) {
	w := newTown(t, func(c *httpapi.Config) {
		c.Pages = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("broken page") })
	})
	if told := read[problem](t, w.nobody().call("GET", "/board", nil), http.StatusInternalServerError); told.Code != "unexpected" {
		t.Errorf("told %+v", told)
	}
}
