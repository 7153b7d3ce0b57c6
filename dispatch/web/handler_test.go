package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

var build = fstest.MapFS{
	"placeholder.html":      {Data: []byte("placeholder")},
	"board/index.html":      {Data: []byte("<p>board</p>")},
	"portal/index.html":     {Data: []byte("<p>portal</p>")},
	"tablet/index.html":     {Data: []byte("<p>tablet</p>")},
	"login/index.html":      {Data: []byte("<p>login</p>")},
	"reports/index.html":    {Data: []byte("<p>reports</p>")},
	"sw.js":                 {Data: []byte("worker")},
	"assets/board-1a2b.js":  {Data: []byte(strings.Repeat("let a = 1;", 100))},
	"assets/pt-sans.woff2":  {Data: []byte(strings.Repeat("font", 100))},
	"manifest.webmanifest":  {Data: []byte("{}")},
	"assets/board-1a2b.css": {Data: []byte("a{}")},
}

func ask(t *testing.T, site http.Handler, method, path string, headers ...string) *http.Response {
	t.Helper()
	request := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	answer := httptest.NewRecorder()
	site.ServeHTTP(answer, request)
	return answer.Result()
}

func TestEachPathShowsItsScreen(t *testing.T) {
	site := newSite(build)
	for _, c := range []struct {
		path, body, kind, caching string
		status                    int
	}{
		{"/", "<p>portal</p>", "text/html; charset=utf-8", "no-cache", 200},
		{"/r/AbC-09_x", "<p>portal</p>", "text/html; charset=utf-8", "no-cache", 200},
		{"/board", "<p>board</p>", "text/html; charset=utf-8", "no-cache", 200},
		{"/board/", "<p>board</p>", "text/html; charset=utf-8", "no-cache", 200},
		{"/tablet", "<p>tablet</p>", "text/html; charset=utf-8", "no-cache", 200},
		{"/login", "<p>login</p>", "text/html; charset=utf-8", "no-cache", 200},
		{"/reports", "<p>reports</p>", "text/html; charset=utf-8", "no-cache", 200},
		{"/sw.js", "worker", "text/javascript; charset=utf-8", "no-cache", 200},
		{"/manifest.webmanifest", "{}", "application/manifest+json", "no-cache", 200},
		{"/assets/board-1a2b.css", "a{}", "text/css; charset=utf-8", "public, max-age=31536000, immutable", 200},
		{"/assets/gone.js", "404 page not found\n", "text/plain; charset=utf-8", "", 404},
		{"/boards", "404 page not found\n", "text/plain; charset=utf-8", "", 404},
		{"/../handler.go", "404 page not found\n", "text/plain; charset=utf-8", "", 404},
	} {
		t.Run(c.path, func(t *testing.T) {
			answer := ask(t, site, "GET", c.path)
			body, _ := io.ReadAll(answer.Body)
			got := []any{answer.StatusCode, string(body), answer.Header.Get("Content-Type"), answer.Header.Get("Cache-Control")}
			want := []any{c.status, c.body, c.kind, c.caching}
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("got %q, want %q", got[i], want[i])
				}
			}
		})
	}
}

func TestWithoutABuildThePlaceholderIsShown(t *testing.T) {
	site := newSite(fstest.MapFS{"placeholder.html": build["placeholder.html"]})
	body, _ := io.ReadAll(ask(t, site, "GET", "/board").Body)
	if string(body) != "placeholder" {
		t.Errorf("got %q", body)
	}
}

func TestTheEmbeddedFilesShowThePortal(t *testing.T) {
	if answer := ask(t, Handler(), "GET", "/"); answer.StatusCode != http.StatusOK {
		t.Errorf("status %d", answer.StatusCode)
	}
}

func TestTextIsCompressedForThoseWhoTakeIt(t *testing.T) {
	site := newSite(build)
	for _, c := range []struct{ path, accept, coding string }{
		{"/assets/board-1a2b.js", "gzip, br", "gzip"},
		{"/assets/board-1a2b.js", "br;q=1, gzip;q=0.5", "gzip"},
		{"/assets/board-1a2b.js", "gzip;q=0", ""},
		{"/assets/board-1a2b.js", "", ""},
		{"/assets/pt-sans.woff2", "gzip", ""},
		{"/assets/board-1a2b.css", "gzip", ""},
	} {
		answer := ask(t, site, "GET", c.path, "Accept-Encoding", c.accept)
		if got := answer.Header.Get("Content-Encoding"); got != c.coding {
			t.Errorf("%s for %q: coding %q, want %q", c.path, c.accept, got, c.coding)
		}
	}
	answer := ask(t, site, "GET", "/assets/board-1a2b.js", "Accept-Encoding", "gzip")
	reader, err := gzip.NewReader(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, _ := io.ReadAll(reader); string(body) != string(build["assets/board-1a2b.js"].Data) {
		t.Error("the compressed body is another one")
	}
}

func TestAnUnchangedPageIsNotSentAgain(t *testing.T) {
	site := newSite(build)
	first := ask(t, site, "GET", "/board")
	again := ask(t, site, "GET", "/board", "If-None-Match", first.Header.Get("ETag"))
	if again.StatusCode != http.StatusNotModified {
		t.Errorf("status %d", again.StatusCode)
	}
}

func TestEveryAnswerCarriesThePolicy(t *testing.T) {
	site := newSite(build)
	for _, path := range []string{"/", "/assets/board-1a2b.js", "/nothing"} {
		header := ask(t, site, "GET", path).Header
		csp := header.Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'self';") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "http") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: no nosniff", path)
		}
	}
}

func TestPagesAreOnlyRead(t *testing.T) {
	if answer := ask(t, newSite(build), "POST", "/board"); answer.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("status %d", answer.StatusCode)
	}
}
