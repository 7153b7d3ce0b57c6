package postgres_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
)

// TestNumbersHaveNoGap: fifty people register at once, and ten registrations break after they took a number.
func TestNumbersHaveNoGap(t *testing.T) {
	w := newTown(t)
	numbers := make(chan int, 60)
	var all sync.WaitGroup
	for n := range 50 {
		all.Go(func() {
			c, replayed, err := w.Register(t.Context(), w.operator, w.call(key("call", n)))
			if err != nil || replayed {
				t.Errorf("call %d: %v, replayed %v", n, err, replayed)
				return
			}
			numbers <- c.Request.Number
		})
		if n%5 == 0 {
			all.Go(func() {
				if _, _, _, err := w.store.Register(t.Context(), w.broken(n)); err == nil {
					t.Error("a registration with one clock twice was kept")
				}
			})
		}
	}
	all.Wait()
	close(numbers)
	var seen []int
	for n := range numbers {
		seen = append(seen, n)
	}
	slices.Sort(seen)
	for i, n := range seen {
		if n != i+1 {
			t.Fatalf("numbers %v: a gap or a double at %d", seen, i+1)
		}
	}
	if next := w.register(w.call("next")); next.Request.Number != 51 {
		t.Errorf("the next number is %d, want 51", next.Request.Number)
	}
}

// TestOnesThatComeTogetherAreCommittedTogether: behind a commit that takes its time forty calls gather, with a twin of one,
// one that the schema refuses, and one whose caller has hung up. They cost a few commits; the twin gets the other's
// request, the bad one alone is refused, and nothing is written for who has gone before their turn.
func TestOnesThatComeTogetherAreCommittedTogether(t *testing.T) {
	w := newTown(t)
	w.register(w.call("first")) // the number's row is there to be held
	hold := got(w.pool.Begin(t.Context()))(t)
	got(hold.Exec(t.Context(), `select from request_numbers where city_id = $1 for update`, city))(t)
	var all sync.WaitGroup
	ids := make(chan int64, 41)
	call := func(ctx context.Context, name string) {
		all.Go(func() {
			c, _, err := w.Register(ctx, w.operator, w.call(name))
			if err != nil && ctx.Err() == nil {
				t.Errorf("%s: %v", name, err)
			}
			ids <- c.Request.ID
		})
	}
	call(t.Context(), "leader")
	w.eventually(`select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`, 1)
	for n := range 37 {
		call(t.Context(), key("call", n))
	}
	call(t.Context(), "twin")
	call(t.Context(), "twin")
	gone, hangUp := context.WithCancel(t.Context())
	call(gone, "gone")
	refused := make(chan error, 1)
	all.Go(func() { _, _, _, err := w.store.Register(t.Context(), w.broken(1)); refused <- err })
	waiting := func() bool { return w.store.Waiting(city) == 41 }
	for !waiting() {
		time.Sleep(time.Millisecond)
	}
	hangUp()
	must(t, hold.Rollback(t.Context()))
	all.Wait()
	close(ids)
	seen := map[int64]bool{}
	for id := range ids {
		seen[id] = true
	}
	if err := <-refused; err == nil {
		t.Error("a registration with one clock twice was kept")
	}
	delete(seen, 0)
	if len(seen) != 39 || w.count(`select count(*) from requests where city_id = $1`, city) != 40 {
		t.Errorf("%d requests for 38 calls and twins, %d rows", len(seen), w.count(`select count(*) from requests where city_id = $1`, city))
	}
	w.wantNumbersUpTo(40)
	// Without the bad ones the whole group is one commit.
	hold = got(w.pool.Begin(t.Context()))(t)
	got(hold.Exec(t.Context(), `select from request_numbers where city_id = $1 for update`, city))(t)
	ids = make(chan int64, 41)
	call(t.Context(), "leader 2")
	w.eventually(`select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`, 1)
	for n := range 40 {
		call(t.Context(), key("again", n))
	}
	for w.store.Waiting(city) < 40 {
		time.Sleep(time.Millisecond)
	}
	must(t, hold.Rollback(t.Context()))
	all.Wait()
	if commits := w.count(`select count(distinct xmin::text) from requests where city_id = $1 and number > 40`, city); commits != 2 {
		t.Errorf("%d commits for one and forty calls, want 2", commits)
	}
	w.wantNumbersUpTo(81)
}

// TestACommitThatBreaksOffKeepsNobodyWaiting: the words of one report bring the commit down, and those who wait with it hear
// of it and are registered when they ask again.
func TestACommitThatBreaksOffKeepsNobodyWaiting(t *testing.T) {
	w := newTown(t)
	w.register(w.call("first"))
	hold := got(w.pool.Begin(t.Context()))(t)
	got(hold.Exec(t.Context(), `select from request_numbers where city_id = $1 for update`, city))(t)
	var all sync.WaitGroup
	ask := func(do func() error) {
		all.Go(func() {
			defer func() { _ = recover() }()
			_ = do()
		})
	}
	ask(func() error { _, _, err := w.Register(t.Context(), w.operator, w.call("leader")); return err })
	w.eventually(`select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`, 1)
	mad := w.broken(2)
	mad.Case.Clocks, mad.Notices = nil, func(dispatch.Request) []dispatch.Notice { panic("no words") }
	ask(func() error { _, _, _, err := w.store.Register(t.Context(), mad); return err })
	for n := range 3 {
		ask(func() error { _, _, err := w.Register(t.Context(), w.operator, w.call(key("beside", n))); return err })
	}
	for w.store.Waiting(city) < 4 {
		time.Sleep(time.Millisecond)
	}
	must(t, hold.Rollback(t.Context()))
	all.Wait()
	for n := range 3 {
		w.register(w.call(key("beside", n)))
	}
	w.wantNumbersUpTo(5)
}

// wantNumbersUpTo holds that the city's numbers go from 1 without a gap.
func (w *town) wantNumbersUpTo(last int) {
	w.t.Helper()
	if n, high := w.count(`select count(distinct number) from requests where city_id = $1`, city), w.count(`select max(number) from requests where city_id = $1`, city); n != last || high != last {
		w.t.Errorf("%d numbers up to %d, want all up to %d", n, high, last)
	}
}

// eventually waits until a count is reached.
func (w *town) eventually(query string, want int) {
	w.t.Helper()
	for began := time.Now(); w.count(query) < want; time.Sleep(2 * time.Millisecond) {
		if time.Since(began) > 20*time.Second {
			w.t.Fatalf("%s stays under %d", query, want)
		}
	}
}

// broken is a registration that the schema refuses after the number was taken: one clock twice.
func (w *town) broken(n int) dispatch.Registration {
	now := w.time()
	k := dispatch.Clock{Kind: norms.Inform, Norm: "x", Clause: "x", Edition: "x", StartedAt: now, DueAt: now, NextAt: &now}
	q := dispatch.Request{City: city, Year: 2026, Link: key("aaaaaaaaaaaaaaaaaaaaaaaa-", n)[:26], State: dispatch.Registered, Channel: dispatch.Telephone,
		Problem: leak, Category: "cold_water", Severity: 1, AddressText: "x", ReceivedAt: now, RegisteredAt: now, DamagedAt: now}
	return dispatch.Registration{Case: dispatch.Case{Request: q, Clocks: []dispatch.Clock{k, k}}, Now: now}
}

// TestNumbersBeginAnewAtTheCitysMidnight: the year is the city's, not Greenwich's (Omsk is six hours ahead).
func TestNumbersBeginAnewAtTheCitysMidnight(t *testing.T) {
	w := newTown(t)
	w.now = time.Date(2026, 12, 31, 17, 59, 59, 0, time.UTC)
	old := w.register(w.call("old"))
	w.pass(time.Second)
	fresh := w.register(w.call("new"))
	if old.Request.Label() != "26-1" || fresh.Request.Label() != "27-1" {
		t.Errorf("numbers %s and %s around midnight, want 26-1 and 27-1", old.Request.Label(), fresh.Request.Label())
	}
}

// TestOneKeyRegistersOnce: twins sent at once, and the same again later.
func TestOneKeyRegistersOnce(t *testing.T) {
	w := newTown(t)
	var all sync.WaitGroup
	ids := make(chan int64, 12)
	fresh := make(chan int64, 12)
	for range 12 {
		all.Go(func() {
			c, replayed, err := w.Register(t.Context(), w.operator, w.call("twin"))
			if err != nil {
				t.Error(err)
				return
			}
			ids <- c.Request.ID
			if !replayed {
				fresh <- c.Request.ID
			}
		})
	}
	all.Wait()
	close(ids)
	first := <-ids
	for id := range ids {
		if id != first {
			t.Errorf("twins gave requests %d and %d", first, id)
		}
	}
	if len(fresh) != 1 || w.count(`select count(*) from requests`) != 1 {
		t.Errorf("%d answers called themselves the first, %d requests", len(fresh), w.count(`select count(*) from requests`))
	}
	w.send(w.fresh(dispatch.Case{Request: dispatch.Request{City: city, ID: first}}))
	again, replayed, err := w.Register(t.Context(), w.operator, w.call("twin"))
	if err != nil || !replayed || again.Request.State != dispatch.Accepted {
		t.Errorf("a replay shows %s (%v, %v), want the present state", again.Request.State, replayed, err)
	}
	other := w.call("twin")
	other.Key.Kind = "other"
	_, _, err = w.Register(t.Context(), w.operator, other)
	wantCode(t, err, "key_reused")
}

// TestJoinedRequestGoesAlong: a second caller's own request follows the first, and is told what its crew does.
func TestJoinedRequestGoesAlong(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	main := w.register(w.call("main"))
	joining := w.call("second")
	joining.Join = main.Request.ID
	second := w.register(joining)
	if second.Request.Main != main.Request.ID || second.Request.Number != 2 {
		t.Fatalf("joined: %+v", second.Request)
	}
	for _, k := range second.Clocks {
		if k.Kind != norms.Answer && k.Kind != norms.Inform {
			t.Errorf("a joined request has a clock to %s", k.Kind)
		}
	}
	if main = w.fresh(main); main.Request.Version != 2 || len(main.Followers) != 1 {
		t.Errorf("the main request did not move on: version %d, %d joined", main.Request.Version, len(main.Followers))
	}
	main = w.send(main)
	wantState(t, w.fresh(second), dispatch.Accepted)
	at := got(w.store.TopicAt(ctx, city, dispatch.LinkTopic(second.Request.Link)))(t)
	main = w.steps(main, dispatch.OrderEnRoute, dispatch.OrderOnSite)
	wantState(t, w.fresh(second), dispatch.InWork)
	if later := got(w.store.TopicAt(ctx, city, dispatch.LinkTopic(second.Request.Link)))(t); later.Offset < at.Offset+2 {
		t.Error("the second caller's link was not told of the crew's steps")
	}
	main = w.steps(main, dispatch.OrderDone)
	got(w.StepRequest(ctx, w.dispatcher, main.Request.ID, dispatch.RequestStep{To: "closed", Disposition: "fixed"}))(t)
	if second = w.fresh(second); second.Request.State != dispatch.Closed || second.Request.Disposition != "fixed" {
		t.Errorf("the joined request is %s, %q", second.Request.State, second.Request.Disposition)
	}
	got(w.ReturnByResident(ctx, second.Request.Link, "", 72*time.Hour, nil))(t)
	wantState(t, w.fresh(main), dispatch.Returned)
	wantState(t, w.fresh(second), dispatch.Returned)

	late := w.call("late")
	late.Join = w.fixed("done").Request.ID
	_, _, err := w.Register(ctx, w.operator, late)
	wantCode(t, err, "cannot_join")
}

// TestJoinWhileTheMainMovesOn: joins race with the end of the request that they join; whoever joined in
// time goes along, whoever came late is told so, and nobody is left behind.
func TestJoinWhileTheMainMovesOn(t *testing.T) {
	w := newTown(t)
	main := w.register(w.call("main"))
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			report := w.call(key("join", n))
			report.Join = main.Request.ID
			if _, _, err := w.Register(t.Context(), w.operator, report); err != nil {
				wantCode(t, err, "cannot_join")
			}
		})
	}
	all.Go(func() {
		for {
			_, err := w.StepRequest(t.Context(), w.dispatcher, main.Request.ID, dispatch.RequestStep{To: "rejected", Reason: "ложный вызов"})
			if err == nil {
				return
			}
			wantCode(t, err, "stale_version") // many joins at once: the dispatcher presses again
		}
	})
	all.Wait()
	if left := w.count(`select count(*) from requests where state <> 'rejected'`); left != 0 {
		t.Errorf("%d joined requests were left behind", left)
	}
}

// TestTakenBackRefusalBringsBackWhoFollowed, with all terms as they were.
func TestTakenBackRefusalBringsBackWhoFollowed(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	main := w.register(w.call("main"))
	joining := w.call("second")
	joining.Join = main.Request.ID
	second := w.register(joining)
	got(w.StepRequest(ctx, w.dispatcher, main.Request.ID, dispatch.RequestStep{To: "rejected", Reason: "ошибка"}))(t)
	wantState(t, w.fresh(second), dispatch.Rejected)
	main = got(w.StepRequest(ctx, w.dispatcher, main.Request.ID, dispatch.RequestStep{To: "registered"}))(t)
	wantState(t, main, dispatch.Registered)
	wantState(t, w.fresh(second), dispatch.Registered)
	for _, k := range main.Clocks {
		if k.MetAt == nil && (!k.Running() || k.NextAt == nil) {
			t.Errorf("the clock to %s stands still", k.Kind)
		}
	}
}

// TestPartedDuplicateHasTermsOfItsOwn: a request wrongly taken for a repeat is nobody else's any more.
func TestPartedDuplicateHasTermsOfItsOwn(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	main := w.register(w.call("main"))
	joining := w.call("second")
	joining.Join = main.Request.ID
	second := w.register(joining)
	got(w.StepRequest(ctx, w.dispatcher, second.Request.ID, dispatch.RequestStep{To: "rejected", Reason: "ошибка"}))(t)
	second = got(w.StepRequest(ctx, w.dispatcher, second.Request.ID, dispatch.RequestStep{To: "registered"}))(t)
	if second.Request.Main != 0 {
		t.Error("it still follows another request")
	}
	if len(second.Clocks) != len(w.fresh(main).Clocks) {
		t.Errorf("%d clocks, want the %d of a request of its own", len(second.Clocks), len(w.fresh(main).Clocks))
	}
	self := dispatch.RequestStep{To: "duplicate", Main: second.Request.ID}
	_, err := w.StepRequest(ctx, w.dispatcher, second.Request.ID, self)
	wantCode(t, err, "unknown_request")
}

// TestForeignCityIsNotFound: the ids of one city lead nowhere in another.
func TestForeignCityIsNotFound(t *testing.T) {
	w := newTown(t)
	ctx := t.Context()
	c := w.send(w.register(w.call("a")))
	house, crew, own := w.house, w.crew, w.management
	w.build("gora")
	foreign := w.dispatcher
	for name, ask := range map[string]func() error{
		"request": func() error { _, err := w.Card(ctx, foreign, c.Request.ID); return err },
		"step": func() error {
			_, err := w.StepRequest(ctx, foreign, c.Request.ID, dispatch.RequestStep{To: "rejected", Reason: "x"})
			return err
		},
		"order": func() error {
			_, err := w.StepOrder(ctx, foreign, c.Orders[0].ID, dispatch.Step{To: dispatch.OrderRecalled, Reason: "x"}, nil)
			return err
		},
		"crew":   func() error { _, err := w.SetShift(ctx, foreign, crew, false); return err },
		"inform": func() error { _, err := w.Inform(ctx, foreign, c.Request.ID, w.time().Add(time.Hour), 0); return err },
		"photo":  func() error { _, err := w.AddPhoto(ctx, foreign, c.Orders[0].ID, dispatch.Photo{}, nil); return err },
	} {
		t.Run(name, func(t *testing.T) { wantCode(t, ask(), "not_found") })
	}
	report := w.call("b")
	report.House = house
	_, _, err := w.Register(ctx, w.operator, report)
	wantCode(t, err, "unknown_house")
	report.House = w.house
	report.Join = c.Request.ID
	_, _, err = w.Register(ctx, w.operator, report)
	wantCode(t, err, "not_found")
	mine := w.register(w.call("c"))
	_, err = w.Assign(ctx, foreign, mine.Request.ID, dispatch.Assignment{Organisation: own, HandedTo: "Пётр"}, nil)
	wantCode(t, err, "unknown_organisation")
	if found := got(w.Search(ctx, foreign, "Лесная", nil, 50))(t); len(found) != 1 {
		t.Errorf("a search finds %d requests, want the city's own one", len(found))
	}
	if board := got(w.Board(ctx, foreign))(t); len(board.Requests) != 1 || len(board.Crews) != 2 {
		t.Errorf("the board shows %d requests and %d crews", len(board.Requests), len(board.Crews))
	}
}

// TestSearch finds by number, part of an address and telephone, and takes any text literally.
func TestSearch(t *testing.T) {
	w := newTown(t)
	w.register(w.call("a"))
	report := w.call("b")
	report.House, report.AddressText, report.Phone = 0, `дача 5% \`, "23-45-67"
	w.register(report)
	for query, want := range map[string]int{"26-1": 1, "2": 1, "лесная": 1, "8 (913) 600-00-01": 1, "234567": 1, "5%": 1, `\`: 1, "_": 0, "%": 1, "": 2, "нет такого": 0} {
		if found := got(w.Search(context.Background(), w.dispatcher, query, nil, 50))(t); len(found) != want {
			t.Errorf("%q finds %d, want %d", query, len(found), want)
		}
	}
	_, err := w.Search(t.Context(), w.dispatcher, "a\x00b", nil, 50)
	wantCode(t, err, "bad_text")
}
