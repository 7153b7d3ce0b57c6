package dispatch

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"
	"github.com/paulmach/orb"

	"dispatch05/dispatch/norms"
)

// Report is what a caller, a page or a program says about a fault. House 0 means that the register did
// not know the address: then the text as said, or a pin, stands for it.
type Report struct {
	Channel     Channel
	House       int64
	AddressText string
	Pin         *orb.Point
	Problem     string

	Entrance, Floor, Flat, Text, CallerName, Phone string

	ReceivedAt time.Time // the ring; zero: now
	DamagedAt  time.Time // zero: now
	Join       int64     // an open request of the same fault: this one is registered for itself and joined
	Suspicion  string    // why the intake doubts it; it is registered all the same, and parked
	Key        Command
}

// Registration is a report made ready to be written in one commit: request, clocks, first journal entry
// and events. The store gives it id and number.
type Registration struct {
	Case    Case
	Entries []Entry
	Events  []Event                // of the request itself: Ref is filled with its id
	Main    *Case                  // what it is joined to, as loaded: if somebody has edited that, nothing is written
	Others  []Event                // of what it is joined to
	Notices func(Request) []Notice // of the request once it has its id and number; nil: nobody can be told
	Command Command
	Now     time.Time
}

// Limits of what a report may hold, in characters, and of its times.
const (
	maxText       = 4000
	maxShort      = 200
	maxDamageAge  = 30 * 24 * time.Hour
	maxRingAge    = 24 * time.Hour
	clockSkew     = 2 * time.Minute
	phoneBurst    = 6 // open reports of one telephone within an hour, from which on they are looked at first
	phoneInterval = time.Hour
)

// Register takes a report. It returns the case as registered, and whether the key had been used before
// (then the case is the one registered then).
func (d *Desk) Register(ctx context.Context, actor Actor, report Report) (Case, bool, error) {
	if actor.Role != Resident && !actor.Role.May(MayRegister) {
		return Case{}, false, ErrForbidden
	}
	for try := 1; ; try++ {
		c, replayed, err := d.registerOnce(ctx, actor, report)
		if !errors.Is(err, ErrStale) || try == attempts {
			return c, replayed, err
		}
	}
}

func (d *Desk) registerOnce(ctx context.Context, actor Actor, report Report) (Case, bool, error) {
	if id, done, err := d.Store.CommandDone(ctx, actor.City, report.Key); err != nil || done {
		return d.replay(ctx, actor.City, id, err)
	}
	registration, err := d.prepare(ctx, actor, report, d.Now())
	if err != nil {
		return Case{}, false, err
	}
	id, replayed, positions, err := d.Store.Register(ctx, registration)
	if err != nil {
		return Case{}, false, err
	}
	d.announce(ctx, actor.City, positions)
	c, err := d.Store.Case(ctx, actor.City, id)
	if err == nil && !replayed {
		d.learn(ctx, actor, c)
	}
	return c, replayed, err
}

func (d *Desk) replay(ctx context.Context, city string, id int64, err error) (Case, bool, error) {
	if err != nil {
		return Case{}, false, err
	}
	c, err := d.Store.Case(ctx, city, id)
	return c, true, err
}

func (d *Desk) prepare(ctx context.Context, actor Actor, report Report, now time.Time) (Registration, error) {
	report, problem, err := checked(d.Rules(actor.City).Classifier, report, now)
	if err != nil {
		return Registration{}, err
	}
	c, err := d.newCase(ctx, actor.City, report, problem, now)
	if err != nil {
		return Registration{}, err
	}
	if c.Request.Parked == "" && report.Phone != "" {
		n, err := d.Store.RecentByPhone(ctx, actor.City, c.Request.Phone, now.Add(-phoneInterval))
		if err != nil {
			return Registration{}, err
		}
		if n >= phoneBurst && !actor.Role.May(MayRegister) {
			c.Request.Parked = "phone_burst"
		}
	}
	r := revise(c, actor, now)
	r.write(Entry{Kind: "registered", To: string(c.Request.State), Detail: Detail{Channel: string(c.Request.Channel)}})
	registration := Registration{Command: report.Key, Now: now}
	if report.Join != 0 {
		if err := d.join(ctx, actor, r, report.Join, &registration); err != nil {
			return Registration{}, err
		}
	}
	rules := d.Rules(actor.City)
	r.After.Clocks = r.startNorms(rules)
	r.turnOwnClocks(rules)
	if report.Channel == Telephone || report.Channel == WalkIn || report.Channel == Radio {
		r.reviewed() // the operator is speaking with the caller
	}
	registration.Case, registration.Entries, registration.Events = r.After, r.Entries, r.events()
	if d.reachable(r.After) {
		registration.Notices = func(q Request) []Notice {
			numbered := r.After
			numbered.Request = q
			return []Notice{numbered.registeredNotice(rules)}
		}
	}
	return registration, nil
}

func (d *Desk) newCase(ctx context.Context, city string, report Report, problem norms.Problem, now time.Time) (Case, error) {
	c := Case{Request: Request{
		City: city, Year: now.Year(), Link: newLink(), State: Registered, Channel: report.Channel,
		Problem: problem.Code, Category: problem.Category, Severity: problem.Severity,
		House: report.House, AddressText: report.AddressText, Pin: report.Pin,
		Entrance: report.Entrance, Floor: report.Floor, Flat: report.Flat, Text: report.Text,
		CallerName: report.CallerName, Phone: report.Phone, ReceivedAt: report.ReceivedAt, RegisteredAt: now,
		DamagedAt: report.DamagedAt, Parked: report.Suspicion,
	}}
	zone, err := d.Store.Zone(ctx, city)
	if err != nil {
		return Case{}, err
	}
	c.Zone = zone
	c.Request.Year = now.In(zone).Year()
	if report.House == 0 {
		own, err := d.Store.OwnService(ctx, city)
		c.Served, c.Request.Service, c.Request.ServedByDefault = &own, own.ID, true
		return c, err
	}
	house, err := d.Store.House(ctx, city, report.House, now)
	if err != nil {
		return Case{}, err
	}
	c.take(house)
	return c, nil
}

// take puts what is known of a house into the case.
func (c *Case) take(house House) {
	c.Request.House, c.Place, c.Managed, c.Served = house.ID, house.Place, house.Managed, &house.Served
	c.Request.Service, c.Request.ServedByDefault = house.Served.ID, house.ByDefault
	c.Request.Organisation = 0
	if house.Managed != nil {
		c.Request.Organisation = house.Managed.ID
	}
}

// join ties a new request to an open one of the same house: it keeps its own number, link and journal,
// and goes the way of the main one from now on.
func (d *Desk) join(ctx context.Context, actor Actor, r *Revision, id int64, registration *Registration) error {
	main, err := d.Store.Case(ctx, actor.City, id)
	if err != nil {
		return err
	}
	if main.Request.Main != 0 {
		if main, err = d.Store.Case(ctx, actor.City, main.Request.Main); err != nil {
			return err
		}
	}
	if state := main.Request.State; !state.Open() || state == Done || state == Confirmed || main.Request.House != r.After.Request.House || main.Request.House == 0 {
		return invalid("join", "cannot_join", "Присоединить можно только к заявке того же дома, которая ещё в работе",
			"Only a request of the same house that is still being worked on can be joined")
	}
	r.After.Request.Main = main.Request.ID
	r.After.Request.State = main.Request.State
	r.After.Request.PlannedAt = main.Request.PlannedAt
	r.write(Entry{Kind: "joined", To: string(main.Request.State), Detail: Detail{Main: main.Request.Label()}})
	registration.Main = &main
	registration.Others = revise(main, actor, r.now).events()
	return nil
}

// startClocks begins the norm's clocks of a case. A joined request has only the two that are owed to its
// own caller: to be answered and to be told the term. lost are those that cannot be computed.
func startClocks(c Case, rules *Rules) (clocks []Clock, lost []*norms.LostTerm) {
	problem, _ := rules.Classifier.Problem(c.Request.Problem)
	started, err := norms.Start(rules.Book, norms.Facts{
		Registered: c.Request.RegisteredAt, Received: c.Request.ReceivedAt, Damaged: c.Request.DamagedAt,
		Channel: normChannel(c.Request.Channel), Problem: problem, Zone: c.Zone, Calendar: rules.Calendar,
		Conditions: rules.Readings.Conditions(),
	})
	owed := func(kind norms.Kind) bool { return c.Request.Main == 0 || kind == norms.Answer || kind == norms.Inform }
	for _, n := range started {
		if owed(n.Kind) {
			due := n.DueAt
			clocks = append(clocks, Clock{Kind: n.Kind, Norm: n.Norm, Clause: n.Act + ", " + n.Clause, Edition: n.Edition,
				Verified: n.Status == norms.Verified, StartedAt: n.StartedAt, DueAt: n.DueAt, NextAt: &due})
		}
	}
	lost = slices.DeleteFunc(norms.LostTerms(err), func(l *norms.LostTerm) bool { return !owed(l.Row.Kind) })
	return clocks, lost
}

func normChannel(c Channel) norms.Channel {
	switch c {
	case Telephone, Radio:
		return norms.Telephone
	case WalkIn:
		return norms.WalkIn
	case Automatic:
		return norms.System
	default:
		return norms.Message
	}
}

// checked refuses what cannot be a report and puts the rest into its stored form.
func checked(classifier *norms.Classifier, report Report, now time.Time) (Report, norms.Problem, error) {
	problem, known := classifier.Problem(report.Problem)
	if !known {
		return report, problem, invalid("problem", "unknown_problem", "Выберите неисправность из списка", "Choose a fault from the list")
	}
	if err := report.trim(); err != nil {
		return report, problem, err
	}
	if report.House == 0 && report.AddressText == "" && report.Pin == nil {
		return report, problem, invalid("address_text", "address_missing", "Укажите адрес", "Say the address")
	}
	if report.Pin != nil && !onEarth(*report.Pin) {
		return report, problem, invalid("point", "bad_point", "Точка вне карты", "The point is not on the map")
	}
	phone, err := storedPhone(report.Phone)
	if err != nil {
		return report, problem, err
	}
	report.Phone = phone
	return report.timed(now, problem)
}

// trim takes the blanks off the ends of all texts and refuses those that are too long.
func (report *Report) trim() error {
	for _, of := range []struct {
		field string
		text  *string
		limit int
	}{
		{"address_text", &report.AddressText, maxShort}, {"entrance", &report.Entrance, maxShort}, {"floor", &report.Floor, maxShort},
		{"flat", &report.Flat, maxShort}, {"caller_name", &report.CallerName, maxShort}, {"text", &report.Text, maxText},
	} {
		*of.text = strings.TrimSpace(*of.text)
		if err := fits(of.field, *of.text, of.limit); err != nil {
			return err
		}
	}
	return nil
}

func (report Report) timed(now time.Time, problem norms.Problem) (Report, norms.Problem, error) {
	if report.ReceivedAt.IsZero() {
		report.ReceivedAt = now
	}
	if report.DamagedAt.IsZero() {
		report.DamagedAt = report.ReceivedAt
	}
	if report.ReceivedAt.After(now.Add(clockSkew)) || now.Sub(report.ReceivedAt) > maxRingAge {
		return report, problem, invalid("received_at", "bad_time", "Время звонка — не в будущем и не старше суток", "The call is neither in the future nor older than a day")
	}
	if report.DamagedAt.After(now.Add(clockSkew)) || now.Sub(report.DamagedAt) > maxDamageAge {
		return report, problem, invalid("damaged_at", "bad_time", "Время повреждения — не в будущем и не старше 30 дней", "The damage is neither in the future nor older than 30 days")
	}
	return report, problem, nil
}

// fits refuses a text that is too long, or no text at all.
func fits(field, text string, limit int) error {
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return invalid(field, "bad_text", "Текст в неизвестной кодировке", "The text is not UTF-8")
	}
	if utf8.RuneCountInString(text) > limit {
		return invalid(field, "too_long", "Слишком длинный текст", "The text is too long")
	}
	return nil
}

func onEarth(p orb.Point) bool {
	return p.Lon() >= -180 && p.Lon() <= 180 && p.Lat() >= -90 && p.Lat() <= 90 && p != orb.Point{}
}

// cityPhone is a number without its city's code, as people say it on the telephone: 5 to 7 digits.
var cityPhone = regexp.MustCompile(`^(\d[ -]?){5,7}$`)

// storedPhone gives the E.164 form of a telephone as people write it, only the digits of a city's own; ""
// stays "".
func storedPhone(written string) (string, error) {
	written = strings.TrimSpace(written)
	if written == "" {
		return "", nil
	}
	if cityPhone.MatchString(written) {
		return strings.NewReplacer(" ", "", "-", "").Replace(written), nil
	}
	number, err := phonenumbers.Parse(written, "RU")
	if err != nil || !phonenumbers.IsPossibleNumber(number) {
		return "", &Error{Kind: Invalid, Code: "bad_phone", Field: "phone", Ru: "Проверьте номер телефона", En: "Check the telephone number"}
	}
	return phonenumbers.Format(number, phonenumbers.E164), nil
}

// newLink makes the resident's secret: 128 random bits in 26 lower-case letters and digits.
func newLink() string {
	bits := make([]byte, 16)
	_, _ = rand.Read(bits) // never fails (crypto/rand)
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(bits))
}
