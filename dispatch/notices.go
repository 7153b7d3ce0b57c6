package dispatch

import (
	"slices"
	"strconv"
	"time"

	"github.com/nyaruka/phonenumbers"
)

// Who is told by which means, in their order, and how long an answer is waited for before the next one is tried.
var (
	residentMeans = []Means{BySMS}
	crewMeans     = []Means{ByTablet, ByPush, BySMS, ByVoice}
	pageMeans     = []Means{ByBoard, ByPush, ByTelegram, BySMS, ByMail, ByVoice}
)

const (
	crewAckWithin = 60 * time.Second
	pageAckWithin = 60 * time.Second
)

// Settled says that an order's notice needs no more sending: its crew has answered, or it is not theirs any more.
type Settled struct {
	Order    int64
	Answered bool
}

// noticesOf are what a change tells to people outside of the screens, from how each case was and will be.
func (d *Desk) noticesOf(change Change) (notices []Notice, settled []Settled) {
	for _, r := range change.Cases {
		if d.reachable(r.After) {
			notices = append(notices, r.residentNotices()...)
		}
		for _, o := range r.After.Orders {
			before, known := r.Before.Order(o.ID)
			switch {
			case o.State == OrderSent && o.Tablet && (!known || before.State != OrderSent):
				notices = append(notices, r.After.orderNotice(o, d.faultRu(r.After.Request)))
			case known && before.State == OrderSent && o.State != OrderSent:
				settled = append(settled, Settled{Order: o.ID, Answered: o.State != OrderRecalled})
			}
		}
	}
	return notices, settled
}

// faultRu is the fault of a request in plain words.
func (d *Desk) faultRu(q Request) string {
	problem, _ := d.Rules(q.City).Classifier.Problem(q.Problem)
	return problem.Title.Ru
}

// reachable says whether whoever reported can be told anything: a mobile telephone, and a city that sends messages.
func (d *Desk) reachable(c Case) bool {
	return d.Reaches != nil && c.Request.Parked == "" && isMobile(c.Request.Phone) &&
		slices.ContainsFunc(residentMeans, func(m Means) bool { return d.Reaches(c.Request.City, m) })
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
func (c Case) residentNotice(kind NoticeKind, occasion, text string) Notice {
	q := c.Request
	return Notice{Kind: kind, Request: q.ID, Occasion: occasion, To: Recipient{Name: "Заявитель"}, Subject: "Заявка " + q.Label(), Text: text,
		Link: "/r/" + q.Link, Means: residentMeans}
}

// registeredNotice answers the report itself, at whatever hour: whoever sent it is awake.
func (c Case) registeredNotice() Notice {
	n := c.residentNotice(RegisteredNotice, "", registeredText(c))
	n.Urgent, n.Term = true, c.Request.PlannedAt
	return n
}

// residentNotices are what a revision is to whoever reported: another term, the end of the work, or of the matter.
func (r *Revision) residentNotices() (notices []Notice) {
	before, after := r.Before.Request, r.After.Request
	if before.Parked != "" {
		notices = append(notices, r.After.registeredNotice()) // it was held for a look until now
	}
	if after.PlannedAt != nil && (before.PlannedAt == nil || !before.PlannedAt.Equal(*after.PlannedAt)) {
		n := r.After.residentNotice(PlannedNotice, strconv.FormatInt(after.PlannedAt.Unix(), 10), plannedText(r.After, before.PlannedAt != nil))
		n.Term = after.PlannedAt
		notices = append(notices, n)
	}
	round := strconv.Itoa(after.Returned)
	switch {
	case before.State == after.State:
	case after.State == Done:
		notices = append(notices, r.After.residentNotice(DoneNotice, round, doneText(r.After)))
	case !after.State.Open() && before.State.Open() && before.State != Done && before.State != Confirmed:
		notices = append(notices, r.After.residentNotice(EndedNotice, round+"/"+string(after.State), endedText(r.After)))
	}
	return notices
}

// orderNotice tells a crew of a new order: by its tablet, and by telephone when the tablet stays silent.
func (c Case) orderNotice(o WorkOrder, fault string) Notice {
	return Notice{Kind: OrderNotice, Request: c.Request.ID, Order: o.ID, To: Recipient{Crew: o.Crew, Name: o.CrewName}, Urgent: true,
		Subject: "Наряд по заявке " + c.Request.Label(), Text: orderText(c, fault), Means: crewMeans, AckWithin: crewAckWithin}
}

// EscalationNotices page those who hold the level that was told.
func EscalationNotices(c Case, e Escalation, holders []Holder) []Notice {
	if e.Passed {
		return nil
	}
	var notices []Notice
	for _, h := range holders {
		notices = append(notices, Notice{Kind: EscalationNotice, Request: c.Request.ID, Escalation: e.ID, Urgent: true,
			To:      Recipient{Account: h.Account, Person: h.Person.ID, Name: h.Name},
			Subject: "Просрочка по заявке " + c.Request.Label(), Text: escalationText(c, e), Means: pageMeans, AckWithin: pageAckWithin})
	}
	return notices
}
