package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
	"dispatch05/dispatch/reports"
	"dispatch05/geo"
	"dispatch05/geo/register"
)

// Config is what the door needs from the rest of the service.
type Config struct {
	Desk      *dispatch.Desk
	Guard     *auth.Guard
	Directory Directory
	Reports   *reports.Archive
	// Register and Map give a city's house index and drawn map; nil while they are being built.
	Register func(city string) *register.Index
	Map      func(city string) *geo.Map
	// Comments gives a city's reader of dispatchers' comments; nil while it is being built.
	Comments func(city string) *register.CommentReader
	// Socket takes over the handshake of a visitor whose ticket was good.
	Socket func(w http.ResponseWriter, r *http.Request, who auth.Visitor)
	// Pages answers whatever is not the API's: the screens.
	Pages http.Handler
	// Receipt takes what a city's SMS gateway says of a message; nil: no city has one. Push keeps browsers; nil: none.
	Receipt func(city, secret string, r *http.Request) error
	Push    Push
	// Uploads keeps photographs that come in pieces; nil: they come whole only.
	Uploads Uploads
	// Ready says why the service cannot work now; nil means that it can.
	Ready func(ctx context.Context) error
	// Away says that an error means a database that does not answer now: the caller is told to come back.
	Away func(error) bool
	// Metrics is what /metrics shows, to this machine only; the door adds its own to it. nil: none.
	Metrics *prometheus.Registry

	Origins     []string       // pages of these origins ("https://05.example.ru") may call, beside the own host's
	Proxies     []netip.Prefix // peers that may say for whom they speak (X-Forwarded-For, X-Forwarded-Proto)
	Open311Keys []string       // known api_keys of Open311; none: anybody may report
	Intake      Intake
	Crush       Crush
	Log         *slog.Logger
}

// Directory finds what has no operation of its own. Implemented by dispatch/postgres.
type Directory interface {
	Cities(ctx context.Context) ([]dispatch.City, error)
	Organisations(ctx context.Context, city string) ([]dispatch.Organisation, error)
	CaseByNumber(ctx context.Context, city string, year, number int) (dispatch.Case, error)
	PublishedCases(ctx context.Context, city string, p dispatch.Published) ([]dispatch.Case, error)
}

// Limits of what is taken in.
const (
	maxJSONBytes  = 1 << 20
	maxPhotoBytes = 10 << 20
	answerWithin  = 20 * time.Second // of one call; the socket is not a call
)

// Server is an HTTP server with the time limits that a public door needs.
func Server(address string, handler http.Handler) *http.Server {
	return &http.Server{Addr: address, Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 60 * time.Second,
		WriteTimeout: 90 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10}
}
