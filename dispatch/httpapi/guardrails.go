package httpapi

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"dispatch05/dispatch"
)

var errForeignPage = &dispatch.Error{Kind: dispatch.Forbidden, Code: "foreign_page", Ru: "Запрос с чужой страницы не принят", En: "A call from a foreign page is not taken"}

// crossOrigin refuses what a foreign page makes a signed-in browser do.
func (a *api) crossOrigin(next http.Handler) (http.Handler, error) {
	protection := http.NewCrossOriginProtection()
	for _, origin := range a.Origins {
		if err := protection.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("origin %q: %w", origin, err)
		}
	}
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { a.refuse(w, r, errForeignPage) }))
	return protection.Handler(next), nil
}

// OriginAllowed makes the check of a socket's handshake: a page of this very host, or of a listed
// origin. A handshake without Origin is refused.
func OriginAllowed(origins []string) func(*http.Request) bool {
	return func(r *http.Request) bool {
		origin := r.Header.Get("Origin")
		for _, listed := range origins {
			if strings.EqualFold(origin, listed) {
				return true
			}
		}
		page, err := url.Parse(origin)
		return err == nil && page.Host != "" && strings.EqualFold(page.Host, r.Host)
	}
}

// isCall says whether a path is the API's, whose answers are data and never a page.
func isCall(path string) bool {
	return strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/open311/")
}

// asData marks answers as data: not to be guessed at, framed or kept.
func (a *api) asData(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isCall(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		header := w.Header()
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Cache-Control", "no-store")
		header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		header.Set("Referrer-Policy", "no-referrer")
		header.Add("Vary", "Accept-Language")
		next.ServeHTTP(w, r)
	})
}

// inTime gives every call an end. A socket goes on.
func (a *api) inTime(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isCall(r.URL.Path) || r.URL.Path == socketPath {
			next.ServeHTTP(w, r)
			return
		}
		within := answerWithin
		if strings.HasSuffix(r.URL.Path, "/photos") {
			within += uploadWithin
		}
		if strings.Contains(r.URL.Path, "/reports") {
			within = reportWithin
		}
		ctx, cancel := context.WithTimeout(r.Context(), within)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// watch logs each call by its route and turns a panic into an answer. No path, query or address is
// logged: paths hold links, queries hold addresses and tickets.
func (a *api) watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, began := &answer{ResponseWriter: w}, time.Now()
		defer func() {
			reason := recover()
			if reason != nil && reason != http.ErrAbortHandler {
				a.Log.Error("call panicked", "call", callerOf(r.Context()).id, "route", r.Pattern, "reason", reason, "stack", string(debug.Stack()))
				if answer.status == 0 {
					a.refuse(answer, r, errOurs)
				}
			}
			a.told(r, answer, time.Since(began))
			if reason == http.ErrAbortHandler {
				panic(reason) // the server cuts the connection: the answer must not look whole
			}
		}()
		next.ServeHTTP(answer, r)
	})
}

func (a *api) told(r *http.Request, answer *answer, took time.Duration) {
	status := answer.status
	if status == 0 {
		status = http.StatusOK
	}
	route := r.Pattern
	if route == "" {
		route = "none"
	}
	a.calls.observe(route, status, took)
	a.Log.Debug("call", "call", callerOf(r.Context()).id, "method", r.Method, "route", route, "status", status, "ms", took.Milliseconds())
}

// answer remembers the status that was sent.
type answer struct {
	http.ResponseWriter
	status int
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(body []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(body)
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// Hijack gives the connection of a handshake away.
func (a *answer) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	if a.status == 0 {
		a.status = http.StatusSwitchingProtocols
	}
	return http.NewResponseController(a.ResponseWriter).Hijack()
}
