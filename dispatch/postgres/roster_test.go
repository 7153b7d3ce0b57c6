package postgres_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/notify"
	"dispatch05/dispatch/roster"
)

// staffing keeps people of every organisation, as an administrator does.
var staffing = dispatch.SystemActor(city, "учёт")

// planned is a town that sends messages and whose duty is planned: four people of the emergency service in turn at the crew and as foremen,
// by the clocks of Omsk, on Monday the 23rd of November 2026, 12:00.
type planned struct {
	*town
	people        []int64 // four, in turn
	crewPost      int64
	foremanPost   int64
	foreman, boss dispatch.Actor // of the service, of the managing organisation
}

func newPlanned(t testing.TB) *planned {
	t.Helper()
	w := &planned{town: newTown(t)}
	w.reached()
	w.foreman, w.boss = w.person(city, "foreman", dispatch.Foreman, w.service, 0), w.person(city, "boss", dispatch.Foreman, w.management, 0)
	for n, name := range []string{"Первый", "Второй", "Третий", "Четвёртый"} {
		p := got(w.PutPerson(t.Context(), staffing, roster.Person{Name: name, Organisation: w.service, Role: "crew", Crew: w.crew,
			Phone: "+7 000 005-50-0" + string(rune('1'+n))}, ""))(t)
		w.people = append(w.people, p.ID)
	}
	w.crewPost = w.post(roster.Post{Name: "Бригада 1", Role: "crew", Crew: w.crew})
	w.foremanPost = w.post(roster.Post{Name: "Мастер", Role: "foreman", Organisation: w.service})
	for _, post := range []int64{w.crewPost, w.foremanPost} {
		w.rotate(post, w.inTurn())
	}
	return w
}

func (w *planned) post(p roster.Post) int64 {
	w.t.Helper()
	return got(w.PutPost(w.t.Context(), w.dispatcher, p, ""))(w.t).ID
}

func (w *planned) rotate(post int64, rotations ...roster.Rotation) {
	w.t.Helper()
	got(w.SetRotations(w.t.Context(), w.dispatcher, post, 0, rotations, "график"))(w.t)
}

// inTurn is a day and three off, from the 20th at 08:00 on.
func (w *planned) inTurn() roster.Rotation {
	r := roster.Rotation{First: "2026-11-20", HandOver: 8 * 60, Hours: 24}
	for _, person := range w.people {
		r.Turns = append(r.Turns, []int64{person})
	}
	return r
}

// omsk is a moment by the city's clocks.
func omsk(t testing.TB, wall string) time.Time {
	t.Helper()
	zone := got(time.LoadLocation("Asia/Omsk"))(t)
	return got(time.ParseInLocation("2006-01-02 15:04", wall, zone))(t)
}

func (w *planned) who(wall, problem string) dispatch.Answers {
	w.t.Helper()
	return got(w.WhoAnswers(w.t.Context(), w.dispatcher, dispatch.Question{House: w.house, Problem: problem, At: omsk(w.t, wall)}))(w.t)
}

func names(rows []dispatch.OnDutyRow) string {
	var all []string
	for _, r := range rows {
		all = append(all, r.Name)
	}
	return strings.Join(all, ", ")
}

func lacks(a dispatch.Answers, code string) bool {
	return slices.ContainsFunc(a.Missing, func(b dispatch.Because) bool { return b.Code == code })
}

// TestWhoAnswersNextSunday is the question of the wish: this house, this fault, at ten past three next Sunday.
func TestWhoAnswersNextSunday(t *testing.T) {
	w := newPlanned(t)
	w.plainLadder()
	a := w.who("2026-11-29 03:10", leak)
	if a.Service.ID != w.service || a.Service.ByDefault || a.Organisation == nil || a.Organisation.ID != w.management || a.Side != norms.Organisation {
		t.Errorf("the house: %+v", a)
	}
	if len(a.Crews) != 2 || a.Crews[0].CrewID != w.crew || names(a.Crews[0].People) != "Первый" || a.Crews[0].People[0].Phone != "+70000055001" {
		t.Errorf("crews: %+v", a.Crews)
	}
	if !lacks(a, "crew_unplanned") || !lacks(a, "level_empty") {
		t.Errorf("in words: %+v", a.Missing)
	}
	if a.Term == nil || a.Term.DueAt.Sub(a.At) != 30*time.Minute {
		t.Fatalf("term %+v", a.Term)
	}
	want := []struct {
		role   dispatch.Role
		people string
		after  time.Duration
	}{{dispatch.Foreman, "Первый", 0}, {dispatch.Senior, "senior", 10 * time.Minute}, {dispatch.ChiefEngineer, "", 30 * time.Minute}, {dispatch.Committee, "", 30 * time.Minute}}
	for n, s := range a.Ladder {
		if s.Role != want[n].role || names(s.People) != want[n].people || s.Passed != (want[n].people == "") || s.TellAt.Sub(a.Term.DueAt) != want[n].after {
			t.Errorf("level %d: %+v", n, s)
		}
	}
}

// TestWhoAnswersOverTheYears: contracts, watches and people of that very moment.
func TestWhoAnswersOverTheYears(t *testing.T) {
	w := newPlanned(t)
	ctx := t.Context()
	if a := w.who("2020-01-01 12:00", leak); !a.Service.ByDefault || !lacks(a, "no_contract") || len(a.Crews) != 0 || !lacks(a, "no_crew") {
		t.Errorf("before the contract: %+v", a)
	}
	if a := w.who("2026-11-20 07:59", leak); names(a.Crews[0].People) != "" || !lacks(a, "crew_empty") {
		t.Errorf("before the first watch: %+v", a.Crews)
	}
	got(w.RetirePerson(ctx, staffing, w.people[3], ""))(t)
	if a := w.who("2026-11-23 11:00", leak); names(a.Crews[0].People) != "Четвёртый" {
		t.Errorf("who was on duty before leaving: %s", names(a.Crews[0].People))
	}
	if a := w.who("2026-11-23 13:00", leak); !lacks(a, "crew_empty") {
		t.Errorf("after leaving: %s", names(a.Crews[0].People))
	}
	if _, err := w.WhoAnswers(ctx, w.dispatcher, dispatch.Question{House: w.house, Problem: "nonsense"}); !errors.Is(err, &dispatch.Error{Code: "unknown_problem"}) {
		t.Errorf("an unknown fault: %v", err)
	}
	if _, err := w.WhoAnswers(ctx, w.tablet, dispatch.Question{House: w.house, Problem: leak}); err == nil {
		t.Error("a tablet asked for everybody's telephones")
	}
}

// TestSupervisorAnswersForAnEmptyWatch: the post above is named; supervision in a circle ends.
func TestSupervisorAnswersForAnEmptyWatch(t *testing.T) {
	w := newPlanned(t)
	ctx := t.Context()
	put := func(id, supervisor int64) {
		row := got(w.Post(ctx, w.dispatcher, id))(t)
		p := roster.Post{ID: id, Version: row.Version, Name: row.Name, Role: string(row.Role), Supervisor: supervisor}
		if row.CrewID != nil {
			p.Crew = *row.CrewID
		} else {
			p.Organisation = w.service
		}
		got(w.PutPost(ctx, w.dispatcher, p, ""))(t)
	}
	put(w.crewPost, w.foremanPost)
	put(w.foremanPost, w.crewPost)
	got(w.AddOverride(ctx, w.dispatcher, dispatch.StandIn{Post: w.crewPost, From: omsk(t, "2026-11-24 10:00"), To: omsk(t, "2026-11-24 14:00"), Instead: w.people[0], Why: "болен"}))(t)
	if a := w.who("2026-11-24 12:00", leak); names(a.Crews[0].People) != "" || names(a.Crews[0].Instead) != "Первый" || !lacks(a, "crew_empty") {
		t.Errorf("crews %+v", a.Crews)
	}
	got(w.AddOverride(ctx, w.dispatcher, dispatch.StandIn{Post: w.foremanPost, From: omsk(t, "2026-11-24 10:00"), To: omsk(t, "2026-11-24 14:00"), Instead: w.people[0], Why: "болен"}))(t)
	if a := w.who("2026-11-24 12:00", leak); len(a.Crews[0].Instead) != 0 {
		t.Errorf("nobody is above: %+v", a.Crews)
	}
}

// TestTerritoryOfACrew: a crew of another part of the city is not named.
func TestTerritoryOfACrew(t *testing.T) {
	w := newPlanned(t)
	square := func(lon float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{lon, 54.9}, {lon + 0.1, 54.9}, {lon + 0.1, 55.1}, {lon, 55.1}, {lon, 54.9}}}}
	}
	for _, c := range []struct {
		lon  float64
		here bool
	}{{73.35, true}, {74, false}} {
		row := got(w.Post(t.Context(), w.dispatcher, w.crewPost))(t)
		got(w.PutPost(t.Context(), w.dispatcher, roster.Post{ID: w.crewPost, Version: row.Version, Name: row.Name, Role: "crew", Crew: w.crew, Territory: square(c.lon)}, "участок"))(t)
		a := w.who("2026-11-29 03:10", leak)
		if here := slices.ContainsFunc(a.Crews, func(k dispatch.CrewDuty) bool { return k.CrewID == w.crew }); here != c.here {
			t.Errorf("territory from %v: named %v", c.lon, here)
		}
	}
}

// TestStandInsAndSwaps: who is on duty changes exactly then, and back when the stand-in is withdrawn.
func TestStandInsAndSwaps(t *testing.T) {
	w := newPlanned(t)
	ctx := t.Context()
	onDuty := func(wall string) string { return names(w.who(wall, leak).Crews[0].People) }
	row := got(w.AddOverride(ctx, w.foreman, dispatch.StandIn{Post: w.crewPost, From: omsk(t, "2026-11-24 10:00"), To: omsk(t, "2026-11-24 14:00"),
		Person: w.people[2], Instead: w.people[0], Why: "врач"}))(t)
	for wall, want := range map[string]string{"2026-11-24 09:59": "Первый", "2026-11-24 10:00": "Третий", "2026-11-24 13:59": "Третий", "2026-11-24 14:00": "Первый"} {
		if who := onDuty(wall); who != want {
			t.Errorf("%s: %s, want %s", wall, who, want)
		}
	}
	if len(row.Overrides) != 1 || row.Overrides[0].By != "foreman" {
		t.Fatalf("overrides %+v", row.Overrides)
	}
	got(w.WithdrawOverride(ctx, w.foreman, w.crewPost, row.Overrides[0].ID, "передумал"))(t)
	if who := onDuty("2026-11-24 12:00"); who != "Первый" {
		t.Errorf("after it was withdrawn: %s", who)
	}
	must(t, w.Swap(ctx, w.foreman, dispatch.WatchAt{Post: w.crewPost, Person: w.people[1], At: omsk(t, "2026-11-25 12:00")},
		dispatch.WatchAt{Post: w.crewPost, Person: w.people[3], At: omsk(t, "2026-11-27 12:00")}, "свадьба"))
	if a, b := onDuty("2026-11-25 09:00"), onDuty("2026-11-27 09:00"); a != "Четвёртый" || b != "Второй" {
		t.Errorf("after the swap: %s, %s", a, b)
	}
	var kinds []string
	for _, line := range got(w.RosterLog(ctx, w.dispatcher))(t)[:3] {
		kinds = append(kinds, line.Kind+" "+line.Actor+" "+line.Why)
	}
	if want := []string{"swap foreman свадьба", "override_withdrawn foreman передумал", "override foreman врач"}; !slices.Equal(kinds, want) {
		t.Errorf("the log says %q", kinds)
	}
	if _, err := w.pool.Exec(ctx, `update roster_log set why = ''`); err == nil {
		t.Error("the log was rewritten")
	}
}

// TestWhoMayPlan: the desk for the city, a foreman for the own organisation, nobody else.
func TestWhoMayPlan(t *testing.T) {
	w := newPlanned(t)
	ctx := t.Context()
	admin := w.person(city, "admin", dispatch.Administrator, 0, 0)
	stand := dispatch.StandIn{Post: w.crewPost, From: w.time(), To: w.time().Add(time.Hour), Person: w.people[0], Why: "проба"}
	for name, c := range map[string]struct {
		actor dispatch.Actor
		code  string
	}{"dispatcher": {w.dispatcher, ""}, "senior": {w.senior, ""}, "admin": {admin, ""}, "own foreman": {w.foreman, ""},
		"another's foreman": {w.boss, "not_found"}, "operator": {w.operator, "forbidden"}, "tablet": {w.tablet, "forbidden"}} {
		_, err := w.AddOverride(ctx, c.actor, stand)
		if c.code == "" {
			must(t, err)
		} else if !errors.Is(err, &dispatch.Error{Code: c.code}) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.PutPost(ctx, w.foreman, roster.Post{Name: "Старший", Role: "senior"}, ""); !errors.Is(err, dispatch.ErrNotFound) {
		t.Errorf("a foreman made a post of the city: %v", err)
	}
	if _, err := w.RosterLog(ctx, w.foreman); !errors.Is(err, dispatch.ErrForbidden) {
		t.Errorf("a foreman read everybody's changes: %v", err)
	}
	for _, p := range got(w.People(ctx, w.boss))(t) {
		t.Errorf("another's foreman sees %s", p.Name)
	}
	for _, p := range got(w.Posts(ctx, w.boss))(t) {
		t.Errorf("another's foreman sees %s", p.Name)
	}
}

// TestPlansAreChecked: what cannot be kept is refused by field and code, and leaves no line.
func TestPlansAreChecked(t *testing.T) {
	w := newPlanned(t)
	ctx := t.Context()
	before := w.count(`select count(*) from roster_log`)
	person := roster.Person{Name: "Новый", Organisation: w.service, Role: "crew"}
	for code, spoil := range map[string]func(*roster.Person){
		"no_name": func(p *roster.Person) { p.Name = " " }, "unknown_role": func(p *roster.Person) { p.Role = "king" }, "bad_phone": func(p *roster.Person) { p.Phone = "абв" },
		"bad_email": func(p *roster.Person) { p.Email = "почта" }, "bad_telegram": func(p *roster.Person) { p.Telegram = "@nick" }, "name_taken": func(p *roster.Person) { p.Name = "Первый" },
		"unknown_organisation": func(p *roster.Person) { p.Organisation = 999 }, "unknown_account": func(p *roster.Person) { p.Account = 999 },
		"stale_version": func(p *roster.Person) { p.ID, p.Version = w.people[0], 77 }, "not_found": func(p *roster.Person) { p.ID = 999 },
	} {
		p := person
		spoil(&p)
		_, err := w.PutPerson(ctx, staffing, p, "")
		wantRefusal(t, err, code)
	}
	rotation := w.inTurn()
	rotation.Turns = [][]int64{{999}}
	_, err := w.SetRotations(ctx, w.dispatcher, w.crewPost, 0, []roster.Rotation{rotation}, "проба")
	wantRefusal(t, err, "unknown_person")
	rotation.Turns, rotation.Hours = [][]int64{{w.people[0]}}, 7
	_, err = w.SetRotations(ctx, w.dispatcher, w.crewPost, 0, []roster.Rotation{rotation}, "проба")
	wantRefusal(t, err, "bad_rotation")
	rotation.Hours = 12
	_, err = w.SetRotations(ctx, w.dispatcher, w.crewPost, 1, []roster.Rotation{rotation}, "проба")
	wantRefusal(t, err, "stale_version")
	_, err = w.SetRotations(ctx, w.dispatcher, w.crewPost, 0, []roster.Rotation{w.inTurn()}, " ")
	wantRefusal(t, err, "no_reason")
	if after := w.count(`select count(*) from roster_log`); after != before {
		t.Errorf("refused changes left %d lines", after-before)
	}
}

func wantRefusal(t *testing.T, err error, code string) {
	t.Helper()
	if !errors.Is(err, &dispatch.Error{Code: code}) {
		t.Errorf("answered %v, want %s", err, code)
	}
}

// TestPlanIsKeptWhole: what was written is read back as it was.
func TestPlanIsKeptWhole(t *testing.T) {
	w := newPlanned(t)
	ctx := t.Context()
	first := roster.Rotation{Days: roster.WorkingDays, First: "2026-12-01", Last: "2026-12-31", HandOver: 9*60 + 30, Hours: 9, Daily: true, Turns: [][]int64{{w.people[0], w.people[1]}, {w.people[2]}, {w.people[0], w.people[3]}}}
	second := roster.Rotation{Days: roster.Holidays, First: "2026-12-05", HandOver: 8 * 60, Hours: 24, Turns: [][]int64{{w.people[3]}}}
	w.rotate(w.crewPost, first, second)
	duty := got(w.store.Duty(ctx, city, w.time()))(t)
	p, _ := duty.Roster.Post(w.crewPost)
	if len(p.Rotations) != 3 || p.Rotations[0].Last != "2026-11-30" {
		t.Fatalf("rotations %+v", p.Rotations)
	}
	for n, want := range []roster.Rotation{first, second} {
		kept := p.Rotations[n+1]
		kept.ID = 0
		if !slices.EqualFunc(kept.Turns, want.Turns, slices.Equal[[]int64]) {
			t.Errorf("turns %v, want %v", kept.Turns, want.Turns)
		}
		kept.Turns, want.Turns = nil, nil
		if kept.Days != want.Days || kept.First != want.First || kept.Last != want.Last || kept.HandOver != want.HandOver || kept.Hours != want.Hours || kept.Daily != want.Daily {
			t.Errorf("rotation %+v, want %+v", kept, want)
		}
	}
	found := got(w.RosterFindings(ctx, w.dispatcher, 14))(t)
	if !slices.ContainsFunc(found, func(f dispatch.FindingRow) bool { return f.Fault == roster.UnknownYear && f.PostID == w.crewPost }) {
		t.Errorf("without a calendar nobody was told: %+v", found)
	}
	w.store.Calendar = func(string) roster.Calendar { return weekdays{} }
	for _, f := range got(w.RosterFindings(ctx, w.dispatcher, 7))(t) {
		t.Errorf("a plan without a flaw: %s", f.TextRu)
	}
}

// weekdays works from Monday to Friday.
type weekdays struct{}

func (weekdays) WorkingDay(date norms.Date) (bool, error) {
	at, err := time.Parse(time.DateOnly, string(date))
	return at.Weekday() != time.Saturday && at.Weekday() != time.Sunday, err
}

// TestFindingsOfAPlan: gaps and people without a contact are told days before.
func TestFindingsOfAPlan(t *testing.T) {
	w := newPlanned(t)
	ctx := t.Context()
	mute := got(w.PutPerson(ctx, staffing, roster.Person{Name: "Немой", Organisation: w.service, Role: "crew"}, ""))(t)
	got(w.AddOverride(ctx, w.dispatcher, dispatch.StandIn{Post: w.foremanPost, From: omsk(t, "2026-11-25 08:00"), To: omsk(t, "2026-11-25 20:00"), Person: mute.ID, Why: "отпуск"}))(t)
	got(w.AddOverride(ctx, w.dispatcher, dispatch.StandIn{Post: w.foremanPost, From: omsk(t, "2026-11-26 08:00"), To: omsk(t, "2026-11-26 20:00"), Instead: w.people[2], Why: "болен"}))(t)
	w.post(roster.Post{Name: "Комитет", Role: "committee"})
	var told []string
	for _, f := range got(w.RosterFindings(ctx, w.dispatcher, 7))(t) {
		told = append(told, f.TextRu)
	}
	for _, want := range []string{"Мастер: никого на дежурстве 26.11 08:00 – 26.11 20:00", "Мастер, Немой: известить нечем: нет ни учётной записи, ни контакта для каналов, которые есть в городе, дежурит 25.11 08:00 – 25.11 20:00",
		"Комитет: нет ни графика, ни учётной записи с этой ролью"} {
		if !slices.Contains(told, want) {
			t.Errorf("not told: %s\n%s", want, strings.Join(told, "\n"))
		}
	}
	plan := got(w.Watches(ctx, w.foreman, w.foremanPost, 14))(t)
	if len(plan.Watches) < 14 || len(plan.Findings) == 0 || !plan.Post.Planned {
		t.Errorf("fourteen days: %d watches, %d findings", len(plan.Watches), len(plan.Findings))
	}
}

// TestWhoCanBeToldAtAll: by a login while it is open, and by what the city has; a telephone in a city without an SMS
// gateway reaches nobody. What is wrong with the plan, who answers, the list of people and the dry run say the same.
func TestWhoCanBeToldAtAll(t *testing.T) {
	w := newPlanned(t)
	w.plainLadder()
	ctx := t.Context()
	login := w.person(city, "browser", dispatch.Foreman, w.service, 0)
	p := got(w.PutPerson(ctx, staffing, roster.Person{Name: "Дежурный", Organisation: w.service, Role: "foreman", Account: login.Account}, ""))(t)
	got(w.AddOverride(ctx, w.dispatcher, dispatch.StandIn{Post: w.foremanPost, From: omsk(t, "2026-11-25 08:00"), To: omsk(t, "2026-11-25 20:00"), Person: p.ID, Why: "отпуск"}))(t)
	at := omsk(t, "2026-11-25 12:00")
	wantMute := func(when string, want bool) {
		t.Helper()
		said := map[string]bool{"findings": false, "people": false}
		for _, f := range got(w.RosterFindings(ctx, w.dispatcher, 7))(t) {
			said["findings"] = said["findings"] || f.Fault == roster.Unreachable && f.Person == "Дежурный"
		}
		for _, row := range got(w.People(ctx, w.dispatcher))(t) {
			said["people"] = said["people"] || row.ID == p.ID && len(row.Channels) == 0
		}
		answers := got(w.WhoAnswers(ctx, w.dispatcher, dispatch.Question{House: w.house, Problem: leak, At: at}))(t)
		said["who answers"], said["who answers, of the level"] = lacks(answers, "unreachable"), lacks(answers, "level_mute")
		run := got(w.RehearseLadder(ctx, w.dispatcher, dispatch.Rehearse{House: w.house, Problem: leak, At: at}))(t)
		said["the dry run"] = len(toldAt(run.Steps[0])[0]) == len("Дежурный")
		said["the next level at once"] = run.Steps[1].TellAt.Equal(*run.Steps[0].TellAt)
		for who, mute := range said {
			if mute != want {
				t.Errorf("%s cannot be told: %s says %v", when, who, mute)
			}
		}
	}
	contact := func(change func(*roster.Person)) {
		t.Helper()
		duty := got(w.store.Duty(ctx, city, w.time()))(t)
		person := duty.Roster.People[p.ID]
		change(&person)
		got(w.PutPerson(ctx, staffing, person, "проба"))(t)
	}
	w.Reaches = nil
	wantMute("With a login", false)
	browser := notify.Subscription{Endpoint: "https://push.example/1", P256dh: "key", Auth: "secret"}
	must(t, w.store.Subscribe(ctx, city, login.Account, browser, w.time()))
	got(w.pool.Exec(ctx, `update accounts set disabled_at = $1 where id = $2`, w.time(), login.Account))(t)
	wantMute("When the login is closed", true)
	contact(func(p *roster.Person) { p.Phone = "+70000055009" })
	wantMute("With a telephone in a city without a gateway", true)
	w.reached()
	wantMute("With a telephone and a gateway", false)
	contact(func(p *roster.Person) { p.Phone, p.Email = "", "a@example.ru" })
	wantMute("With an address in a city without mail", true)
}

// TestEmptyWatchIsPassed: a foreman with an account, and a rotation that has nobody on duty: the level is passed,
// and told again once somebody has the watch.
func TestEmptyWatchIsPassed(t *testing.T) {
	w := newPlanned(t)
	ctx := t.Context()
	got(w.AddOverride(ctx, w.dispatcher, dispatch.StandIn{Post: w.foremanPost, From: w.time(), To: w.time().Add(2 * time.Hour), Instead: w.people[3], Why: "болен"}))(t)
	w.register(w.call("a"))
	w.pass(time.Hour)
	got(w.SweepOverdue(ctx))(t)
	if n := w.count(`select count(*) from escalations where role = 'foreman' and passed`); n == 0 || w.count(`select count(*) from escalations where role = 'foreman' and not passed`) != 0 {
		t.Errorf("%d levels of the empty watch were passed", n)
	}
	w.pass(2 * time.Hour)
	w.register(w.call("b"))
	w.pass(time.Hour)
	got(w.SweepOverdue(ctx))(t)
	if n := w.count(`select count(*) from escalations where role = 'foreman' and not passed`); n == 0 {
		t.Error("the foreman on duty was told nothing")
	}
}

// TestHandOverNotes: who holds the post or plans it hands over; a crew does at its own post.
func TestHandOverNotes(t *testing.T) {
	w := newPlanned(t)
	ctx := t.Context()
	got(w.WriteNote(ctx, w.tablet, w.crewPost, "Лесная, 1: стояк перекрыт до утра"))(t)
	notes := got(w.WriteNote(ctx, w.foreman, w.crewPost, "Насос вернули"))(t)
	if len(notes) != 2 || notes[0].Author != "foreman" || notes[1].Text != "Лесная, 1: стояк перекрыт до утра" {
		t.Errorf("notes %+v", notes)
	}
	_, err := w.WriteNote(ctx, w.tablet, w.foremanPost, "чужое")
	wantRefusal(t, err, "not_found")
	_, err = w.WriteNote(ctx, w.operator, w.crewPost, "чужое")
	wantRefusal(t, err, "forbidden")
}

// TestVehicles: added, changed by version, out of use.
func TestVehicles(t *testing.T) {
	w := newPlanned(t)
	ctx := t.Context()
	v := got(w.PutVehicle(ctx, w.foreman, dispatch.Vehicle{Name: "ГАЗель 1", Plate: "О005СО55", Organisation: w.service}, ""))(t)
	v.Name = "ГАЗель 2"
	changed := got(w.PutVehicle(ctx, w.foreman, v, "переименована"))(t)
	_, err := w.PutVehicle(ctx, w.foreman, v, "")
	wantRefusal(t, err, "stale_version")
	_, err = w.RetireVehicle(ctx, w.boss, v.ID, "")
	wantRefusal(t, err, "not_found")
	gone := got(w.RetireVehicle(ctx, w.foreman, v.ID, "списана"))(t)
	if changed.Name != "ГАЗель 2" || gone.RetiredAt == nil || len(got(w.Vehicles(ctx, w.boss))(t)) != 0 || len(got(w.Vehicles(ctx, w.operator))(t)) != 1 {
		t.Errorf("%+v, then %+v", changed, gone)
	}
}
