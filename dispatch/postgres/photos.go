package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
)

var errTooManyPhotos = &dispatch.Error{Kind: dispatch.Conflict, Code: "too_many_photos", Field: "photo",
	Ru: "У заявки уже достаточно фотографий", En: "The request has enough photographs"}

func (s *Store) AddPhoto(ctx context.Context, photo dispatch.Photo, most int, change dispatch.Change) (id int64, moved []dispatch.Position, err error) {
	err = s.writing(ctx, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `insert into photos (city_id, request_id, order_id, at, by_role, note, width, height, jpeg)
			select $1, $2, $3, $4, $5, $6, $7, $8, $9 where (select count(*) from photos where city_id = $1 and request_id = $2) < $10 returning id`,
			change.City, photo.Request, null(photo.Order), photo.At, photo.ByRole, photo.Note, photo.Width, photo.Height, photo.JPEG, most).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return errTooManyPhotos
		}
		if err != nil {
			return err
		}
		moved, err = saveChange(ctx, tx, change, id)
		return err
	})
	if errors.Is(err, errUsedKey) {
		id, _, err = s.CommandDone(ctx, change.City, *change.Command)
	}
	return id, moved, err
}

func (s *Store) Photos(ctx context.Context, city string, request int64) ([]dispatch.PhotoRow, error) {
	rows, err := s.pool.Query(ctx, `select id, order_id, at, by_role, note from photos where city_id = $1 and request_id = $2 order by id`, city, request)
	if err != nil {
		return nil, err
	}
	photos, err := pgx.CollectRows(rows, pgx.RowToStructByPos[dispatch.PhotoRow])
	if photos == nil {
		photos = []dispatch.PhotoRow{}
	}
	return photos, err
}

func (s *Store) Photo(ctx context.Context, city string, id int64) (p dispatch.Photo, err error) {
	err = s.pool.QueryRow(ctx, `select request_id, coalesce(order_id, 0), at, by_role, note, width, height, jpeg from photos where city_id = $1 and id = $2`, city, id).
		Scan(&p.Request, &p.Order, &p.At, &p.ByRole, &p.Note, &p.Width, &p.Height, &p.JPEG)
	return p, mapped(err)
}
