package dispatch

import (
	"context"
	"time"
)

// Presence is who has a request's card open, at which seat (a window of a browser). It is said again every few
// seconds and believed for a little longer; it is never stored.
type Presence struct {
	Request int64     `json:"request_id"`
	Name    string    `json:"name"`
	At      time.Time `json:"at"`
}

// Attend tells the other boards that the actor has a request's card open at a seat, or with request 0 none any more.
func (d *Desk) Attend(ctx context.Context, actor Actor, seat string, request int64) error {
	if err := actor.check(MayWatch); err != nil {
		return err
	}
	organisation := actor.Organisation
	if request != 0 {
		c, err := d.visible(ctx, actor, request)
		if err != nil {
			return err
		}
		organisation = c.Request.Organisation
	}
	if d.Announcer != nil {
		d.Announcer.Attended(actor, seat, organisation, Presence{Request: request, Name: actor.Name, At: d.Now()})
	}
	return nil
}
