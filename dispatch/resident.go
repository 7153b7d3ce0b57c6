package dispatch

import (
	"context"
	"time"
)

// ReturnUntil is the last moment at which a resident may say "not fixed"; nil when the request was not
// reported done.
func (c Case) ReturnUntil(window time.Duration) *time.Time {
	since := c.Request.DoneAt
	if c.Request.State == Closed {
		since = c.Request.ClosedAt // the desk's word came last
	}
	if since == nil || !c.Request.State.May(Returned) {
		return nil
	}
	until := since.Add(window)
	return &until
}

// ReturnByResident is "не устранено" from the link: within the window the request goes back to work with
// a new order; nothing is erased. A joined request takes its main one back.
func (d *Desk) ReturnByResident(ctx context.Context, link, text string, window time.Duration, key *Command) (Case, error) {
	if err := fits("text", text, maxShort); err != nil {
		return Case{}, err
	}
	return d.byResident(ctx, link, key, func(r *Revision) error {
		until := r.Before.ReturnUntil(window)
		switch {
		case until == nil && r.Before.Request.State.Open():
			return errStillInWork
		case until == nil || r.now.After(*until):
			return &Error{Kind: Conflict, Code: "return_too_late", Ru: "Вернуть заявку в работу уже нельзя: подайте новую",
				En: "It is too late to return the request: please report anew"}
		}
		return r.giveBack(text)
	})
}

var errStillInWork = &Error{Kind: Conflict, Code: "still_in_work", Ru: "Заявка в работе: возвращать пока нечего", En: "The request is in work: there is nothing to return yet"}

// ConfirmByResident is "устранено" from the link.
func (d *Desk) ConfirmByResident(ctx context.Context, link string, key *Command) (Case, error) {
	return d.byResident(ctx, link, key, func(r *Revision) error {
		if r.After.Request.State == Confirmed {
			return nil
		}
		return r.move(Confirmed, "", Detail{})
	})
}

// byResident does what the holder of a link may do to the request, or to the main one that it is joined to.
func (d *Desk) byResident(ctx context.Context, link string, key *Command, decide func(*Revision) error) (Case, error) {
	own, err := d.Store.CaseByLink(ctx, link)
	if err != nil {
		return Case{}, err
	}
	actor := Actor{City: own.Request.City, Name: "Житель", Role: System}
	if _, done, err := d.commandDone(ctx, actor, key); err != nil || done {
		return own, err
	}
	subject := own.Request.ID
	if own.Request.Main != 0 && own.Request.State != Rejected && own.Request.State != Redirected {
		subject = own.Request.Main
	}
	_, err = d.edit(ctx, actor, subject, 0, key, func(r *Revision) error {
		r.actor.Role = Resident
		return decide(r)
	})
	if err != nil {
		return Case{}, err
	}
	return d.Store.CaseByLink(ctx, link)
}
