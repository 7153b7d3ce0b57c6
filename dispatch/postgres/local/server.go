package local

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Server is a running private PostgreSQL. It is safe for concurrent use.
type Server struct {
	config  Config
	cluster *cluster
	hold    *hold
	log     *slog.Logger

	stopping chan struct{} // closed by the first Stop
	stopOnce sync.Once
	stopped  chan struct{} // closed when the supervisor has ended
	stopErr  error         // read after stopped

	mu      sync.Mutex
	current *postmaster
}

// Start takes the data folder, starts its server and returns when it takes
// connections. ctx bounds the start only; the server runs until Stop.
//
// Errors to tell apart: *HeldError (another process has the folder), *MajorError
// (data of another PostgreSQL), ErrNoBinaries (nothing installed).
func Start(ctx context.Context, config Config) (*Server, error) {
	config, err := config.withDefaults()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, config.StartTimeout)
	defer cancel()
	held, err := takeHold(config.DataDir)
	if err != nil {
		return nil, err
	}
	s := &Server{config: config, hold: held, log: config.Log,
		stopping: make(chan struct{}), stopped: make(chan struct{})}
	if err := s.start(ctx); err != nil {
		held.release()
		return nil, err
	}
	if err := s.tellConnect(); err != nil {
		config.Log.Warn("postgres: other programs cannot find the server", "error", err)
	}
	go s.supervise()
	return s, nil
}

// startAttempts covers the moments in which the processes of a server that was
// killed still hold its shared memory, and one that was starting shows itself.
const startAttempts = 8

func (s *Server) start(ctx context.Context) error {
	began := time.Now()
	cl, err := openCluster(ctx, s.config)
	if err != nil {
		return err
	}
	s.cluster = cl
	for attempt := range startAttempts {
		if err = cl.clearLeftover(ctx, s.log); err != nil {
			return err
		}
		if err = s.run(ctx); err == nil {
			s.log.Info("postgres: started", "pid", s.PID(), "took", time.Since(began).Round(time.Millisecond), "user", cl.name, "folder", cl.home)
			return nil
		}
		if !rest(ctx.Done(), pause(attempt)) {
			break
		}
	}
	return err
}

// run launches the server and waits until it takes connections.
func (s *Server) run(ctx context.Context) error {
	pm, err := s.cluster.launch(s.config.Disposable)
	if err != nil {
		return err
	}
	if err := s.cluster.awaitReady(ctx, pm); err != nil {
		return errors.Join(err, pm.stop(context.WithoutCancel(ctx)))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current = pm
	return nil
}

// URL is the connection string of a database on this server, over its unix socket.
func (s *Server) URL(database string) string { return s.cluster.url(database) }

// PID is the process number of the running server, for watching and for kill tests.
func (s *Server) PID() int { return s.running().process.Pid }

// Dir is the folder that holds the cluster and its logs.
func (s *Server) Dir() string { return s.cluster.home }

func (s *Server) running() *postmaster {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current
}

// CreateDatabase makes an empty database; one that exists already is left alone.
func (s *Server) CreateDatabase(ctx context.Context, name string) error {
	conn, err := pgx.Connect(ctx, s.URL("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	_, err = conn.Exec(ctx, "create database "+pgx.Identifier{name}.Sanitize())
	if failed, ok := errors.AsType[*pgconn.PgError](err); ok && failed.Code == "42P04" { // duplicate_database
		return nil
	}
	return err
}

// Stop ends the server by a fast shutdown and gives the data folder back. It may
// be called twice and from several goroutines; all wait for the same end. ctx
// bounds the wait, not the shutdown.
func (s *Server) Stop(ctx context.Context) error {
	s.stopOnce.Do(func() { close(s.stopping) })
	select {
	case <-s.stopped:
		return s.stopErr
	case <-ctx.Done():
		return ctx.Err()
	}
}
