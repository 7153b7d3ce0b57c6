package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
)

// Vehicles of a city by name, those out of use at the end.
func (s *Store) Vehicles(ctx context.Context, city string) ([]dispatch.Vehicle, error) {
	rows, err := s.pool.Query(ctx, `select id, version, name, plate, organisation_id, retired_at from vehicles where city_id = $1
		order by retired_at is not null, name, id`, city)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[dispatch.Vehicle])
}

// PutVehicle adds a vehicle or changes one.
func (s *Store) PutVehicle(ctx context.Context, city string, v dispatch.Vehicle, line dispatch.RosterLine) (id int64, err error) {
	return s.put(ctx, city, line, v.ID == 0, `insert into vehicles (city_id, name, plate, organisation_id, retired_at)
		select $1, $4, $5, $6, $7::timestamptz where $2::bigint = 0 and $3::bigint >= 0 returning id`,
		`update vehicles set version = version + 1, name = $4, plate = $5, organisation_id = $6, retired_at = $7 where city_id = $1 and id = $2 and version = $3 returning id`,
		city, v.ID, v.Version, v.Name, v.Plate, v.Organisation, v.RetiredAt)
}
