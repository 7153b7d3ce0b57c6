package dispatch

import (
	"slices"
	"strconv"
	"time"

	"github.com/nyaruka/phonenumbers"

	"dispatch05/dispatch/norms"
)

// Telling is by which means somebody is told, in their order, and how long an answer is waited for before the next one
// is tried.
type Telling struct {
	Means     []Means
	AckWithin time.Duration // 0: no answer is asked for
}

// telling is how an audience is told of a fault of a severity. What the city does without is left out already here, so
// that nobody waits for it.
func (r *Rules) telling(to norms.Audience, severity int) Telling {
	order := r.Channels.For(to, severity)
	t := Telling{AckWithin: time.Duration(order.AckSeconds) * time.Second}
	for _, means := range order.Means {
		if r.Channels.Uses(means) {
			t.Means = append(t.Means, Means(means))
		}
	}
	return t
}

// Settled says that an order's notice needs no more sending: its crew has answered, or it is not theirs any more.
type Settled struct {
	Order    int64
	Answered bool
}

// noticesOf are what a change tells to people outside of the screens, from how each case was and will be.
func (d *Desk) noticesOf(change Change) (notices []Notice, settled []Settled) {
	rules := d.Rules(change.City)
	for _, r := range change.Cases {
		if d.reachable(r.After) {
			notices = append(notices, r.residentNotices(rules)...)
		}
		for _, o := range r.After.Orders {
			before, known := r.Before.Order(o.ID)
			switch {
			case o.State == OrderSent && o.Tablet && (!known || before.State != OrderSent):
				notices = append(notices, r.After.orderNotice(o, rules))
			case known && before.State == OrderSent && o.State != OrderSent:
				settled = append(settled, Settled{Order: o.ID, Answered: o.State != OrderRecalled})
			}
		}
	}
	return notices, settled
}

// reachable says whether whoever reported can be told anything: a mobile telephone, and a city that sends messages.
func (d *Desk) reachable(c Case) bool {
	q := c.Request
	return d.Reaches != nil && q.Parked == "" && isMobile(q.Phone) &&
		slices.ContainsFunc(d.Rules(q.City).telling(norms.ToResident, q.Severity).Means, func(m Means) bool { return d.Reaches(q.City, m) })
}

// isMobile says whether a stored telephone can take a message.
func isMobile(phone string) bool {
	number, err := phonenumbers.Parse(phone, "RU")
	if err != nil || phone == "" || phone[0] != '+' {
		return false
	}
	kind := phonenumbers.GetNumberType(number)
	return kind == phonenumbers.MOBILE || kind == phonenumbers.FIXED_LINE_OR_MOBILE
}

// residentNotice is one for whoever reported the request.
func (c Case) residentNotice(rules *Rules, kind NoticeKind, occasion, text string) Notice {
	q := c.Request
	return Notice{Kind: kind, Request: q.ID, Occasion: occasion, To: Recipient{Name: "Заявитель"}, Subject: "Заявка " + q.Label(), Text: text,
		Link: "/r/" + q.Link, Means: rules.telling(norms.ToResident, q.Severity).Means}
}

// registeredNotice answers the report itself, at whatever hour: whoever sent it is awake.
func (c Case) registeredNotice(rules *Rules) Notice {
	n := c.residentNotice(rules, RegisteredNotice, "", registeredText(c))
	n.Urgent, n.Term = true, c.Request.PlannedAt
	return n
}

// residentNotices are what a revision is to whoever reported: another term, the end of the work, or of the matter.
func (r *Revision) residentNotices(rules *Rules) (notices []Notice) {
	before, after := r.Before.Request, r.After.Request
	if before.Parked != "" {
		notices = append(notices, r.After.registeredNotice(rules)) // it was held for a look until now
	}
	if after.PlannedAt != nil && (before.PlannedAt == nil || !before.PlannedAt.Equal(*after.PlannedAt)) {
		n := r.After.residentNotice(rules, PlannedNotice, strconv.FormatInt(after.PlannedAt.Unix(), 10), plannedText(r.After, before.PlannedAt != nil))
		n.Term = after.PlannedAt
		notices = append(notices, n)
	}
	round := strconv.Itoa(after.Returned)
	switch {
	case before.State == after.State:
	case after.State == Done:
		notices = append(notices, r.After.residentNotice(rules, DoneNotice, round, doneText(r.After)))
	case !after.State.Open() && before.State.Open() && before.State != Done && before.State != Confirmed:
		notices = append(notices, r.After.residentNotice(rules, EndedNotice, round+"/"+string(after.State), endedText(r.After)))
	}
	return notices
}

// orderNotice tells a crew of a new order: by its tablet, and by telephone when the tablet stays silent.
func (c Case) orderNotice(o WorkOrder, rules *Rules) Notice {
	fault, _ := rules.Classifier.Problem(c.Request.Problem)
	by := rules.telling(norms.ToCrew, c.Request.Severity)
	return Notice{Kind: OrderNotice, Request: c.Request.ID, Order: o.ID, To: Recipient{Crew: o.Crew, Name: o.CrewName}, Urgent: true,
		Subject: "Наряд по заявке " + c.Request.Label(), Text: orderText(c, fault.Title.Ru), Means: by.Means, AckWithin: by.AckWithin}
}

// EscalationNotices page those who hold the level that was told.
func EscalationNotices(c Case, e Escalation, holders []Holder, by Telling) []Notice {
	if e.Passed {
		return nil
	}
	var notices []Notice
	for _, h := range holders {
		// Whoever has no login has no screen: a minute is not lost on it.
		means := slices.DeleteFunc(slices.Clone(by.Means), func(m Means) bool { return m.OnScreen() && !m.reaches(h) })
		if len(means) == 0 {
			means = by.Means // that nobody could be told is worth a row
		}
		notices = append(notices, Notice{Kind: EscalationNotice, Request: c.Request.ID, Escalation: e.ID, Urgent: true,
			To:      Recipient{Account: h.Account, Person: h.Person.ID, Name: h.Name},
			Subject: "Просрочка по заявке " + c.Request.Label(), Text: escalationText(c, e), Means: means, AckWithin: by.AckWithin})
	}
	return notices
}
