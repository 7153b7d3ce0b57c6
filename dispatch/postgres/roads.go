package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch/atlas"
	"dispatch05/geo/roads"
)

// NewRoads is a road graph that a file gives.
type NewRoads struct {
	Graph *roads.Graph
	AsOf  time.Time // the newest edit in the file, zero where it tells none
}

// ReplaceRoads puts a road graph in place of the one that the city has, in one commit.
func (s *Store) ReplaceRoads(ctx context.Context, city, source string, fresh NewRoads, now time.Time) error {
	return s.writing(ctx, func(tx pgx.Tx) error { return replaceRoads(ctx, tx, city, source, fresh, now) })
}

func replaceRoads(ctx context.Context, tx pgx.Tx, city, source string, fresh NewRoads, now time.Time) error {
	data, err := fresh.Graph.MarshalBinary()
	if err != nil {
		return err
	}
	var edited *time.Time
	if !fresh.AsOf.IsZero() {
		edited = &fresh.AsOf
	}
	nodes, edges := fresh.Graph.Size()
	_, err = tx.Exec(ctx, `insert into roads (city_id, graph, nodes, edges, source, as_of, imported_at) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (city_id) do update set graph = excluded.graph, nodes = excluded.nodes, edges = excluded.edges,
			source = excluded.source, as_of = excluded.as_of, imported_at = excluded.imported_at`, city, data, nodes, edges, source, edited, now)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update cities set roads = roads + 1 where id = $1`, city)
	return err
}

// Roads are a city's road graph; without one the zero value. Errors: roads.ErrBroken.
func (s *Store) Roads(ctx context.Context, city string) (kept atlas.Roads, err error) {
	var data []byte
	err = s.pool.QueryRow(ctx, `select graph, source from roads where city_id = $1`, city).Scan(&data, &kept.Source)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return atlas.Roads{}, nil
	case err != nil:
		return atlas.Roads{}, err
	}
	kept.Graph = new(roads.Graph)
	if err := kept.Graph.UnmarshalBinary(data); err != nil {
		return atlas.Roads{}, fmt.Errorf("the roads of %s: %w", city, err)
	}
	return kept, nil
}

// RoadVersions grow with each change of a city's roads.
func (s *Store) RoadVersions(ctx context.Context) (map[string]int64, error) {
	return s.versions(ctx, `select id, roads from cities`)
}
