package httpapi

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
	"dispatch05/geo/basemap"
)

// api is the door: the configuration, and what the routes share.
type api struct {
	Config
	mux       *http.ServeMux
	huma      huma.API
	calls     calls
	intake    *intake
	crush     *crush
	tiles     *tileCache
	basemaps  *basemap.Fetcher
	live      *livePictures
	pictures  chan struct{} // photographs being decoded
	reporting chan struct{} // reports being computed
	allowed   func(*http.Request) bool
}

// New makes the handler of the whole service: the API, Open311, sockets, health, and the pages.
func New(config Config) (http.Handler, error) {
	if config.Desk == nil || config.Guard == nil || config.Directory == nil || config.Reports == nil {
		return nil, errors.New("httpapi: Config needs Desk, Guard, Directory and Reports")
	}
	if config.Log == nil {
		config.Log = slog.Default()
	}
	a := newAPI(config)
	if config.Metrics != nil {
		if err := config.Metrics.Register(a.calls.seconds); err != nil {
			return nil, err
		}
	}
	page, err := a.docs()
	if err != nil {
		return nil, err
	}
	a.mux.HandleFunc("GET /docs", page)
	for _, calls := range []string{"/api/", "/open311/"} {
		a.mux.HandleFunc(calls, func(w http.ResponseWriter, r *http.Request) { a.refuse(w, r, dispatch.ErrNotFound) })
	}
	if config.Pages != nil {
		a.mux.Handle("/", config.Pages)
	}
	door, err := a.crossOrigin(a.mux)
	if err != nil {
		return nil, err
	}
	return a.meetCaller(a.asData(a.inTime(a.watch(door)))), nil
}

func newAPI(config Config) *api {
	a := &api{Config: config, mux: http.NewServeMux(), calls: newCalls(), tiles: newTileCache(), basemaps: basemap.NewFetcher(), live: newLivePictures(), intake: newIntake(config.Intake), crush: newCrush(config.Crush),
		pictures: make(chan struct{}, picturesAtOnce), reporting: make(chan struct{}, reportsAtOnce), allowed: OriginAllowed(config.Origins)}
	a.huma = humago.New(a.mux, humaConfig())
	for _, routes := range []func(){a.cityRoutes, a.classifierRoutes, a.addressRoutes, a.commentRoutes, a.tileRoutes, a.basemapRoutes, a.liveTileRoutes, a.reportRoutes, a.linkRoutes, a.sessionRoutes,
		a.houseRoutes, a.requestRoutes, a.orderRoutes, a.photoRoutes, a.uploadRoutes, a.presenceRoutes, a.crewRoutes, a.escalationRoutes, a.noticeRoutes, a.pushRoutes, a.trainingRoutes, a.organisationRoutes, a.ruleRoutes, a.deviceRoutes,
		a.workReportRoutes, a.peopleRoutes, a.accountRoutes, a.contractRoutes, a.crewBookRoutes, a.vehicleRoutes, a.postRoutes, a.dutyRoutes,
		a.socketRoutes, a.open311Routes, a.healthRoutes} {
		routes()
	}
	a.tellNulls()
	return a
}

func humaConfig() huma.Config {
	config := huma.DefaultConfig("dispatch05", "1")
	config.Info.Description = "A city's emergency dispatch service: reports, requests, work orders, crews. Times are RFC 3339 in UTC, points are [lon, lat]. " +
		"Refusals are RFC 9457 problems, in Russian, or in English with Accept-Language: en. Commands take an Idempotency-Key: the same key with the same body gives the same answer, " +
		"with another body it is refused (key_reused)."
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.Formats = map[string]huma.Format{"application/json": unicodeJSON, "json": unicodeJSON}
	config.CreateHooks = nil // no $schema in the answers
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"session": {Type: "apiKey", In: "cookie", Name: auth.CookieName}}
	return config
}

// output is a JSON answer.
type output[B any] struct {
	Status int
	Replay string `header:"Idempotent-Replay" doc:"true: the key had been used, this is the answer of then"`
	Cookie string `header:"Set-Cookie"`
	Body   B
}

// reply is an answer with more than a body.
type reply[B any] struct {
	body    B
	created bool
	replay  bool
	cookie  *http.Cookie
}

func (r reply[B]) output() *output[B] {
	o := &output[B]{Status: http.StatusOK, Body: r.body}
	if r.created {
		o.Status = http.StatusCreated
	}
	if r.replay {
		o.Replay = "true"
	}
	if r.cookie != nil {
		o.Cookie = r.cookie.String()
	}
	return o
}

// public describes and serves an operation that needs no sign-in.
func public[I, B any](a *api, op huma.Operation, do func(context.Context, *I) (reply[B], error)) {
	op.MaxBodyBytes = maxJSONBytes
	if op.DefaultStatus == 0 {
		op.DefaultStatus = http.StatusOK
	}
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*output[B], error) {
		out, err := do(ctx, in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out.output(), nil
	})
}

type visitorKey struct{}

// staff describes and serves an operation of somebody signed in, whose rights the desk then checks.
func staff[I, B any](a *api, op huma.Operation, do func(context.Context, auth.Visitor, *I) (reply[B], error)) {
	op.Security = []map[string][]string{{"session": {}}}
	op.Middlewares = huma.Middlewares{a.signedIn}
	public(a, op, func(ctx context.Context, in *I) (reply[B], error) {
		who, _ := ctx.Value(visitorKey{}).(auth.Visitor)
		return do(ctx, who, in)
	})
}

// signedIn reads who is calling before anything of the call is looked at.
func (a *api) signedIn(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	who, err := a.Guard.Visitor(r)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	next(huma.WithValue(ctx, visitorKey{}, who))
}

// signedInHandler is signedIn for a route outside of huma.
func (a *api) signedInHandler(do func(http.ResponseWriter, *http.Request, auth.Visitor)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		who, err := a.Guard.Visitor(r)
		if err != nil {
			a.refuse(w, r, err)
			return
		}
		do(w, r, who)
	}
}

// watcher is a reader of the city's or the organisation's board.
func watcher(who auth.Visitor) (dispatch.Actor, error) {
	if actor := who.Actor(); actor.Role.May(dispatch.MayWatch) {
		return actor, nil
	}
	return dispatch.Actor{}, dispatch.ErrForbidden
}

func operation(method, path, id, tag, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: "/api/v1" + path, Summary: summary, Tags: []string{tag}}
}
