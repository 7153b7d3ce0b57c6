package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/postgres"
	"dispatch05/dispatch/roster"
	"dispatch05/dispatch/rulebook"
	"dispatch05/geo/register"
)

// whoCommand prints who answers for a house and a fault at a moment: the whole chain.
type whoCommand struct {
	databaseFlags
	Notices noticeFlags `embed:""`
	City    string      `required:"" help:"The city's short name."`
	House   int64       `xor:"house" required:"" help:"The house by its number in the database."`
	Address string      `xor:"house" required:"" help:"The house by its address."`
	Problem string      `required:"" help:"Code of the classifier, such as heating-none."`
	At      string      `help:"The moment by the city's clocks: \"2026-11-29 03:10\". Default: now."`
}

// consoleActor is whoever has the machine's command line: nobody stands above them.
func consoleActor(city string) dispatch.Actor {
	return dispatch.Actor{City: city, Name: "Командная строка", Role: dispatch.Administrator}
}

// withDesk opens the database and the operations of the desk for one deed of a tool in a city.
func (f databaseFlags) withDesk(ctx context.Context, std *streams, city string, do func(*dispatch.Desk, *postgres.Store) error) error {
	db, err := f.join(ctx, toolLog(std))
	if err != nil {
		return err
	}
	defer db.close(context.WithoutCancel(ctx))
	if _, err := db.store.City(ctx, city); err != nil {
		return fmt.Errorf("there is no city %q", city)
	}
	clock, err := postgres.StartClock(ctx, db.store, toolLog(std))
	if err != nil {
		return err
	}
	defer clock.Stop()
	desk, err := deskOf(ctx, std, db.store, clock.Now)
	if err != nil {
		return err
	}
	return do(desk, db.store)
}

// deskOf is the operations for a tool: nothing is announced, screens find out by their poll.
func deskOf(ctx context.Context, std *streams, store *postgres.Store, now func() time.Time) (*dispatch.Desk, error) {
	rules, err := rulebook.Open(ctx, store, toolLog(std))
	if err != nil {
		return nil, err
	}
	store.Calendar = func(city string) roster.Calendar { return rules.Of(city).Calendar }
	return &dispatch.Desk{Store: store, Now: now, Rules: rules.Of}, nil
}

func (c *whoCommand) Run(ctx context.Context, std *streams) error {
	return c.withDesk(ctx, std, c.City, func(desk *dispatch.Desk, store *postgres.Store) error {
		if err := knownFault(desk.Rules(c.City), c.Problem); err != nil {
			return err
		}
		if err := c.Notices.reach(ctx, desk, store); err != nil {
			return err
		}
		place, err := placeOf(ctx, store, c.City, c.Address, c.At)
		if err != nil {
			return err
		}
		question := dispatch.Question{House: max(c.House, place.house), Problem: c.Problem, At: place.at}
		answers, err := desk.WhoAnswers(ctx, consoleActor(c.City), question)
		if err != nil {
			return err
		}
		return tellAnswers(std.out, answers, place.zone)
	})
}

// knownFault refuses a code that the city's classifier lacks, and names those that are near.
func knownFault(rules *dispatch.Rules, code string) error {
	if _, known := rules.Classifier.Problem(code); known {
		return nil
	}
	var near []string
	for _, problem := range rules.Classifier.Suggest(strings.ReplaceAll(code, "-", " "), 5) {
		near = append(near, fmt.Sprintf("%s (%s)", problem.Code, problem.Title.En))
	}
	if len(near) == 0 {
		return fmt.Errorf("there is no fault %q; the codes stand in /admin, \"Неисправности\", and in /api/v1/cities/CITY/classifier", code)
	}
	return fmt.Errorf("there is no fault %q; near it: %s", code, strings.Join(near, ", "))
}

// place is where and when a question is about.
type place struct {
	house int64 // 0: no address was given
	at    time.Time
	zone  *time.Location
}

// placeOf reads an address ("" for none) and a moment by the city's clocks ("" for now).
func placeOf(ctx context.Context, store *postgres.Store, city, address, at string) (p place, err error) {
	if p.zone, err = store.Zone(ctx, city); err != nil {
		return p, err
	}
	if at != "" {
		if p.at, err = time.ParseInLocation("2006-01-02 15:04", at, p.zone); err != nil {
			return p, fmt.Errorf("--at %q is not of the form \"2026-11-29 03:10\"", at)
		}
	}
	if address != "" {
		p.house, err = houseAt(ctx, store, city, address)
	}
	return p, err
}

// houseAt is the house of an address.
func houseAt(ctx context.Context, store *postgres.Store, id, address string) (int64, error) {
	houses, err := store.Houses(ctx, id)
	if err != nil {
		return 0, err
	}
	city, err := store.City(ctx, id)
	if err != nil {
		return 0, err
	}
	found := register.NewIndex(houses, register.Options{City: city.Name}).Resolve(address)
	if found.Answer == nil {
		return 0, fmt.Errorf("address %q: %s", address, found.Reason.English)
	}
	return found.Answer.ID, nil
}

// tellAnswers prints the chain, a line for each who answers; what is empty comes last, in words.
func tellAnswers(out io.Writer, a dispatch.Answers, zone *time.Location) error {
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	row := func(what, who, more string) { fmt.Fprintf(table, "%s\t%s\t%s\n", what, who, more) }
	row("at", inZone(a.At, zone), zone.String())
	row("house", a.Address, fmt.Sprintf("house %d", a.HouseID))
	row("fault", a.ProblemRu, fmt.Sprintf("%s, skill %s", a.Problem, a.Skill))
	row("managed by", partyName(a.Organisation), partyPhone(a.Organisation))
	row("emergency service", a.Service.Name, strings.TrimSpace(a.Service.Phone+map[bool]string{true: " by default"}[a.Service.ByDefault]))
	for _, p := range a.SideParties {
		row("has to mend ("+string(a.Side)+")", p.Name, p.Phone)
	}
	for _, c := range a.Crews {
		people := peopleOf(c.People)
		if len(c.Instead) > 0 {
			people += ", instead of them " + peopleOf(c.Instead)
		}
		row("crew "+c.Name, people, strings.TrimSpace(c.Organisation.Name+" "+c.Phone))
	}
	if a.Term != nil {
		row("term: "+strings.ToLower(dispatch.ClockTitle(string(a.Term.Kind)).En), inZone(a.Term.DueAt, zone), a.Term.Clause)
	}
	for _, s := range a.Ladder {
		when := "no term"
		if s.TellAt != nil {
			when = "told at " + inZone(*s.TellAt, zone)
		}
		row(fmt.Sprintf("level %d %s", s.Level, s.TitleEn), peopleOf(s.People), strings.TrimSpace(when+" "+partyName(s.Organisation)))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, m := range a.Missing {
		fmt.Fprintf(out, "! %s\n", m.En)
	}
	return nil
}

func inZone(at time.Time, zone *time.Location) string { return at.In(zone).Format("2006-01-02 15:04") }

func peopleOf(rows []dispatch.OnDutyRow) string {
	if len(rows) == 0 {
		return "nobody"
	}
	var people []string
	for _, r := range rows {
		people = append(people, strings.TrimSpace(r.Name+" "+r.Phone))
	}
	return strings.Join(people, ", ")
}

func partyName(p *dispatch.Party) string {
	if p == nil {
		return ""
	}
	return p.Name
}

func partyPhone(p *dispatch.Party) string {
	if p == nil {
		return ""
	}
	return p.Phone
}
