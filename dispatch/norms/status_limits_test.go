package norms

import (
	"strings"
	"testing"
	"time"
)

func TestStatusLimits(t *testing.T) {
	want := map[string]struct {
		state string
		since Since
		warn  time.Duration
	}{
		"sent-not-delivered":     {"sent", Entered, time.Minute},
		"delivered-not-accepted": {"delivered", Entered, 5 * time.Minute},
		"accepted-not-moving":    {"accepted", Entered, 5 * time.Minute},
		"en-route-not-arrived":   {"en_route", Entered, time.Hour},
		"on-site-no-news":        {"on_site", LastNews, 30 * time.Minute},
		"suspended-overdue":      {"suspended", Promised, 0},
	}
	all := StandardStatusLimits().All()
	if len(all) != len(want) {
		t.Errorf("%d limits, want %d", len(all), len(want))
	}
	for _, limit := range all {
		w := want[limit.Code]
		if limit.State != w.state || limit.Since != w.since || time.Duration(limit.WarnSeconds)*time.Second != w.warn {
			t.Errorf("%+v, want %+v", limit, w)
		}
		if of := StandardStatusLimits().Of(limit.State); len(of) != 1 || of[0] != limit {
			t.Errorf("of %s: %v", limit.State, of)
		}
	}
	if of := StandardStatusLimits().Of("done"); len(of) != 0 {
		t.Errorf("done is limited: %v", of)
	}
}

func TestStatusLimitGrade(t *testing.T) {
	limit := StandardStatusLimits().Of("sent")[0]
	for passed, want := range map[time.Duration]Grade{
		-time.Second: Calm, 0: Calm, 59 * time.Second: Calm, time.Minute: Warn, 179 * time.Second: Warn, 3 * time.Minute: Alert, time.Hour: Alert,
	} {
		if got := limit.Grade(passed); got != want {
			t.Errorf("after %s: %s, want %s", passed, got, want)
		}
	}
	if got := StandardStatusLimits().Of("suspended")[0].Grade(-time.Minute); got != Calm {
		t.Errorf("before the promised moment: %s", got)
	}
}

func TestACitysStatusLimits(t *testing.T) {
	own := StandardStatusLimits().Of("en_route")[0]
	own.WarnSeconds = 1800
	limits, err := StandardStatusLimits().With([]StatusLimit{own})
	if err != nil || limits.Of("en_route")[0].WarnSeconds != 1800 || len(limits.All()) != len(StandardStatusLimits().All()) {
		t.Errorf("%v, %v", limits.All(), err)
	}
	if StandardStatusLimits().Of("en_route")[0].WarnSeconds != 3600 {
		t.Error("the standard limits changed")
	}
	if _, err := StandardStatusLimits().With([]StatusLimit{own, own}); err == nil {
		t.Error("a limit that stands twice was taken")
	}
	for name, spoil := range map[string]func(*StatusLimit){
		"code with spaces": func(l *StatusLimit) { l.Code = "en route" },
		"no state":         func(l *StatusLimit) { l.State = "" },
		"unknown moment":   func(l *StatusLimit) { l.Since = "dawn" },
		"one language":     func(l *StatusLimit) { l.Title.En = "" },
		"warns before":     func(l *StatusLimit) { l.WarnSeconds = -1 },
		"alert at warning": func(l *StatusLimit) { l.AlertSeconds = l.WarnSeconds },
		"alert in a month": func(l *StatusLimit) { l.AlertSeconds = 30 * 24 * 3600 },
	} {
		spoilt := own
		spoil(&spoilt)
		if _, err := StandardStatusLimits().With([]StatusLimit{spoilt}); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	for _, text := range []string{"sent", `[{"who":"me"}]`, `[] []`} {
		if _, err := ReadStatusLimits(strings.NewReader(text)); err == nil {
			t.Errorf("%s: taken", text)
		}
	}
}
