package dispatch

import (
	"context"
	"errors"
)

// maxPhotos of one request: enough for proof, too few to fill a disk.
const maxPhotos = 30

// AddPhoto keeps a photograph (already re-encoded, without metadata) with a journal entry. A crew adds to
// its own orders, the desk to any.
func (d *Desk) AddPhoto(ctx context.Context, actor Actor, order int64, photo Photo, key *Command) (int64, error) {
	if !actor.Role.May(MayWork) && !actor.Role.May(MayDispatch) {
		return 0, ErrForbidden
	}
	c, err := d.Store.CaseOfOrder(ctx, actor.City, order)
	if err != nil {
		return 0, err
	}
	o, _ := c.Order(order)
	if !actor.Sees(c) || (actor.Role == CrewMember && o.Crew != actor.Crew) {
		return 0, ErrNotFound
	}
	photo.Order = order
	return d.keepPhoto(ctx, actor, c, photo, key)
}

// AddPhotoByLink keeps a resident's photograph of the fault.
func (d *Desk) AddPhotoByLink(ctx context.Context, link string, photo Photo, key *Command) (int64, error) {
	c, err := d.Store.CaseByLink(ctx, link)
	if err != nil {
		return 0, err
	}
	return d.keepPhoto(ctx, Actor{City: c.Request.City, Name: "Житель", Role: Resident}, c, photo, key)
}

func (d *Desk) keepPhoto(ctx context.Context, actor Actor, c Case, photo Photo, key *Command) (int64, error) {
	if err := fits("note", photo.Note, maxShort); err != nil {
		return 0, err
	}
	if id, done, err := d.commandDone(ctx, actor, key); err != nil || done {
		return id, err
	}
	id, err := d.savePhoto(ctx, actor, c, photo, key)
	for try := 1; errors.Is(err, ErrStale) && try < attempts; try++ {
		if c, err = d.Store.Case(ctx, actor.City, c.Request.ID); err == nil {
			id, err = d.savePhoto(ctx, actor, c, photo, key)
		}
	}
	return id, err
}

func (d *Desk) savePhoto(ctx context.Context, actor Actor, c Case, photo Photo, key *Command) (int64, error) {
	r := revise(c, actor, d.Now())
	photo.Request, photo.At, photo.ByRole = c.Request.ID, r.now, actor.Role
	r.write(Entry{Kind: "photo", Order: photo.Order})
	change := changeOf(r.now, r)
	change.Command = key
	id, moved, err := d.Store.AddPhoto(ctx, photo, maxPhotos, change)
	if err != nil {
		return 0, err
	}
	d.announce(ctx, actor.City, moved)
	return id, nil
}

// Photo reads a photograph for a reader who sees its request.
func (d *Desk) Photo(ctx context.Context, reader Actor, id int64) ([]byte, error) {
	photo, err := d.Store.Photo(ctx, reader.City, id)
	if err != nil {
		return nil, err
	}
	c, err := d.Store.Case(ctx, reader.City, photo.Request)
	if err != nil {
		return nil, err
	}
	if !reader.Sees(c) {
		return nil, ErrNotFound
	}
	return photo.JPEG, nil
}
