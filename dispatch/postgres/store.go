package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"dispatch05/dispatch"
	"dispatch05/dispatch/roster"
)

// Store is the service's truth in one database.
type Store struct {
	pool  *pgxpool.Pool
	zones sync.Map // city -> *time.Location: a city's zone does not change while the service runs

	intakes sync.Map // city -> *intake

	// Calendar gives the calendar that tells a city's working days from holidays for its plan of duty; set before
	// use. nil: no year is known, and whoever would be on duty by it is told as not known.
	Calendar func(city string) roster.Calendar
}

// NewStore works on an open pool; the caller closes it.
func NewStore(pool *pgxpool.Pool) *Store { return &Store{pool: pool} }

// Settings of a connection: every statement has an end, and a connection that came to a server that only
// reads is thrown away (SQLSTATE 25006: the master has moved).
const (
	connectTimeout   = 3 * time.Second
	statementTimeout = "15s"
	pingTimeout      = 2 * time.Second
)

// Open makes a pool of at most size connections for a database URL. It does not wait for the server. Times
// are read as UTC whatever the machine's zone.
func Open(ctx context.Context, url string, size int32) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL: %w", err)
	}
	config.MaxConns = size
	config.PingTimeout = pingTimeout
	config.ConnConfig.ConnectTimeout = connectTimeout
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	config.ConnConfig.RuntimeParams["application_name"] = "dispatch05"
	if _, set := config.ConnConfig.RuntimeParams["statement_timeout"]; !set {
		config.ConnConfig.RuntimeParams["statement_timeout"] = statementTimeout
	}
	config.AfterConnect = func(_ context.Context, conn *pgx.Conn) error {
		conn.TypeMap().RegisterType(&pgtype.Type{Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC}})
		return nil
	}
	config.ConnConfig.OnPgError = func(_ *pgconn.PgConn, e *pgconn.PgError) bool {
		return e.Code != "25006" && e.Severity != "FATAL"
	}
	return pgxpool.NewWithConfig(ctx, config)
}

// Ready says whether the database answers.
func (s *Store) Ready(ctx context.Context) error { return s.pool.Ping(ctx) }

// writing runs a transaction and maps its error.
func (s *Store) writing(ctx context.Context, do func(pgx.Tx) error) error {
	return mapped(pgx.BeginFunc(ctx, s.pool, do))
}

// querier is what reads need: the pool, or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

// constraintErrors are the refusals of the schema that people can cause, by constraint name.
var constraintErrors = map[string]*dispatch.Error{
	"requests_city_id_house_id_fkey":            {Kind: dispatch.Invalid, Code: "unknown_house", Field: "house_id", Ru: "Такого дома нет в реестре", En: "The register has no such house"},
	"work_orders_city_id_organisation_id_fkey":  {Kind: dispatch.Invalid, Code: "unknown_organisation", Field: "organisation_id", Ru: "Такой организации нет", En: "There is no such organisation"},
	"accounts_city_id_login_key":                {Kind: dispatch.Conflict, Code: "login_taken", Field: "login", Ru: "Этот логин занят", En: "This login is taken"},
	"accounts_city_id_organisation_id_fkey":     dispatch.ErrUnknownOrganisation,
	"accounts_city_id_crew_id_fkey":             {Kind: dispatch.Invalid, Code: "unknown_crew", Field: "crew_id", Ru: "Такой бригады нет", En: "There is no such crew"},
	"crews_city_id_name_key":                    dispatch.ErrCrewNamed,
	"crews_city_id_organisation_id_fkey":        dispatch.ErrUnknownOrganisation,
	"organisations_city_id_name_key":            {Kind: dispatch.Conflict, Code: "name_taken", Field: "name", Ru: "Организация с таким названием уже есть или была", En: "There is, or was, an organisation of this name"},
	"contracts_city_id_organisation_id_fkey":    dispatch.ErrUnknownOrganisation,
	"contracts_city_id_house_id_fkey":           {Kind: dispatch.Invalid, Code: "unknown_house", Field: "house_id", Ru: "Такого дома нет в реестре", En: "The register has no such house"},
	"contracts_city_id_service_id_fkey":         {Kind: dispatch.Invalid, Code: "unknown_organisation", Field: "service_id", Ru: "Такой организации нет", En: "There is no such organisation"},
	"people_city_id_organisation_id_name_key":   {Kind: dispatch.Conflict, Code: "name_taken", Field: "name", Ru: "Человек с таким именем в организации уже есть", En: "The organisation has somebody of this name"},
	"people_city_id_organisation_id_fkey":       dispatch.ErrUnknownOrganisation,
	"people_city_id_crew_id_fkey":               {Kind: dispatch.Invalid, Code: "unknown_crew", Field: "crew_id", Ru: "Такой бригады нет", En: "There is no such crew"},
	"people_city_id_account_id_fkey":            {Kind: dispatch.Invalid, Code: "unknown_account", Field: "account_id", Ru: "Такой учётной записи нет", En: "There is no such account"},
	"people_account":                            {Kind: dispatch.Conflict, Code: "account_taken", Field: "account_id", Ru: "Эта учётная запись уже у другого человека", En: "This account is somebody else's"},
	"vehicles_city_id_organisation_id_name_key": {Kind: dispatch.Conflict, Code: "name_taken", Field: "name", Ru: "Машина с таким названием в организации уже есть", En: "The organisation has a vehicle of this name"},
	"vehicles_city_id_organisation_id_fkey":     dispatch.ErrUnknownOrganisation,
	"posts_city_id_name_key":                    {Kind: dispatch.Conflict, Code: "name_taken", Field: "name", Ru: "Пост с таким названием уже есть", En: "There is a post of this name"},
	"posts_city_id_organisation_id_fkey":        dispatch.ErrUnknownOrganisation,
	"posts_city_id_supervisor_id_fkey":          {Kind: dispatch.Invalid, Code: "unknown_post", Field: "supervisor_id", Ru: "Такого поста нет", En: "There is no such post"},
	"cities_pkey":                               {Kind: dispatch.Conflict, Code: "city_exists", Field: "city", Ru: "Такой город уже есть", En: "The city exists already"},
}

// mapped turns what the database answers into the trade's errors, by code and constraint name.
func mapped(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return dispatch.ErrNotFound
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		if known, ok := constraintErrors[pg.ConstraintName]; ok {
			refusal := *known
			refusal.Cause = err
			return &refusal
		}
		if pg.Code == "40001" || pg.Code == "40P01" { // serialisation, deadlock: decide anew
			return fmt.Errorf("%w: %w", dispatch.ErrStale, err)
		}
	}
	return err
}

// null is a reference that may be absent: 0 stands for none.
func null(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

var _ dispatch.Store = (*Store)(nil)
