package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
)

// ChangeOrganisation adds an organisation or changes one.
func (s *Store) ChangeOrganisation(ctx context.Context, city string, o dispatch.Organisation, line dispatch.RosterLine) (int64, error) {
	return s.put(ctx, city, line, o.ID == 0, `insert into organisations (city_id, name, kind, phone)
		select $1, $4, $5, $6 where $2::bigint = 0 and $3::bigint >= 0 returning id`,
		`update organisations set version = version + 1, name = $4, kind = $5, phone = $6 where city_id = $1 and id = $2 and version = $3 and retired_at is null returning id`,
		city, o.ID, o.Version, o.Name, o.Kind, o.Phone)
}

func (s *Store) OrganisationHolds(ctx context.Context, city string, id int64) (dispatch.OrganisationHolds, error) {
	return holdsOf(ctx, s.pool, city, id)
}

func holdsOf(ctx context.Context, db querier, city string, id int64) (h dispatch.OrganisationHolds, err error) {
	err = db.QueryRow(ctx, `select
		(select count(*) from crews where city_id = $1 and organisation_id = $2 and retired_at is null),
		(select count(*) from people where city_id = $1 and organisation_id = $2 and retired_at is null),
		(select count(*) from accounts where city_id = $1 and organisation_id = $2 and disabled_at is null),
		(select count(*) from work_orders where city_id = $1 and organisation_id = $2 and state not in ('verified', 'refused', 'recalled', 'done')),
		(select count(*) from houses where city_id = $1 and organisation_id = $2 and retired_at is null)`, city, id).
		Scan(&h.Crews, &h.People, &h.Accounts, &h.Orders, &h.Managed)
	return h, err
}

// TryEndOrganisation looks who answers today once the organisation's contracts as a service have ended.
func (s *Store) TryEndOrganisation(ctx context.Context, city string, id int64, today norms.Date) (dispatch.Answering, error) {
	return s.tried(ctx, city, covered{days: []string{string(today)}}, func(tx pgx.Tx) error { return endContracts(ctx, tx, city, id, today) })
}

// EndOrganisation ends an organisation. The lock waits for what is being written and refers to it.
func (s *Store) EndOrganisation(ctx context.Context, city string, id int64, today norms.Date, line dispatch.RosterLine) error {
	return s.writing(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select from organisations where city_id = $1 and id = $2 for update`, city, id); err != nil {
			return err
		}
		holds, err := holdsOf(ctx, tx, city, id)
		if err != nil {
			return err
		}
		if holds.Crews+holds.People+holds.Accounts+holds.Orders > 0 {
			return dispatch.ErrOrganisationBusy
		}
		if err := endContracts(ctx, tx, city, id, today); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update organisations set retired_at = $3, version = version + 1 where city_id = $1 and id = $2 and not own`, city, id, line.At); err != nil {
			return err
		}
		return writeRosterLine(ctx, tx, city, line)
	})
}

// ReturnOrganisation takes one that had ended back into work.
func (s *Store) ReturnOrganisation(ctx context.Context, city string, o dispatch.Organisation, line dispatch.RosterLine) error {
	_, err := s.put(ctx, city, line, false, "", `update organisations set retired_at = null, version = version + 1
		where city_id = $1 and id = $2 and version = $3 and retired_at is not null returning id`, city, o.ID, o.Version)
	return err
}

// endContracts ends those of a service yesterday, so that another answers today; those that had not begun are dropped.
func endContracts(ctx context.Context, tx pgx.Tx, city string, service int64, today norms.Date) error {
	batch := &pgx.Batch{}
	batch.Queue(`delete from contracts where city_id = $1 and service_id = $2 and valid_from >= $3::date`, city, service, today)
	batch.Queue(`update contracts set valid_to = $3::date - 1, version = version + 1 where city_id = $1 and service_id = $2 and (valid_to is null or valid_to >= $3::date)`, city, service, today)
	return tx.SendBatch(ctx, batch).Close()
}
