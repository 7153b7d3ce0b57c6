package norms

import (
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
	bad := refusals{of: "channels", row: c.Code}
	bad.refuse(c.Code != "city", badChannelsCode, c.Code)
	bad.refuse(!within(c.Off, sentMeans), cannotBeOff, c.Off)
	bad.refuse(c.Quiet != nil && !quietForm.MatchString(*c.Quiet), badQuietHours)
	for i, t := range c.Tellings {
		bad.refuse(meansFor[t.To] == nil, unknownAudience, t.To)
		bad.bad = append(bad.bad, t.check())
		bad.refuse(slices.ContainsFunc(c.Tellings[:i], t.contradicts), ordersContradict, t.To)
	}
	for to := range meansFor {
		bad.refuse(!slices.ContainsFunc(c.Tellings, func(t Telling) bool { return t.To == to && len(t.Severities) == 0 }), noOrderForAll, to)
	}
	return bad.err()
}

// ackLeast and ackMost bound how long an answer is waited for: time to read it, and no longer than a shift can spare.
const (
	ackLeast = 10
	ackMost  = 3600
)

func (t Telling) check() error {
	bad := refusals{of: "channels for", row: string(t.To)}
	possible := meansFor[t.To]
	bad.refuse(!within(t.Severities, []int{1, 2, 3, 4}), badSeverities, t.Severities)
	bad.refuse(len(t.Means) == 0, noMeans)
	for i, means := range t.Means {
		bad.refuse(!slices.Contains(possible, means), cannotReach, means)
		bad.refuse(slices.Contains(t.Means[:i], means), meansTwice, means)
	}
	if t.To == ToResident {
		bad.refuse(t.AckSeconds != 0, residentsAnswerNot)
		return bad.err()
	}
	bad.refuse(len(t.Means) > 0 && len(possible) > 0 && t.Means[0] != possible[0], ownScreenFirst, possible[:min(1, len(possible))])
	bad.refuse(t.AckSeconds < ackLeast || t.AckSeconds > ackMost, badAckSeconds, t.AckSeconds, ackLeast, ackMost)
	return bad.err()
}

// contradicts says whether two orders are for the same audience and a severity in common.
func (t Telling) contradicts(other Telling) bool {
	if t.To != other.To || (len(t.Severities) == 0) != (len(other.Severities) == 0) {
		return false
	}
	return len(t.Severities) == 0 || slices.ContainsFunc(t.Severities, func(s int) bool { return slices.Contains(other.Severities, s) })
}
