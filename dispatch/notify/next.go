package notify

import (
	"slices"
	"time"

	"dispatch05/dispatch"
)

// step is what is to be done about a notice now: one of its fields is set.
type step struct {
	end  dispatch.NoticeState // nothing more: that is how it ended
	wait time.Time            // come back then
	hold bool                 // with wait: it is held, and not begun yet
	send dispatch.Means
	skip dispatch.Means // with why
	why  string
}

// next decides on a notice from its rows: a means at a time, in their order, the next one when the one before it has
// failed or when its answer has not come in time.
func next(t dispatch.Told, m dispatch.Matter, set Set, zone *time.Location, now time.Time) step {
	if t.Moot(m) {
		return step{end: dispatch.NoticeVoid}
	}
	gone := false
	for _, means := range t.Means {
		a, tried := t.Attempt(means)
		switch {
		case a.State == dispatch.AttemptAcknowledged:
			return step{end: dispatch.NoticeAcknowledged}
		case a.State == dispatch.AttemptFailed || a.State == dispatch.AttemptSkipped:
			continue
		case !a.Gone():
			return begin(t, means, tried || gone, set, zone, now)
		case t.AckWithin == 0:
			return step{end: dispatch.NoticeSent}
		}
		gone = true
		if late := a.SentAt.Add(t.AckWithin); now.Before(late) {
			return step{wait: late}
		}
	}
	if gone {
		return step{end: dispatch.NoticeUnanswered}
	}
	return step{end: dispatch.NoticeFailed}
}

// begin tries a means, unless the city has none of it, or the night holds what was not begun before.
func begin(t dispatch.Told, means dispatch.Means, begun bool, set Set, zone *time.Location, now time.Time) step {
	if !set.Has(means) {
		return step{skip: means, why: set.lacking(means)}
	}
	if until, quiet := set.Quiet.Until(now, zone); quiet && !t.Urgent && !begun && !means.OnScreen() {
		return step{wait: until, hold: true}
	}
	return step{send: means}
}

// lacking is why a city has not a means.
func (s Set) lacking(means dispatch.Means) string {
	switch {
	case slices.Contains(s.Off, means):
		return "switched_off"
	case means == dispatch.ByVoice:
		return "not_built"
	default:
		return "not_configured"
	}
}

// Patience with a carrier that fails for a while: so often before the next means is tried, or so long with the last.
const (
	triesPerMeans = 3
	givesUpAfter  = 24 * time.Hour
)

// worn says whether a means that has just failed once more is to be given up: where another one is left, soon.
func worn(t dispatch.Told, a dispatch.Attempt, set Set, now time.Time) bool {
	later := false
	for _, means := range t.Means {
		if means == a.Means {
			later = true
			continue
		}
		if _, tried := t.Attempt(means); later && !tried && set.Has(means) {
			return a.Tries >= triesPerMeans
		}
	}
	return now.Sub(t.At) >= givesUpAfter
}

// backoff is how long after its n-th failure a means is tried again.
func backoff(tries int) time.Duration {
	return min(5*time.Second<<min(max(tries-1, 0), 10), 10*time.Minute)
}
