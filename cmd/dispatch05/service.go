package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/alicebob/miniredis/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"dispatch05/dispatch"
	"dispatch05/dispatch/atlas"
	"dispatch05/dispatch/auth"
	"dispatch05/dispatch/feed"
	"dispatch05/dispatch/httpapi"
	"dispatch05/dispatch/jobs"
	"dispatch05/dispatch/postgres"
	"dispatch05/dispatch/reports"
	"dispatch05/dispatch/roster"
	"dispatch05/dispatch/rulebook"
	"dispatch05/dispatch/web"
	"dispatch05/realtime"
	"dispatch05/realtime/redisbus"
)

// service is the parts of a running node.
type service struct {
	db      *database
	clock   *postgres.Clock
	atlas   *atlas.Atlas
	rules   *rulebook.Rulebook
	desk    *dispatch.Desk
	feed    *feed.Feed
	hub     *realtime.Hub
	notices notices
	guard   *auth.Guard
	metrics *prometheus.Registry
	server  *http.Server
	demo    bool // demo logins exist
}

// start builds a node, part by part; what it started is in ends.
func (c *serveCommand) start(ctx context.Context, ends *closing, log *slog.Logger) (*service, error) {
	s := &service{metrics: prometheus.NewRegistry()}
	for _, part := range []struct {
		name  string
		build func(context.Context, *service, *closing, *slog.Logger) error
	}{
		{"database", c.startDatabase}, {"demonstration", c.foundDemo}, {"atlas", c.startAtlas},
		{"desk", c.startDesk}, {"notices", c.startNotices}, {"sockets", c.startSockets}, {"door", c.buildDoor}, {"timetable", c.startTimetable}, {"training", c.startTraining},
	} {
		if err := part.build(ctx, s, ends, log); err != nil {
			return nil, fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return s, nil
}

func (c *serveCommand) startDatabase(ctx context.Context, s *service, ends *closing, log *slog.Logger) error {
	db, err := c.open(ctx, log)
	if err != nil {
		return err
	}
	ends.add("database", db.close)
	if s.clock, err = postgres.StartClock(ctx, db.store, log); err != nil {
		return err
	}
	ends.add("clock", func(context.Context) { s.clock.Stop() })
	s.db = db
	s.guard = auth.NewGuard(db.store, s.clock.Now, log)
	return nil
}

// foundDemo loads the demonstration city into an empty private database, or where it is asked for.
func (c *serveCommand) foundDemo(ctx context.Context, s *service, _ *closing, log *slog.Logger) error {
	cities, err := s.db.store.Cities(ctx)
	if err != nil {
		return err
	}
	if len(cities) == 0 && (c.DatabaseURL == "" || c.Demo) {
		return s.foundDemo(ctx, log)
	}
	for _, city := range cities {
		s.demo = s.demo || city.Demo
		if city.Demo && city.ID == demoCity {
			if err := s.layDemoRoads(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *serveCommand) startAtlas(ctx context.Context, s *service, ends *closing, log *slog.Logger) (err error) {
	if s.atlas, err = atlas.Open(ctx, s.db.store, log); err != nil {
		return err
	}
	ends.add("atlas", func(context.Context) { s.atlas.Close() })
	return nil
}

func (c *serveCommand) startDesk(ctx context.Context, s *service, _ *closing, log *slog.Logger) (err error) {
	if s.rules, err = rulebook.Open(ctx, s.db.store, log); err != nil {
		return err
	}
	s.db.store.Calendar = func(city string) roster.Calendar { return s.rules.Of(city).Calendar }
	s.desk = &dispatch.Desk{Store: s.db.store, Rules: s.rules.Of, Amended: s.rules.Refresh,
		Ways: s.atlas.Ways, Districts: s.atlas.Districts, Sure: s.atlas.Sure, Now: s.clock.Now, Log: log}
	s.feed = feed.New(s.desk, s.db.store, log)
	s.desk.Announcer = s.feed
	return nil
}

// channel is the Redis channel that joins the nodes of one service.
const channel = "dispatch05"

func (c *serveCommand) startSockets(ctx context.Context, s *service, ends *closing, log *slog.Logger) error {
	client, err := c.redis(ctx, ends)
	if err != nil {
		return err
	}
	metrics := realtime.NewMetrics()
	s.metrics.MustRegister(metrics)
	s.hub, err = realtime.New(realtime.Config{Node: rand.Text()[:8], Source: s.feed, Authorise: s.feed.Authorise, OnAck: s.feed.Acknowledged,
		Ended: s.guard.Ended, Bus: redisbus.New(client, channel, log), CheckOrigin: func(*http.Request) bool { return true }, // the door has checked it
		Now: s.clock.Now, Metrics: metrics, Log: log})
	if err != nil {
		return err
	}
	s.feed.Join(s.hub)
	s.guard.Over = s.hub.EndSession
	s.hub.Start()
	ends.add("sockets", func(context.Context) { s.hub.Stop() })
	return nil
}

// redis is the courier between nodes: the one at REDIS_URL, or one inside the process. Nothing that must
// last lies in it.
func (c *serveCommand) redis(_ context.Context, ends *closing) (redis.UniversalClient, error) {
	if c.RedisURL == "" {
		inside, err := miniredis.Run()
		if err != nil {
			return nil, err
		}
		client := redis.NewClient(&redis.Options{Addr: inside.Addr()})
		ends.add("redis", func(context.Context) {
			_ = client.Close()
			inside.Close()
		})
		return client, nil
	}
	client, err := redisbus.Dial(c.RedisURL)
	if err != nil {
		return nil, err
	}
	ends.add("redis", func(context.Context) { _ = client.Close() })
	return client, nil
}

func (c *serveCommand) buildDoor(_ context.Context, s *service, _ *closing, log *slog.Logger) error {
	proxies, err := c.proxies()
	if err != nil {
		return err
	}
	handler, err := httpapi.New(httpapi.Config{Desk: s.desk, Guard: s.guard, Directory: s.db.store, Reports: &reports.Archive{Source: s.db.store, Now: s.clock.Now},
		Register: s.atlas.Index, Map: s.atlas.Map, Comments: s.atlas.Comments,
		Socket: s.socket(log), Pages: web.Handler(), Ready: s.db.store.Ready, Away: postgres.Away, Metrics: s.metrics, Origins: c.Origins, Proxies: proxies,
		Receipt: s.notices.receipt, Push: s.notices, Uploads: s.db.store, Open311Keys: c.Open311Keys, Intake: c.Intake.limits(), Crush: c.Intake.crush(), Log: log})
	if err != nil {
		return err
	}
	s.server = httpapi.Server("", handler)
	return nil
}

// socket hands a visitor whose ticket was good to the hub.
func (s *service) socket(log *slog.Logger) func(http.ResponseWriter, *http.Request, auth.Visitor) {
	return func(w http.ResponseWriter, r *http.Request, who auth.Visitor) {
		viewer := realtime.Viewer{Session: who.Session, Expires: who.Expires, Who: any(who.Actor())}
		if who.Link != "" {
			viewer.Who = feed.LinkHolder{City: who.City, Link: who.Link}
		}
		if err := s.hub.Serve(w, r, viewer); err != nil {
			log.Debug("socket refused", "error", err)
		}
	}
}

func (c *serveCommand) startTimetable(_ context.Context, s *service, ends *closing, log *slog.Logger) error {
	sweep := jobs.Sweep(s.desk, log)
	table, err := jobs.New(log, jobs.Escalate(sweep), jobs.Newcomers(s.desk.TellNewcomers), jobs.LateTerms(s.desk.StartLateTerms), jobs.Trim(s.clock.Now, s.db.store.TrimOutbox), jobs.SignIns(s.guard.Sweep),
		jobs.Rules(s.rules.Refresh), jobs.Uploads(s.clock.Now, s.db.store.TrimUploads), jobs.Visits(s.clock.Now, s.db.store.LearnPoints, log))
	if err != nil {
		return err
	}
	table.Start()
	ends.add("timetable", func(context.Context) { table.Stop() })
	deadlines := &jobs.Deadlines{Nearest: s.db.store.NearestDeadline, Sweep: sweep, Now: s.clock.Now, Log: log}
	deadlines.Start()
	ends.add("deadlines", func(context.Context) { deadlines.Stop() })
	return nil
}

// greet tells where the screens are.
func (s *service) greet(out io.Writer, scheme, address string) {
	host := strings.NewReplacer("127.0.0.1", "localhost", "[::]", "localhost", "0.0.0.0", "localhost").Replace(address)
	at := scheme + "://" + host
	fmt.Fprintf(out, "\ndispatch05 %s\n  residents    %s/\n  board        %s/board\n  tablet       %s/tablet\n  API          %s/docs\n", version, at, at, at, at)
	if s.demo {
		fmt.Fprint(out, demoLogins)
	}
	fmt.Fprintln(out)
}
