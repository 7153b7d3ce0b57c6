package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"dispatch05/dispatch"
)

const readyWithin = 2 * time.Second

func (a *api) healthRoutes() {
	a.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, "application/json", map[string]string{"status": "ok"})
	})
	a.mux.HandleFunc("GET /readyz", a.ready)
	a.mux.HandleFunc("GET /openapi.json", a.openAPI)
	if a.Metrics != nil {
		shown := promhttp.HandlerFor(a.Metrics, promhttp.HandlerOpts{})
		a.mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) { a.ownMachineOnly(shown, w, r) })
	}
}

func (a *api) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyWithin)
	defer cancel()
	if a.Ready != nil {
		if err := a.Ready(ctx); err != nil {
			a.Log.Warn("not ready", "error", err)
			writeJSON(w, http.StatusServiceUnavailable, "application/json", map[string]string{"status": "not ready"})
			return
		}
	}
	writeJSON(w, http.StatusOK, "application/json", map[string]string{"status": "ready"})
}

// ownMachineOnly lets nobody in who comes from elsewhere, by a proxy on this machine included.
func (a *api) ownMachineOnly(shown http.Handler, w http.ResponseWriter, r *http.Request) {
	forwarded := r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != ""
	if !peerOf(r).IsLoopback() || forwarded {
		a.refuse(w, r, dispatch.ErrNotFound)
		return
	}
	shown.ServeHTTP(w, r)
}

func (a *api) openAPI(w http.ResponseWriter, r *http.Request) {
	text, err := a.describe()
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/vnd.oai.openapi+json;version=3.1")
	w.Header().Set("Cache-Control", "max-age=300")
	_, _ = w.Write(text)
}
