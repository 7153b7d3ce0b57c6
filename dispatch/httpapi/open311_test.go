package httpapi_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/httpapi"
)

type made311 []struct {
	Number string `json:"service_request_id"`
	Token  string
}

type told311 []struct {
	Code        int
	Description string
}

type row311 struct {
	Number      string   `json:"service_request_id"`
	Status      string   `json:"status"`
	Description string   `json:"description"`
	Address     string   `json:"address"`
	AddressID   string   `json:"address_id"`
	Lat         *float64 `json:"lat"`
}

func (b *browser) form(path string, values url.Values) reply {
	return b.with("Content-Type", "application/x-www-form-urlencoded").call("POST", path, values.Encode())
}

// A program of the city reports by form and by JSON, reads the list and the request; nothing personal is told.
func TestOpen311(t *testing.T) {
	w := newTown(t)
	client := w.nobody()
	made := read[made311](t, client.form("/open311/v2/requests.json", url.Values{"jurisdiction_id": {home}, "service_code": {leak}, "address_string": {"Лесная 1 кв 12"},
		"first_name": {"Иван"}, "last_name": {"Тайный"}, "phone": {"+79136000001"}, "description": {"секретный текст"}, "attribute[entrance]": {"3"}, "attribute[q1]": {"да"}}), http.StatusCreated)
	json := read[made311](t, client.call("POST", "/open311/v2/requests.json", map[string]any{"jurisdiction_id": home, "service_code": leak, "lat": 55.001, "long": 73.401,
		"address_string": "за третьим гаражом", "attribute": map[string]any{"floor": 2}}), http.StatusCreated)
	if made[0].Number != "26-1" || json[0].Number != "26-2" || len(made[0].Token) != 26 {
		t.Fatalf("made %v and %v", made, json)
	}
	var flat, entrance, text string
	must(t, w.pool.QueryRow(t.Context(), `select flat, entrance, text from requests where city_id = $1 and number = 1`, home).Scan(&flat, &entrance, &text))
	if flat != "12" || entrance != "3" || !strings.Contains(text, "секретный текст\n") || !strings.HasSuffix(text, " — да") {
		t.Errorf("registered flat %q, entrance %q, text %q", flat, entrance, text)
	}
	answer := client.call("GET", "/open311/v2/requests.json?jurisdiction_id=reka&status=open", nil)
	rows := read[[]row311](t, answer, http.StatusOK)
	if len(rows) != 2 || rows[1].Number != "26-1" || rows[1].Status != "open" || rows[1].AddressID == "" || rows[0].Lat == nil || rows[0].Address != "" {
		t.Errorf("list: %s", answer.body)
	}
	one := client.call("GET", "/open311/v2/requests/26-1.json?jurisdiction_id=reka", nil)
	byNumber := client.call("GET", "/open311/v2/requests.json?jurisdiction_id=reka&service_request_id=26-1,26-2,26-9", nil)
	if len(read[[]row311](t, one, http.StatusOK)) != 1 || len(read[[]row311](t, byNumber, http.StatusOK)) != 2 {
		t.Errorf("by number: %s %s", one.body, byNumber.body)
	}
	for _, secret := range []string{"Иван", "Тайный", "9136000001", "секретный", "гараж", `"12"`, made[0].Token} {
		if strings.Contains(answer.body+one.body+byNumber.body, secret) {
			t.Errorf("the public answer holds %q", secret)
		}
	}
	if token := read[made311](t, client.call("GET", "/open311/v2/tokens/"+made[0].Token+".json", nil), http.StatusOK); token[0].Number != "26-1" {
		t.Errorf("token: %v", token)
	}
}

func TestOpen311Lists(t *testing.T) {
	w := newTown(t)
	client := w.nobody()
	services := read[[]struct {
		Code     string `json:"service_code"`
		Metadata bool
	}](t, client.call("GET", "/open311/v2/services.json?jurisdiction_id=reka", nil), http.StatusOK)
	if len(services) != len(dispatch.StandardRules().Classifier.Problems()) || !services[0].Metadata {
		t.Errorf("%d services", len(services))
	}
	definition := read[struct {
		Attributes []struct{ Code, Description string }
	}](t, client.call("GET", "/open311/v2/services/"+leak+".json?jurisdiction_id=reka", nil), http.StatusOK)
	if len(definition.Attributes) < 4 || definition.Attributes[0].Code != "entrance" {
		t.Errorf("definition: %+v", definition)
	}
	w.matter(home)
	w.pass(91 * 24 * time.Hour)
	count := func(query string) int {
		return len(read[[]row311](t, client.call("GET", "/open311/v2/requests.json?jurisdiction_id=reka"+query, nil), http.StatusOK))
	}
	for query, want := range map[string]int{"": 0, "&start_date=2026-11-01T00:00:00Z&end_date=2026-12-01T00:00:00Z": 1, "&end_date=2026-12-01T00:00:00Z&service_code=" + leak: 1,
		"&end_date=2026-12-01T00:00:00Z&service_code=ufo": 0, "&end_date=2026-12-01T00:00:00Z&status=closed": 0, "&end_date=2026-12-01T00:00:00Z&status=open,closed": 1} {
		if got := count(query); got != want {
			t.Errorf("%q lists %d, not %d", query, got, want)
		}
	}
}

// A client with a key speaks for many from one address.
func TestOpen311KeyIsNoCrowd(t *testing.T) {
	w := newTown(t, func(c *httpapi.Config) {
		c.Open311Keys, c.Intake = []string{"known-key"}, httpapi.Intake{SoftBurst: 1, HardBurst: 2}
	})
	for range 4 {
		read[made311](t, w.nobody().form("/open311/v2/requests.json", url.Values{"api_key": {"known-key"}, "jurisdiction_id": {home}, "service_code": {leak}, "address_string": {"Лесная 1"}}), http.StatusCreated)
	}
	var parked int
	must(t, w.pool.QueryRow(t.Context(), `select count(*) from requests where parked <> ''`).Scan(&parked))
	if parked != 0 {
		t.Errorf("%d reports are held", parked)
	}
}

func TestOpen311Refusals(t *testing.T) {
	w := newTown(t, func(c *httpapi.Config) { c.Open311Keys = []string{"known-key"} })
	client := w.nobody()
	report := func(change url.Values) url.Values {
		values := url.Values{"api_key": {"known-key"}, "jurisdiction_id": {home}, "service_code": {leak}, "address_string": {"Лесная 1"}}
		for name, value := range change {
			values[name] = value
		}
		return values
	}
	for _, c := range []struct {
		change url.Values
		status int
		names  string
	}{
		{url.Values{"api_key": {"guess"}}, 403, "api_key"},
		{url.Values{"jurisdiction_id": {""}}, 400, "jurisdiction_id"},
		{url.Values{"jurisdiction_id": {"atlantis"}}, 404, "jurisdiction_id"},
		{url.Values{"service_code": {"ufo"}}, 404, "service_code"},
		{url.Values{"address_string": {""}}, 400, "address_string"},
		{url.Values{"address_id": {"999999"}}, 400, "address_id"},
		{url.Values{"lat": {"1"}}, 400, "lat, long"},
		{url.Values{"lat": {"NaN"}, "long": {"73"}}, 400, "lat, long"},
		{url.Values{"lat": {"73.4"}, "long": {"55"}}, 400, "lat, long"},
		{url.Values{"description": {strings.Repeat("ы", 5000)}}, 400, "description"},
		{url.Values{"phone": {"позвоните"}}, 400, "phone"},
	} {
		before := w.traces()
		told := read[told311](t, client.form("/open311/v2/requests.json", report(c.change)), c.status)
		if told[0].Code != c.status || !strings.HasPrefix(told[0].Description, c.names) || w.traces() != before {
			t.Errorf("%v: %+v", c.change, told)
		}
	}
	for path, status := range map[string]int{"/open311/v2/requests/26-77.json?jurisdiction_id=reka": 404, "/open311/v2/requests/x.json?jurisdiction_id=reka": 404,
		"/open311/v2/services/ufo.json?jurisdiction_id=reka": 404, "/open311/v2/requests.json?jurisdiction_id=reka&start_date=yesterday": 400, "/open311/v2/tokens/x.json": 404} {
		if told := read[told311](t, client.call("GET", path, nil), status); told[0].Code != status {
			t.Errorf("%s: %+v", path, told)
		}
	}
	if got := client.call("POST", "/open311/v2/requests.json", `{"service_code":`); got.status != http.StatusBadRequest {
		t.Errorf("malformed JSON: %d", got.status)
	}
}
