package dispatch

import (
	"fmt"
	"time"
)

// Means is a way by which a notice reaches somebody.
type Means string

const (
	ByTablet   Means = "tablet" // the crew's own screen: sent with the commit, acknowledged by the order's next step
	ByBoard    Means = "board"  // the alarm on the desk's screen, the same
	ByPush     Means = "push"   // Web Push to a browser that asked for it
	ByTelegram Means = "telegram"
	BySMS      Means = "sms"
	ByMail     Means = "mail"
	ByVoice    Means = "voice" // comes with the telephone line
)

// SentMeans are those that send something.
var SentMeans = []Means{ByPush, ByTelegram, BySMS, ByMail, ByVoice}

// OnScreen says whether a notice of this means travels with the commit itself: there is nothing to send.
func (m Means) OnScreen() bool { return m == ByTablet || m == ByBoard }

// NoticeKind is what a notice is about.
type NoticeKind string

const (
	RegisteredNotice NoticeKind = "registered"
	PlannedNotice    NoticeKind = "planned"
	DoneNotice       NoticeKind = "done" // with the question whether it is fixed
	EndedNotice      NoticeKind = "ended"
	OrderNotice      NoticeKind = "order"
	EscalationNotice NoticeKind = "escalation"
	TrialNotice      NoticeKind = "trial"
)

// Recipient is whom a notice is for: an account, a person (with or without one), a crew; with none of them
// whoever reported the request.
type Recipient struct {
	Account, Person, Crew int64
	Name                  string // as the desk reads it
}

// Notice is one thing told to one recipient, worded when it is written. It belongs to the deed that it tells of, and
// is saved with it in one commit.
type Notice struct {
	Kind       NoticeKind
	Request    int64
	Order      int64 // 0 with OrderNotice: the one that this change opens
	Escalation int64
	Occasion   string // tells apart what may happen twice to one request
	To         Recipient
	Urgent     bool // not held over the quiet hours
	Subject    string
	Text       string
	Link       string     // a path of ours: "/r/…"; the channel puts the service's address before it
	Term       *time.Time // the planned term that is told
	Means      []Means    // in the order in which they are tried
	AckWithin  time.Duration
}

// Key is of the occasion and the recipient: what has the same one is told once.
func (n Notice) Key() string {
	about := n.Request
	switch n.Kind {
	case OrderNotice:
		about = n.Order
	case EscalationNotice:
		about = n.Escalation
	}
	key := fmt.Sprintf("%s/%d", n.Kind, about)
	if n.Occasion != "" {
		key += "/" + n.Occasion
	}
	switch {
	case n.To.Person != 0:
		return fmt.Sprintf("%s/person/%d", key, n.To.Person)
	case n.To.Account != 0:
		return fmt.Sprintf("%s/account/%d", key, n.To.Account)
	default:
		return key
	}
}

// NoticeState is where a notice stands as a whole.
type NoticeState string

const (
	NoticeWaiting      NoticeState = "waiting"      // being sent, or its answer is waited for
	NoticeHeld         NoticeState = "held"         // until the quiet hours are over
	NoticeSent         NoticeState = "sent"         // gone, and no answer is asked for
	NoticeAcknowledged NoticeState = "acknowledged" // somebody says that they have read it
	NoticeUnanswered   NoticeState = "unanswered"   // gone by every means, and nobody answered
	NoticeFailed       NoticeState = "failed"       // no means took it
	NoticeVoid         NoticeState = "void"         // not true any more before it was told
)

// Over says whether nothing more is done about a notice.
func (s NoticeState) Over() bool { return s != NoticeWaiting && s != NoticeHeld }

// AttemptState is where one means of a notice stands.
type AttemptState string

const (
	AttemptQueued       AttemptState = "queued"
	AttemptSent         AttemptState = "sent"      // the carrier has taken it
	AttemptDelivered    AttemptState = "delivered" // the carrier says that it arrived
	AttemptAcknowledged AttemptState = "acknowledged"
	AttemptFailed       AttemptState = "failed"
	AttemptSkipped      AttemptState = "skipped"
)

// Attempt is one means of a notice: one row, however often it was tried.
type Attempt struct {
	Means     Means
	State     AttemptState
	Tries     int
	At        time.Time  // of the state
	SentAt    *time.Time // when it was first sent
	Towards   string     // the address, masked: "+7…01"
	Reference string     // the carrier's name of the message
	Why       string     // a code of AttemptWhys; nothing personal
}

// Gone says whether the message has left by this means.
func (a Attempt) Gone() bool {
	return a.State == AttemptSent || a.State == AttemptDelivered || a.State == AttemptAcknowledged
}

// Told is a notice as it was written, with what has become of it.
type Told struct {
	Notice
	ID       int64
	City     string
	Token    string // of the short link by which it is acknowledged
	State    NoticeState
	At       time.Time
	EndedAt  *time.Time
	Attempts []Attempt
}

// Attempt finds a means among those already tried.
func (t Told) Attempt(m Means) (Attempt, bool) {
	for _, a := range t.Attempts {
		if a.Means == m {
			return a, true
		}
	}
	return Attempt{}, false
}

// Matter is how what a notice is about stands now.
type Matter struct {
	Request   RequestState
	PlannedAt *time.Time
	Order     OrderState
	Taken     bool // of an escalation: somebody has taken it upon themselves
	Running   bool // of an escalation: its clock
}

// Moot says whether a notice need not be told any more: it is not true by now, or somebody sees to the matter.
func (n Notice) Moot(m Matter) bool {
	switch n.Kind {
	case PlannedNotice:
		return m.PlannedAt == nil || n.Term == nil || !m.PlannedAt.Equal(*n.Term) || !m.Request.Open() || m.Request == Done
	case DoneNotice:
		return m.Request != Done && m.Request != Closed
	case EndedNotice:
		return m.Request.Open()
	case OrderNotice:
		return m.Order != OrderSent
	case EscalationNotice:
		return m.Taken || !m.Running || !m.Request.Open()
	default:
		return false
	}
}
