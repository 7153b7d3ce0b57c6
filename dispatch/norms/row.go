package norms

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// Kind says what a clock waits for.
type Kind string

const (
	Answer    Kind = "answer"    // the telephone is answered, the message is read
	Inform    Kind = "inform"    // the applicant is told the planned time
	Localise  Kind = "localise"  // the damage spreads no further
	Clear     Kind = "clear"     // the blockage is cleared
	Release   Kind = "release"   // the people are freed
	Eliminate Kind = "eliminate" // the emergency damage is eliminated
	Restore   Kind = "restore"   // supply is back within the permitted interruption
	OwnTerm   Kind = "own_term"  // the fault is mended: a term per fault, of Gosstroy 170 or of the service
	Check     Kind = "check"     // the complaint about quality is checked on the spot
	Reply     Kind = "reply"     // an appeal or a demand for papers is answered
	Notify    Kind = "notify"    // another emergency service is told
	Keep      Kind = "keep"      // records are kept
	Announce  Kind = "announce"  // the consumer is told of a cause, a number, another time
	Duty      Kind = "duty"      // what is owed all the time, or so often: shown to people, never a clock
)

var kinds = []Kind{Answer, Inform, Localise, Clear, Release, Eliminate, Restore, OwnTerm, Check, Reply, Notify, Keep, Announce, Duty}

// Kinds are all that there are; the slice is the caller's own.
func Kinds() []Kind { return slices.Clone(kinds) }

// Event is the moment from which a term runs.
type Event string

const (
	Ring         Event = "ring"         // the telephone begins to ring
	MissedCall   Event = "missed_call"  // the caller gave up
	Arrival      Event = "arrival"      // the message has come in
	Registration Event = "registration" // the request is in the journal
	Damage       Event = "damage"       // the damage happened
	Interruption Event = "interruption" // supply stopped
	Month        Event = "month"        // summed over the billing month: no single clock
	Yearly       Event = "yearly"       // once a year: no single clock
	Detection    Event = "detection"    // detected or requested; for a request, its registration
	Signal       Event = "signal"       // word came that another service is needed
	Appeal       Event = "appeal"       // an appeal or a demand for papers was received; for a request, its registration
	Always       Event = "always"       // no moment begins it: no single clock
)

var events = []Event{Ring, MissedCall, Arrival, Registration, Damage, Interruption, Month, Yearly, Detection, Signal, Appeal, Always}

// Unit is what Amount counts.
type Unit string

const (
	Immediately   Unit = "immediately"     // no number: shown to people, never a clock
	Minutes       Unit = "minutes"         // elapsed
	Hours         Unit = "hours"           // elapsed
	Days          Unit = "days"            // сутки: the same wall time, that many calendar days later
	WorkingDays   Unit = "working_days"    // by the production calendar, to the end of the last day
	NextMonths    Unit = "months"          // calendar months
	CalendarYear  Unit = "years"           // calendar years
	RoundTheClock Unit = "round_the_clock" // no number: never a clock
	Agreed        Unit = "agreed"          // no number: the term is agreed with the applicant
	People        Unit = "people"          // no time: how many must take part
)

var units = []Unit{Immediately, Minutes, Hours, Days, WorkingDays, NextMonths, CalendarYear, RoundTheClock, Agreed, People}

// numberless units have no amount.
var numberless = []Unit{Immediately, RoundTheClock, Agreed}

// Status says how far the number can be trusted.
type Status string

const (
	Verified   Status = "verified"   // agrees with a stored copy of the text
	Unverified Status = "unverified" // known or decided, but not checked: shown as such to people
)

// Condition is a fact about the house or the season that puts a row in place of the plain one of its kind.
type Condition string

const (
	OneSource         Condition = "one_source"         // the house has one source of electricity
	DeadEnd           Condition = "dead_end"           // hot water: accident on a dead-end main
	AnnualMaintenance Condition = "annual_maintenance" // hot water: the yearly stop
	Room10To12        Condition = "room_10_12"         // heating: rooms at +10..+12 °C
	Room8To10         Condition = "room_8_10"          // heating: rooms at +8..+10 °C
	DailyMeanUpTo5    Condition = "daily_mean_up_to_5" // waste: outdoor daily mean of +5 °C or less
	Summer            Condition = "summer"             // outside the heating season
)

var conditions = []Condition{"", OneSource, DeadEnd, AnnualMaintenance, Room10To12, Room8To10, DailyMeanUpTo5, Summer}

// Row is one norm in one edition. Its Code stays the same over editions.
type Row struct {
	Code      string    `json:"code"`      // "416-13-inform"
	Act       string    `json:"act"`       // "ПП 416"
	Clause    string    `json:"clause"`    // "п. 13"
	Edition   string    `json:"edition"`   // "20.06.2026"
	ValidFrom Date      `json:"validFrom"` // first day in force
	ValidTo   Date      `json:"validTo"`   // last day in force; empty while it has no end
	Status    Status    `json:"status"`
	Kind      Kind      `json:"kind"`
	Applies   []string  `json:"applies"`   // answer, inform: channels; others: fault categories; empty: any
	Condition Condition `json:"condition"` // replaces the plain row of its kind where Facts name it; empty: the plain row
	Start     Event     `json:"start"`
	Amount    int       `json:"amount"`
	Unit      Unit      `json:"unit"`
	Window    Window    `json:"window"` // local hours in which the term runs; empty: round the clock
	Source    string    `json:"source"`
	Note      string    `json:"note"`
}

var codeForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Check returns every reason why the row cannot be used, joined; nil if none.
func (r Row) Check() error {
	bad := refusals{of: "norm", row: r.Code}
	bad.refuse(!codeForm.MatchString(r.Code), badCode)
	bad.refuse(blank(r.Act), emptyAct)
	bad.refuse(blank(r.Clause), emptyClause)
	bad.refuse(blank(r.Edition), emptyEdition)
	bad.refuse(blank(r.Source), noSource)
	bad.refuse(!r.ValidFrom.valid(), badFirstDay, r.ValidFrom)
	bad.refuse(r.ValidTo != "" && !r.ValidTo.valid(), badLastDay, r.ValidTo)
	bad.refuse(r.ValidTo != "" && r.ValidTo < r.ValidFrom, endsBeforeItself, r.ValidTo, r.ValidFrom)
	bad.refuse(r.Status != Verified && r.Status != Unverified, unknownStatus, r.Status)
	bad.refuse(!slices.Contains(kinds, r.Kind), unknownKind, r.Kind)
	bad.refuse(!slices.Contains(events, r.Start), unknownStart, r.Start)
	bad.refuse(!slices.Contains(conditions, r.Condition), unknownCondition, r.Condition)
	bad.refuse(!slices.Contains(units, r.Unit), unknownUnit, r.Unit)
	bare := slices.Contains(numberless, r.Unit)
	bad.refuse(bare && r.Amount != 0, needlessAmount, r.Unit)
	bad.refuse(!bare && (r.Amount < 1 || r.Amount > maxAmount), badAmount, r.Amount, maxAmount)
	bad.refuse(!r.Window.empty() && r.Unit != Minutes && r.Unit != Hours, needlessWindow)
	return bad.err()
}

func blank(text string) bool { return strings.TrimSpace(text) == "" }

// maxAmount keeps a slip of the keyboard from making a term of centuries.
const maxAmount = 1000

// InForce reports whether the row is in force on the civil day of t in t's own zone.
func (r Row) InForce(t time.Time) bool {
	day := DateOf(t)
	return r.ValidFrom <= day && (r.ValidTo == "" || day <= r.ValidTo)
}

// Date is a civil day, "2026-09-01": it orders as text does.
type Date string

// DateOf is the civil day of t in t's own zone.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// year is 0 where the date is not one.
func (d Date) year() int {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return 0
	}
	return t.Year()
}

func (d Date) valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}
