package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

func (s *Store) SaveInvitation(ctx context.Context, i auth.Invitation) error {
	_, err := s.pool.Exec(ctx, `insert into device_invitations (code, city_id, account_id, invited_by, expires_at) values ($1, $2, $3, $4, $5)`,
		i.Code, i.City, i.Account, i.By, i.Expires)
	return mapped(err)
}

// Enrol takes the invitation and makes the device in one commit.
func (s *Store) Enrol(ctx context.Context, code, token, name string, now time.Time) (device auth.Device, err error) {
	err = s.writing(ctx, func(tx pgx.Tx) error {
		var account, by int64
		err := tx.QueryRow(ctx, `with taken as (delete from device_invitations where code = $1 returning *) select city_id, account_id, invited_by from taken where expires_at > $2`,
			code, now).Scan(&device.City, &account, &by)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `insert into devices (city_id, name, account_id, token, enrolled_at, enrolled_by, seen_at) values ($1, $2, $3, $4, $5, $6, $5)`,
			device.City, name, account, token, now, by)
		return err
	})
	if err != nil {
		return auth.Device{}, err
	}
	return s.DeviceByToken(ctx, token, now)
}

const deviceQuery = `
	select d.id, d.city_id, d.name, d.account_id, a.crew_id, c.name, d.enrolled_at, d.seen_at, d.wiped_at, d.wipe_seen_at,
		array(select p.name from log_ons o join people p on p.city_id = o.city_id and p.id = o.person_id join sessions n on n.token = o.session and n.expiry > $2
			where o.city_id = d.city_id and o.device_id = d.id and o.ended_at is null order by o.at),
		coalesce(v.id, 0), coalesce(concat_ws(' ', v.name, nullif(v.plate, '')), '')
	from devices d join accounts a on a.city_id = d.city_id and a.id = d.account_id join crews c on c.city_id = a.city_id and c.id = a.crew_id
	left join lateral (select o.vehicle_id from log_ons o join sessions n on n.token = o.session and n.expiry > $2
		where o.city_id = d.city_id and o.device_id = d.id and o.ended_at is null order by o.at desc limit 1) last on true
	left join vehicles v on v.city_id = d.city_id and v.id = last.vehicle_id where `

func (s *Store) loadDevices(ctx context.Context, condition string, args ...any) ([]auth.Device, error) {
	rows, err := s.pool.Query(ctx, deviceQuery+condition, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[auth.Device])
}

// DeviceByToken notes that the device was seen, once a minute at most.
func (s *Store) DeviceByToken(ctx context.Context, token string, now time.Time) (auth.Device, error) {
	if _, err := s.pool.Exec(ctx, `update devices set seen_at = $2 where token = $1 and (seen_at is null or seen_at < $2::timestamptz - interval '1 minute')`, token, now); err != nil {
		return auth.Device{}, err
	}
	found, err := s.loadDevices(ctx, `d.token = $1`, token, now)
	if err != nil || len(found) == 0 {
		return auth.Device{}, firstOf(err, dispatch.ErrNotFound)
	}
	return found[0], nil
}

func (s *Store) Devices(ctx context.Context, city string, now time.Time) ([]auth.Device, error) {
	return s.loadDevices(ctx, `d.city_id = $1 order by d.name, d.id`, city, now)
}

// WipeDevice ends what the device has open in the same commit.
func (s *Store) WipeDevice(ctx context.Context, city string, id int64, now time.Time) (ended []string, err error) {
	err = s.writing(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `update devices set wiped_at = coalesce(wiped_at, $3) where city_id = $1 and id = $2`, city, id, now)
		if err == nil && tag.RowsAffected() == 0 {
			err = dispatch.ErrNotFound
		}
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `delete from sessions where city_id = $1 and device_id = $2 returning token`, city, id)
		if err != nil {
			return err
		}
		if ended, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `update log_ons set ended_at = $3 where city_id = $1 and device_id = $2 and ended_at is null`, city, id, now)
		return err
	})
	return ended, err
}

func (s *Store) WipeSeen(ctx context.Context, city string, id int64, now time.Time) error {
	_, err := s.pool.Exec(ctx, `update devices set wipe_seen_at = coalesce(wipe_seen_at, $3) where city_id = $1 and id = $2 and wiped_at is not null`, city, id, now)
	return err
}

// crewPeople are the living people of the crew's organisation who work in crews, the crew's own first.
const crewPeople = `select p.id, p.name, p.pin_hash from people p join crews c on c.city_id = p.city_id and c.organisation_id = p.organisation_id
	where p.city_id = $1 and c.id = $2 and p.role = 'crew' and p.retired_at is null `

func (s *Store) CrewPeople(ctx context.Context, city string, crew int64) ([]auth.Person, error) {
	rows, err := s.pool.Query(ctx, crewPeople+`order by p.crew_id is distinct from c.id, p.name`, city, crew)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[auth.Person])
}

func (s *Store) CrewPerson(ctx context.Context, city string, crew, person int64) (p auth.Person, err error) {
	err = s.pool.QueryRow(ctx, crewPeople+`and p.id = $3`, city, crew, person).Scan(&p.ID, &p.Name, &p.PINHash)
	return p, mapped(err)
}

// CrewCars also tells which crew is on a vehicle at another tablet now.
func (s *Store) CrewCars(ctx context.Context, d auth.Device, now time.Time) ([]auth.Car, error) {
	rows, err := s.pool.Query(ctx, `select v.id, v.name, v.plate, coalesce((select oc.name from log_ons o join sessions n on n.token = o.session and n.expiry > $4
			join accounts a on a.city_id = n.city_id and a.id = n.account_id join crews oc on oc.city_id = a.city_id and oc.id = a.crew_id
			where o.city_id = $1 and o.vehicle_id = v.id and o.device_id <> $3 and o.ended_at is null order by o.at desc limit 1), '')
		from vehicles v join crews c on c.city_id = v.city_id and c.organisation_id = v.organisation_id
		where v.city_id = $1 and c.id = $2 and v.retired_at is null
		order by (select max(o.at) from log_ons o where o.city_id = $1 and o.device_id = $3 and o.vehicle_id = v.id) desc nulls last, v.name`,
		d.City, d.Crew, d.ID, now)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[auth.Car])
}

func (s *Store) SetPIN(ctx context.Context, city string, person int64, hash string) error {
	tag, err := s.pool.Exec(ctx, `update people set pin_hash = $3, version = version + 1 where city_id = $1 and id = $2 and retired_at is null`, city, person, hash)
	if err == nil && tag.RowsAffected() == 0 {
		return dispatch.ErrNotFound
	}
	return err
}

func (s *Store) AddLogOn(ctx context.Context, on auth.LogOn) error {
	_, err := s.pool.Exec(ctx, `insert into log_ons (city_id, device_id, session, person_id, vehicle_id, at) values ($1, $2, $3, $4, $5, $6)
		on conflict (city_id, session, person_id) where ended_at is null do update set vehicle_id = excluded.vehicle_id`,
		on.City, on.Device, on.Session, on.Person, null(on.Vehicle), on.At)
	return mapped(err)
}
