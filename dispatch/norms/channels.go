package norms

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
)

// Audience is to whom something is told outside of the screens.
type Audience string

const (
	ToResident Audience = "resident" // whoever reported
	ToCrew     Audience = "crew"     // of a new order
	ToDuty     Audience = "duty"     // who holds a level of an escalation
)

// meansFor are the means that can reach an audience at all; the first of them is its own screen, which a city cannot
// take away: it shows what happens whether or not anything is sent.
var meansFor = map[Audience][]string{
	ToResident: {"sms", "voice"},
	ToCrew:     {"tablet", "push", "sms", "voice"},
	ToDuty:     {"board", "push", "telegram", "sms", "mail", "voice"},
}

// sentMeans are those that send something, so that a city may do without.
var sentMeans = []string{"push", "telegram", "sms", "mail", "voice"}

// Channels are how a city tells people outside of the screens. What a means needs to send (servers, tokens) belongs to the
// service's settings and is none of it.
type Channels struct {
	Code     string    `json:"code"`     // "city": a city has one of them
	Off      []string  `json:"off"`      // means that the city does without, for everybody
	Quiet    *string   `json:"quiet"`    // "22:00-08:00" on the city's clock, over which what can wait is held; "": none; null: as the service was started
	Tellings []Telling `json:"tellings"` // one for each audience binds any severity
}

// Telling is in which order the means are tried for an audience.
type Telling struct {
	To         Audience `json:"to"`
	Severities []int    `json:"severities,omitempty"` // empty: any
	Means      []string `json:"means"`
	AckSeconds int      `json:"ackSeconds"` // so long an answer is waited for before the next means; 0: no answer is asked for
}

// ReadChannels reads the channels of a city, JSON.
func ReadChannels(text io.Reader) (Channels, error) {
	var c Channels
	if err := decodeStrictly(text, &c); err != nil {
		return Channels{}, fmt.Errorf("channels: %w", err)
	}
	return c, c.Check()
}

// For is how an audience is told of a fault of a severity: by what names the severity, else by what binds any.
func (c Channels) For(to Audience, severity int) Telling {
	named, known := find(c.Tellings, func(t Telling) bool { return t.To == to && slices.Contains(t.Severities, severity) })
	if !known {
		named, _ = find(c.Tellings, func(t Telling) bool { return t.To == to && len(t.Severities) == 0 })
	}
	return named
}

// Uses says whether the city does not go without a means.
func (c Channels) Uses(means string) bool { return !slices.Contains(c.Off, means) }

var quietForm = regexp.MustCompile(`^(([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9])?$`)

// Check returns every reason why the channels cannot be used, joined; nil if none.
func (c Channels) Check() error {
	var bad []error
	refuse := func(wrong bool, format string, args ...any) {
		if wrong {
			bad = append(bad, fmt.Errorf("channels: "+format, args...))
		}
	}
	refuse(c.Code != "city", "code %q is not \"city\"", c.Code)
	refuse(!within(c.Off, sentMeans), "%v are not all means that can be switched off", c.Off)
	refuse(c.Quiet != nil && !quietForm.MatchString(*c.Quiet), "quiet hours are not written as 22:00-08:00")
	for i, t := range c.Tellings {
		refuse(meansFor[t.To] == nil, "audience %q is unknown", t.To)
		bad = append(bad, t.check())
		refuse(slices.ContainsFunc(c.Tellings[:i], t.contradicts), "two orders for %q and the same severity", t.To)
	}
	for to := range meansFor {
		refuse(!slices.ContainsFunc(c.Tellings, func(t Telling) bool { return t.To == to && len(t.Severities) == 0 }), "none for %q binds any severity", to)
	}
	return errors.Join(bad...)
}

// ackLeast and ackMost bound how long an answer is waited for: time to read it, and no longer than a shift can spare.
const (
	ackLeast = 10
	ackMost  = 3600
)

func (t Telling) check() error {
	var bad []error
	refuse := func(wrong bool, format string, args ...any) {
		if wrong {
			bad = append(bad, fmt.Errorf("channels for %q: "+format, append([]any{t.To}, args...)...))
		}
	}
	possible := meansFor[t.To]
	refuse(!within(t.Severities, []int{1, 2, 3, 4}), "severities %v are not within 1..4", t.Severities)
	refuse(len(t.Means) == 0, "has no means")
	for i, means := range t.Means {
		refuse(!slices.Contains(possible, means), "%q cannot reach them", means)
		refuse(slices.Contains(t.Means[:i], means), "%q stands twice", means)
	}
	if t.To == ToResident {
		refuse(t.AckSeconds != 0, "nobody answers a notice to a resident")
		return errors.Join(bad...)
	}
	refuse(len(t.Means) > 0 && len(possible) > 0 && t.Means[0] != possible[0], "the own screen (%s) comes first", possible[:min(1, len(possible))])
	refuse(t.AckSeconds < ackLeast || t.AckSeconds > ackMost, "an answer is waited for %d s, not %d..%d", t.AckSeconds, ackLeast, ackMost)
	return errors.Join(bad...)
}

// contradicts says whether two orders are for the same audience and a severity in common.
func (t Telling) contradicts(other Telling) bool {
	if t.To != other.To || (len(t.Severities) == 0) != (len(other.Severities) == 0) {
		return false
	}
	return len(t.Severities) == 0 || slices.ContainsFunc(t.Severities, func(s int) bool { return slices.Contains(other.Severities, s) })
}
