package dispatch

import (
	"context"
	"time"
)

// TabletHeard is what is known of how far a crew's tablet is behind: when it was last heard, and since when the
// oldest action on it waits to be confirmed.
type TabletHeard struct {
	CrewID     int64      `json:"crew_id"`
	HeardAt    time.Time  `json:"heard_at"`
	WaitsSince *time.Time `json:"waits_since"`
}

// HearTablet takes a tablet's word that it is there. A time of its own that lies ahead counts as now: a wrong clock
// is no lag.
func (d *Desk) HearTablet(ctx context.Context, actor Actor, id int64, waitsSince *time.Time) error {
	if actor.Role != CrewMember || actor.Crew != id {
		return ErrForbidden
	}
	crew, err := d.Store.Crew(ctx, actor.City, id)
	if err != nil {
		return err
	}
	heard := TabletHeard{CrewID: id, HeardAt: d.Now(), WaitsSince: waitsSince}
	if waitsSince != nil && waitsSince.After(heard.HeardAt) {
		heard.WaitsSince = &heard.HeardAt
	}
	if err := d.Store.HearTablet(ctx, actor.City, heard); err != nil {
		return err
	}
	if d.Announcer != nil {
		d.Announcer.TabletHeard(actor.City, crew.Organisation, heard)
	}
	return nil
}
