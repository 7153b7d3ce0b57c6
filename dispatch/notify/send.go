package notify

import (
	"context"
	"errors"

	"github.com/riverqueue/river"

	"dispatch05/dispatch"
)

// send tries one means: what is about to be done is written down first, so that a kill in between leaves a trace,
// and the message goes again.
func (c *Carrier) send(ctx context.Context, t dispatch.Told, means dispatch.Means) (over bool, err error) {
	if means.OnScreen() { // it went with the commit
		return false, c.put(ctx, t, dispatch.Attempt{Means: means, State: dispatch.AttemptSent, Tries: 1, SentAt: &t.At})
	}
	to, err := c.Store.Contact(ctx, t.City, t.To, t.Request)
	if err != nil {
		return true, err
	}
	set := c.Set(t.City)
	channel := set.Channels[means]
	a, _ := t.Attempt(means)
	a.Means, a.State, a.Towards, a.Why = means, dispatch.AttemptQueued, channel.Towards(to), ""
	if a.Towards == "" {
		a.State, a.Why = dispatch.AttemptSkipped, "no_contact"
		return false, c.put(ctx, t, a)
	}
	a.Tries++
	a.At = c.Now()
	if ours, err := c.Store.PutAttempt(ctx, t.City, t.ID, a); err != nil || !ours {
		return !ours, err
	}
	within, cancel := context.WithTimeout(ctx, c.Within)
	defer cancel()
	reference, err := channel.Send(within, to, messageOf(t, set))
	return c.sent(ctx, t, a, set, reference, err)
}

// sent writes down how a sending ended.
func (c *Carrier) sent(ctx context.Context, t dispatch.Told, a dispatch.Attempt, set Set, reference string, failed error) (over bool, err error) {
	now := c.Now()
	if failed == nil {
		a.State, a.Reference, a.SentAt = dispatch.AttemptSent, reference, &now
		return false, c.put(ctx, t, a)
	}
	var refusal *Refusal
	if !errors.As(failed, &refusal) {
		refusal = &Refusal{Why: "unreachable"} // a cause that we do not know may hold what nobody should read
	}
	a.Why = refusal.Why
	if refusal.Final || worn(t, a, set, now) {
		a.State = dispatch.AttemptFailed
		c.Log.Warn("notice not sent", "city", t.City, "notice", t.ID, "means", a.Means, "why", a.Why, "tries", a.Tries)
		return false, c.put(ctx, t, a)
	}
	if err := c.put(ctx, t, a); err != nil {
		return true, err
	}
	if refusal.After > 0 {
		return true, river.JobSnooze(refusal.After)
	}
	return true, refusal
}

func (c *Carrier) put(ctx context.Context, t dispatch.Told, a dispatch.Attempt) error {
	a.At = c.Now()
	_, err := c.Store.PutAttempt(ctx, t.City, t.ID, a)
	return err
}

// messageOf is a notice as it goes out of a city.
func messageOf(t dispatch.Told, set Set) Message {
	m := Message{Key: t.City + "/" + t.Key(), Subject: t.Subject, Text: t.Text, Order: t.Order, Urgent: t.Urgent}
	if set.Public == "" {
		return m
	}
	if t.Link != "" {
		m.Link = set.Public + t.Link
	}
	if t.AckWithin > 0 {
		m.Ack = set.Public + "/n/" + t.Token
	}
	return m
}
