package httpapi_test

import (
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"dispatch05/dispatch/httpapi"
)

type me struct {
	Login, Role string
	May         []string
	City        struct {
		ID            string
		PhotoMaxBytes int `json:"photo_max_bytes"`
	}
	CrewID *int64 `json:"crew_id"`
}

func TestSignInAndOut(t *testing.T) {
	w := newTown(t)
	var over []string
	w.guard.Over = func(session string) { over = append(over, session) }
	crew := w.enter(home, "crew")
	if c := crew.cookie; !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure || c.MaxAge != 14*3600 {
		t.Errorf("cookie on this machine: %+v", c)
	}
	got := read[me](t, crew.call("GET", "/api/v1/session", nil), http.StatusOK)
	if got.Role != "crew" || got.City.ID != home || got.City.PhotoMaxBytes == 0 || got.CrewID == nil || len(got.May) != 1 {
		t.Errorf("me: %+v", got)
	}
	out := crew.call("DELETE", "/api/v1/session", nil)
	if out.status != http.StatusNoContent || len(over) != 1 || out.cookies[0].MaxAge >= 0 {
		t.Errorf("signed out with %d, sockets of %v", out.status, over)
	}
	if again := crew.call("GET", "/api/v1/session", nil); again.status != http.StatusUnauthorized {
		t.Errorf("the old cookie is answered %d", again.status)
	}
	ended, err := w.guard.Ended(t.Context(), over)
	if err != nil || len(ended) != 1 {
		t.Errorf("ended sessions: %v %v", ended, err)
	}
}

func TestSessionEndsWithTheShift(t *testing.T) {
	w := newTown(t)
	desk := w.enter(home, "dispatcher")
	w.pass(12*time.Hour - time.Second)
	if got := desk.call("GET", "/api/v1/session", nil); got.status != http.StatusOK {
		t.Errorf("within the shift: %d", got.status)
	}
	w.pass(2 * time.Second)
	if got := desk.call("GET", "/api/v1/session", nil); got.status != http.StatusUnauthorized {
		t.Errorf("after the shift: %d", got.status)
	}
}

// A wrong password, an unknown login, an unknown city and a disabled account look alike.
func TestWrongSignInsLookAlike(t *testing.T) {
	w := newTown(t)
	must(t, w.guard.Disable(t.Context(), home, "senior"))
	var first string
	for _, try := range []map[string]any{
		{"city": home, "login": "dispatcher", "password": "не тот"}, {"city": home, "login": "ghost", "password": password},
		{"city": "atlantis", "login": "dispatcher", "password": password}, {"city": home, "login": "senior", "password": password},
	} {
		got := w.nobody().call("POST", "/api/v1/session", try)
		if got.status != http.StatusUnauthorized || first != "" && got.body != first || len(got.cookies) > 0 {
			t.Errorf("%v: %d %s", try, got.status, got.body)
		}
		first = got.body
	}
}

// Guesses are slowed down by account and address; time heals, and a right password clears.
func TestGuessesAreSlowedDown(t *testing.T) {
	w := newTown(t)
	guess := func(password string) reply {
		return w.nobody().call("POST", "/api/v1/session", map[string]any{"city": home, "login": "dispatcher", "password": password})
	}
	for i := range 5 {
		if got := guess("не тот " + strconv.Itoa(i)); got.status != http.StatusUnauthorized {
			t.Fatalf("guess %d: %d", i, got.status)
		}
	}
	slow := guess(password)
	told := read[problem](t, slow, http.StatusTooManyRequests)
	if seconds, err := strconv.Atoi(slow.header.Get("Retry-After")); told.Code != "too_many_attempts" || err != nil || seconds < 1 {
		t.Fatalf("slowed down with %+v, Retry-After %q", told, slow.header.Get("Retry-After"))
	}
	if other := w.nobody().call("POST", "/api/v1/session", map[string]any{"city": home, "login": "senior", "password": password}); other.status != http.StatusOK {
		t.Errorf("another account from the same address: %d", other.status)
	}
	w.pass(2 * time.Second)
	if got := guess(password); got.status != http.StatusOK {
		t.Errorf("after the wait: %d %s", got.status, got.body)
	}
	if got := guess("не тот"); got.status != http.StatusUnauthorized {
		t.Errorf("a right password has not cleared the count: %d", got.status)
	}
}

// A control room that signs in behind one address is not taken for a guesser.
func TestRightPasswordsCountForNobody(t *testing.T) {
	w := newTown(t)
	w.enter(home, "dispatcher")
	w.enter(home, "senior")
	var counted int
	must(t, w.pool.QueryRow(t.Context(), `select count(*) from sign_in_failures`).Scan(&counted))
	if counted != 0 {
		t.Errorf("%d subjects are counted", counted)
	}
}

// Over plain HTTP nobody signs in from elsewhere; behind a named proxy that says HTTPS the cookie is Secure.
func TestCookieIsBoundToHTTPS(t *testing.T) {
	body := map[string]any{"city": home, "login": "dispatcher", "password": password}
	strange := newTown(t)
	if got := strange.nobody().with("X-Forwarded-For", "203.0.113.7").call("POST", "/api/v1/session", body); got.status != http.StatusForbidden {
		t.Errorf("through an unknown proxy: %d", got.status)
	}
	named := newTown(t, func(c *httpapi.Config) { c.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	got := named.nobody().with("X-Forwarded-For", "203.0.113.7").with("X-Forwarded-Proto", "https").call("POST", "/api/v1/session", body)
	if got.status != http.StatusOK || !got.cookies[0].Secure {
		t.Errorf("behind a named proxy: %d %v", got.status, got.cookies)
	}
}

// A ticket opens one socket, for a page of this host, within half a minute.
func TestTicketOpensOneSocket(t *testing.T) {
	w := newTown(t)
	m := w.matter(home)
	desk := w.enter(home, "dispatcher")
	ticket := func(b *browser, path string) string {
		return read[struct{ Ticket string }](t, b.call("POST", path, nil), http.StatusOK).Ticket
	}
	own := w.nobody().with("Origin", w.door.URL)
	open := func(b *browser, ticket string) reply { return b.call("GET", "/api/v1/socket?ticket="+ticket, nil) }

	first := ticket(desk, "/api/v1/tickets")
	for origin, b := range map[string]*browser{"foreign": w.nobody().with("Origin", "https://evil.example"), "no": w.nobody(), "null": w.nobody().with("Origin", "null")} {
		if got := open(b, first); got.status != http.StatusForbidden {
			t.Errorf("%s origin: %d", origin, got.status)
		}
	}
	if got := open(own, first); got.status != http.StatusOK || !strings.HasPrefix(got.body, "dispatcher ") {
		t.Errorf("the ticket, not used up by foreign pages: %d %s", got.status, got.body)
	}
	if got := open(own, first); got.status != http.StatusUnauthorized {
		t.Errorf("a second time: %d", got.status)
	}
	old := ticket(desk, "/api/v1/tickets")
	w.pass(31 * time.Second)
	if got := open(own, old); got.status != http.StatusUnauthorized {
		t.Errorf("after half a minute: %d", got.status)
	}
	if got := open(own, ticket(w.nobody(), "/api/v1/links/"+m.link+"/ticket")); !strings.HasSuffix(got.body, home+" "+m.link) {
		t.Errorf("a link's ticket opens %q", got.body)
	}
	orphan := ticket(desk, "/api/v1/tickets")
	desk.call("DELETE", "/api/v1/session", nil)
	if got := open(own, orphan); got.status != http.StatusUnauthorized {
		t.Errorf("a ticket of an ended session: %d", got.status)
	}
}

// A foreign page cannot make a signed-in browser do anything.
func TestForeignPagesAreRefused(t *testing.T) {
	w := newTown(t, func(c *httpapi.Config) { c.Origins = []string{"https://05.example.ru"} })
	desk := w.enter(home, "dispatcher")
	post := func(b *browser) int { return b.call("POST", "/api/v1/tickets", nil).status }
	if got := post(desk.with("Sec-Fetch-Site", "cross-site").with("Origin", "https://evil.example")); got != http.StatusForbidden {
		t.Errorf("foreign page: %d", got)
	}
	if got := post(desk.with("Origin", "https://evil.example")); got != http.StatusForbidden {
		t.Errorf("foreign page of an old browser: %d", got)
	}
	if got := post(desk.with("Sec-Fetch-Site", "cross-site").with("Origin", "https://05.example.ru")); got != http.StatusOK {
		t.Errorf("listed page: %d", got)
	}
}
