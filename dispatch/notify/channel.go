package notify

import (
	"context"
	"errors"
	"slices"
	"time"

	"dispatch05/dispatch"
)

// Channel sends by one means.
type Channel interface {
	// Towards is the address of a contact, masked; "" when there is none that this channel could use.
	Towards(Contact) string
	// Send hands a message over and gives the carrier's own name of it, "" where it has none. The error is a
	// *Refusal: whether another try may help, and why in a code without anything personal.
	Send(ctx context.Context, to Contact, m Message) (reference string, err error)
}

// Contact is where somebody can be reached.
type Contact struct {
	Phone         string // E.164
	Mail          string
	Telegram      string // chat id
	Subscriptions []Subscription
}

// Subscription is a browser that takes Web Push.
type Subscription struct {
	Endpoint, P256dh, Auth string
}

// Message is a notice as it goes out. It is the same at every try.
type Message struct {
	Key     string // the carrier may tell repeats by it
	Subject string
	Text    string
	Link    string // what the text leads to; "" for none
	Ack     string // where the recipient says that it was read; "" when nobody asks
	Order   int64  // the work order that it sends a crew to; 0 for none
	Urgent  bool
}

// Whole is the text with its links, for a carrier that knows plain text only.
func (m Message) Whole() string {
	text := m.Text
	if m.Link != "" {
		text += " " + m.Link
	}
	if m.Ack != "" {
		text += " Принять: " + m.Ack
	}
	return text
}

// Refusal is why a message could not be handed over.
type Refusal struct {
	Why   string // a code, see dispatch.AttemptWhys
	Final bool   // another try would end in the same way
	After time.Duration
}

func (r *Refusal) Error() string { return r.Why }

func final(why string) error     { return &Refusal{Why: why, Final: true} }
func transient(why string) error { return &Refusal{Why: why} }

// unreachable words a failure to reach a carrier at all. The cause is left out: it holds addresses and tokens.
func unreachable(err error) error {
	var slow interface{ Timeout() bool }
	if errors.Is(err, context.DeadlineExceeded) || (errors.As(err, &slow) && slow.Timeout()) {
		return transient("too_slow")
	}
	return transient("unreachable")
}

// Set is what a city can tell people by.
type Set struct {
	Channels map[dispatch.Means]Channel
	Public   string // the service's own address, "https://05.example.ru"; "": messages hold no links
	Quiet    Quiet
	Off      []dispatch.Means // that the city does without, though the service has them
}

// Under is the set as a city uses it by its rules. Quiet hours that the rules cannot say are those of the set.
func (s Set) Under(rules *dispatch.Rules) Set {
	for _, means := range rules.Channels.Off {
		s.Off = append(slices.Clip(s.Off), dispatch.Means(means))
	}
	if rules.Channels.Quiet != nil {
		if quiet, err := ParseQuiet(*rules.Channels.Quiet); err == nil {
			s.Quiet = quiet
		}
	}
	return s
}

// Has says whether the city has a means.
func (s Set) Has(m dispatch.Means) bool {
	return m.OnScreen() || s.Channels[m] != nil && !slices.Contains(s.Off, m)
}
