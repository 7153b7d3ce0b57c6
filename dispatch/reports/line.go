package reports

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
)

// Line is a request in the journal of requests (Rules 416, section IV; what it holds at least is our reading of
// pp. 13, 16 and 17). Words are in the reader's language, times in UTC.
type Line struct {
	Ordinal      int
	Number       string
	ReceivedAt   time.Time
	RegisteredAt time.Time
	Channel      string
	TakenBy      string // who put it on record
	Caller       string // name, flat and telephone; "" for who may not know
	Address      string
	System       string
	Nature       string
	Found        string // what the workers found and did
	Decision     string // what was decided, who was sent, which other services were told
	PlannedAt    *time.Time
	ToldAt       *time.Time // when the caller was told the term
	Worker       string
	Entry        string // where people have to be let in
	LocalisedAt  *time.Time
	DoneAt       *time.Time
	ClosedAt     *time.Time
	Control      string // how the result was looked at
}

// Words are what lines and workbooks are written with.
type Words struct {
	English bool
	Names   bool // whether callers are named, see MayName
	Zone    *time.Location
	Rules   *dispatch.Rules // what faults and systems are called
}

// Say chooses the reader's language.
func (w Words) Say(ru, en string) string {
	if w.English {
		return en
	}
	return ru
}

// Text is a text of the rules in the reader's language.
func (w Words) Text(t norms.Text) string { return w.Say(t.Ru, t.En) }

// Problem is a fault by its name; the code itself where the rules have it no more.
func (w Words) Problem(code string) string {
	if p, known := w.Rules.Classifier.Problem(code); known {
		return w.Text(p.Title)
	}
	return code
}

// Line writes a request as the journal tells it at the moment of the report.
func (w Words) Line(ordinal int, m Matter, ask Ask) Line {
	q, c := m.Request, m.course(ask)
	line := Line{Ordinal: ordinal, Number: q.Label(), ReceivedAt: q.ReceivedAt, RegisteredAt: q.RegisteredAt, Channel: w.Channel(q.Channel),
		Caller: w.caller(q), Address: w.address(m), System: w.system(q.Category), Nature: w.nature(q), Entry: w.entry(q)}
	for _, e := range c.entries {
		w.tell(&line, m, e)
	}
	if c.state == dispatch.Closed {
		line.ClosedAt = &c.since
	}
	return line
}

// tell takes what one entry of the journal adds to the line.
func (w Words) tell(line *Line, m Matter, e dispatch.Entry) {
	switch e.Kind {
	case "registered":
		line.TakenBy = e.Actor
	case "inform":
		line.PlannedAt, line.ToldAt = e.Detail.PlannedAt, &e.At
	case "joined":
		line.decide(w.Say("присоединена к ", "joined to ") + e.Detail.Main)
	case "photo":
		line.check(w.Say("фото", "photograph"))
	case "order":
		w.tellOrder(line, m, e)
	case "state":
		w.tellState(line, e)
	}
}

func (w Words) tellOrder(line *Line, m Matter, e dispatch.Entry) {
	d := e.Detail
	switch dispatch.OrderState(e.To) {
	case dispatch.OrderSent:
		line.decide(w.Say("наряд: ", "order: ") + joined(d.Organisation, d.Crew, d.HandedTo, numbered(d.TheirNumber)))
		line.Worker = appended(line.Worker, firstOf(d.Crew, d.HandedTo, d.Organisation))
	case dispatch.OrderLocalised:
		if line.LocalisedAt == nil {
			line.LocalisedAt = &e.At
		}
	case dispatch.OrderDone:
		line.DoneAt = &e.At
	case dispatch.OrderRefused, dispatch.OrderRecalled, dispatch.OrderSuspended:
		line.decide(w.orderState(e.To) + bracketed(e.Reason))
	}
	if d.Note != "" && e.From != "" && e.To != string(dispatch.OrderSent) {
		line.Found = appended(line.Found, d.Note)
	}
}

func (w Words) tellState(line *Line, e dispatch.Entry) {
	switch dispatch.RequestState(e.To) {
	case dispatch.Rejected, dispatch.Redirected, dispatch.Duplicate:
		line.decide(w.state(e.To) + bracketed(joined(e.Detail.Organisation, e.Detail.Main, e.Reason)))
	case dispatch.Returned:
		if isReturn(e) {
			line.DoneAt = nil
			line.check(w.state(e.To) + bracketed(w.said(e)))
		}
	case dispatch.Confirmed:
		line.check(w.state(e.To))
	case dispatch.Closed:
		line.check(w.Say("проверено: ", "verified: ") + w.Say(dispatch.DispositionRu(e.Detail.Disposition), dispatch.StateEn(e.Detail.Disposition)))
	}
}

// said is why an entry was made; a resident's own words are for those who may know the resident.
func (w Words) said(e dispatch.Entry) string {
	if e.Role == dispatch.Resident && !w.Names {
		return ""
	}
	return e.Reason
}

func (l *Line) decide(what string) { l.Decision = appended(l.Decision, what) }
func (l *Line) check(what string)  { l.Control = appended(l.Control, what) }

func (w Words) state(state string) string {
	return w.Say(dispatch.StateRu(state), dispatch.StateEn(state))
}

func (w Words) orderState(state string) string {
	return w.Say(dispatch.OrderStateRu(dispatch.OrderState(state)), dispatch.StateEn(state))
}

var channels = map[dispatch.Channel]norms.Text{
	dispatch.Telephone: {Ru: "телефон", En: "telephone"}, dispatch.WalkIn: {Ru: "лично", En: "in person"}, dispatch.Radio: {Ru: "рация", En: "radio"},
	dispatch.Portal: {Ru: "портал", En: "portal"}, dispatch.Open311: {Ru: "Open311", En: "Open311"}, dispatch.Automatic: {Ru: "система", En: "system"},
}

// Channel is the way by which a report came.
func (w Words) Channel(c dispatch.Channel) string { return w.Text(channels[c]) }

func (w Words) system(category string) string {
	if c, known := w.Rules.Classifier.Category(category); known {
		return w.Text(c.Title)
	}
	return category
}

func (w Words) caller(q dispatch.Request) string {
	if !w.Names {
		return ""
	}
	return joined(q.CallerName, w.flat(q), q.Phone)
}

func (w Words) flat(q dispatch.Request) string {
	if q.Flat == "" {
		return ""
	}
	return w.Say("кв. ", "flat ") + q.Flat
}

// nature is the fault, with the caller's own words for who may know the caller.
func (w Words) nature(q dispatch.Request) string {
	if w.Names && q.Text != "" {
		return w.Problem(q.Problem) + ": " + q.Text
	}
	return w.Problem(q.Problem)
}

// address is of the register; where it knows none, what was said may hold more than the house.
func (w Words) address(m Matter) string {
	q := m.Request
	where := m.Place.Address
	if where == "" && w.Names {
		where = q.AddressText
	}
	if where == "" {
		return w.Say("дом не определён", "house not known")
	}
	if q.Entrance != "" {
		where += w.Say(", подъезд ", ", entrance ") + q.Entrance
	}
	return where
}

// entry says where people have to be let in: whoever named a flat has the fault there.
func (w Words) entry(q dispatch.Request) string {
	if q.Flat == "" {
		return ""
	}
	if !w.Names {
		return w.Say("в квартиру", "to a flat")
	}
	return w.flat(q)
}

func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ", ")
}

func numbered(number string) string {
	if number == "" {
		return ""
	}
	return "№ " + number
}

func bracketed(text string) string {
	if text == "" {
		return ""
	}
	return " (" + text + ")"
}

// appended adds to a list in words, not the same twice running.
func appended(list, what string) string {
	if list == "" || what == "" {
		return list + what
	}
	if list == what || strings.HasSuffix(list, "; "+what) {
		return list
	}
	return list + "; " + what
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// Moment writes a time on the city's clock; "" of none.
func (w Words) Moment(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.In(w.Zone).Format("02.01.2006 15:04")
}

// Span writes seconds as people say them.
func (w Words) Span(seconds int64) string {
	d := time.Duration(seconds) * time.Second
	unit := func(n int64, ru, en string) string { return strconv.FormatInt(n, 10) + " " + w.Say(ru, en) }
	switch {
	case d >= 48*time.Hour:
		return unit(int64(d/(24*time.Hour)), "сут", "d") + " " + unit(int64(d%(24*time.Hour)/time.Hour), "ч", "h")
	case d >= time.Hour:
		return unit(int64(d/time.Hour), "ч", "h") + " " + unit(int64(d%time.Hour/time.Minute), "мин", "min")
	case d >= time.Minute:
		return unit(int64(d/time.Minute), "мин", "min")
	default:
		return unit(int64(d/time.Second), "с", "s")
	}
}

// At writes a time on the city's clock.
func (w Words) At(at time.Time) string { return w.Moment(&at) }
