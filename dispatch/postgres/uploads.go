package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"dispatch05/dispatch"
)

var errTooManyUploads = &dispatch.Error{Kind: dispatch.Throttled, Code: "too_many_uploads", Field: "photo",
	Ru: "Слишком много незаконченных отправок фото: повторим позже", En: "Too many unfinished uploads: try again later"}

// Upload is how far an upload has come; one that never began holds nothing.
func (s *Store) Upload(ctx context.Context, u dispatch.Upload) (dispatch.Upload, error) {
	err := s.pool.QueryRow(ctx, `select size, held, coalesce(photo_id, 0) from uploads where city_id = $1 and account_id = $2 and key = $3 and order_id = $4`,
		u.City, u.Account, u.Key, u.Order).Scan(&u.Size, &u.Held, &u.Photo)
	if errors.Is(err, pgx.ErrNoRows) {
		return u, nil
	}
	return u, mapped(err)
}

// AddPiece keeps the piece that begins at start, if it is the next one; any other is passed over, and the answer
// says how far the upload has come. An account has at most `most` that are not finished.
func (s *Store) AddPiece(ctx context.Context, u dispatch.Upload, start int, piece []byte, now time.Time, most int) (dispatch.Upload, error) {
	err := s.writing(ctx, func(tx pgx.Tx) error {
		if err := beginUpload(ctx, tx, &u, now, most); err != nil || start != u.Held || u.Photo != 0 {
			return err
		}
		if _, err := tx.Exec(ctx, `insert into upload_pieces (city_id, account_id, key, start, bytes) values ($1, $2, $3, $4, $5)`,
			u.City, u.Account, u.Key, start, piece); err != nil {
			return err
		}
		u.Held += len(piece)
		_, err := tx.Exec(ctx, `update uploads set held = $4, touched_at = $5 where city_id = $1 and account_id = $2 and key = $3`, u.City, u.Account, u.Key, u.Held, now)
		return err
	})
	return u, err
}

// beginUpload locks an upload's row, made when there is none. A key that stands for another picture is refused.
func beginUpload(ctx context.Context, tx pgx.Tx, u *dispatch.Upload, now time.Time, most int) error {
	_, err := tx.Exec(ctx, `insert into uploads (city_id, account_id, key, order_id, size, touched_at) select $1, $2, $3, $4, $5, $6
		where (select count(*) from uploads where city_id = $1 and account_id = $2 and photo_id is null) < $7 on conflict do nothing`,
		u.City, u.Account, u.Key, u.Order, u.Size, now, most)
	if err != nil {
		return err
	}
	begun := dispatch.Upload{}
	err = tx.QueryRow(ctx, `select order_id, size, held, coalesce(photo_id, 0) from uploads where city_id = $1 and account_id = $2 and key = $3 for update`,
		u.City, u.Account, u.Key).Scan(&begun.Order, &begun.Size, &begun.Held, &begun.Photo)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return errTooManyUploads
	case err != nil:
		return err
	case begun.Order != u.Order || begun.Size != u.Size:
		return dispatch.ErrKeyReused
	}
	u.Held, u.Photo = begun.Held, begun.Photo
	return nil
}

// UploadBytes puts the pieces of an upload together.
func (s *Store) UploadBytes(ctx context.Context, u dispatch.Upload) (whole []byte, err error) {
	err = s.pool.QueryRow(ctx, `select coalesce(string_agg(bytes, ''::bytea order by start), ''::bytea) from upload_pieces where city_id = $1 and account_id = $2 and key = $3`,
		u.City, u.Account, u.Key).Scan(&whole)
	return whole, err
}

// EndUpload remembers what photograph an upload became, and forgets its pieces.
func (s *Store) EndUpload(ctx context.Context, u dispatch.Upload, photo int64) error {
	batch := &pgx.Batch{}
	batch.Queue(`update uploads set photo_id = $4 where city_id = $1 and account_id = $2 and key = $3`, u.City, u.Account, u.Key, photo)
	batch.Queue(`delete from upload_pieces where city_id = $1 and account_id = $2 and key = $3`, u.City, u.Account, u.Key)
	return s.pool.SendBatch(ctx, batch).Close()
}

// DropUpload forgets an upload that is no picture.
func (s *Store) DropUpload(ctx context.Context, u dispatch.Upload) error {
	_, err := s.pool.Exec(ctx, `delete from uploads where city_id = $1 and account_id = $2 and key = $3`, u.City, u.Account, u.Key)
	return err
}

// TrimUploads forgets uploads that nobody has gone on with since a time, and tells how many.
func (s *Store) TrimUploads(ctx context.Context, before time.Time) (int64, error) {
	forgotten, err := s.pool.Exec(ctx, `delete from uploads where touched_at < $1`, before)
	return forgotten.RowsAffected(), err
}
