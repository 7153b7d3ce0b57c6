package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dispatch05/dispatch"
	"dispatch05/dispatch/httpapi"
)

// TestTheShortLinkOfANotice: to open it is no answer; the button is; what it shows is nothing personal. A foreign
// page cannot press it.
func TestTheShortLinkOfANotice(t *testing.T) {
	w := newTown(t)
	m := w.matter(home)
	w.escalate(&m)
	var token string
	must(t, w.pool.QueryRow(t.Context(), `select token from notices where id = $1`, m.page).Scan(&token))
	nobody := w.nobody()
	for range 2 {
		page := nobody.call("GET", "/n/"+token, nil)
		if page.status != http.StatusOK || !strings.Contains(page.body, "<button>Беру на себя</button>") || !strings.Contains(page.body, "ул. Лесная, 1") {
			t.Fatalf("%d %s", page.status, page.body)
		}
		for _, personal := range []string{"Иван", "9136000001", "течёт"} {
			if strings.Contains(page.body, personal) {
				t.Errorf("the page shows %s", personal)
			}
		}
	}
	if foreign := nobody.with("Sec-Fetch-Site", "cross-site").call("POST", "/n/"+token, nil); foreign.status != http.StatusForbidden {
		t.Errorf("a foreign page pressed the button: %d", foreign.status)
	}
	if page := nobody.call("POST", "/n/"+token, nil); page.status != http.StatusOK || strings.Contains(page.body, "<button>") {
		t.Errorf("%d %s", page.status, page.body)
	}
	var taken bool
	must(t, w.pool.QueryRow(t.Context(), `select acknowledged_at is not null from escalations where id = $1`, m.escalation).Scan(&taken))
	if !taken {
		t.Error("the escalation is still nobody's")
	}
	for _, invented := range []string{"aaaaaaaaaaaaaaaa", "x", strings.Repeat("a", 400)} {
		if page := nobody.call("GET", "/n/"+invented, nil); page.status != http.StatusNotFound {
			t.Errorf("/n/%s: %d", invented, page.status)
		}
	}
	card := read[struct{ Notices []dispatch.NoticeRow }](t, w.enter(home, "dispatcher").call("GET", fmt.Sprintf("/api/v1/requests/%d/notices", m.request), nil), http.StatusOK)
	if len(card.Notices) < 2 || strings.Contains(strings.ToLower(card.Notices[0].Text), "иван") {
		t.Errorf("notices of the card: %+v", card.Notices)
	}
}

// TestReceiptsComeByTheSecret: what the gateway says is handed on, and nobody else is heard.
func TestReceiptsComeByTheSecret(t *testing.T) {
	var heard []string
	w := newTown(t, func(c *httpapi.Config) {
		c.Receipt = func(city, secret string, r *http.Request) error {
			heard = append(heard, city+" "+secret+" "+r.FormValue("id"))
			if secret != "right" {
				return dispatch.ErrNotFound
			}
			return nil
		}
	})
	gateway := w.nobody().with("Content-Type", "application/x-www-form-urlencoded")
	if got := gateway.call("POST", "/api/v1/hooks/reka/sms/right", "id=gw-17&status=delivered"); got.status != http.StatusNoContent || heard[0] != "reka right gw-17" {
		t.Errorf("%d %v", got.status, heard)
	}
	if got := gateway.call("POST", "/api/v1/hooks/reka/sms/wrong", "id=gw-17"); got.status != http.StatusNotFound {
		t.Errorf("a wrong secret: %d", got.status)
	}
	if strings.Contains(w.log.String(), "right") {
		t.Error("the secret is in the log")
	}
}
