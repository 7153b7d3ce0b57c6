package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"dispatch05/dispatch"
)

// intention is one report that a client means to send until it is acknowledged.
type intention struct {
	key, city, address, problem string
	asJSON                      bool
	first                       int // of the nodes, the one to try first
}

// ledger is what the clients know: the number acknowledged for each key.
type ledger struct {
	mu      sync.Mutex
	numbers map[string]string
	tries   int
	replays int
	slowest time.Duration // from the first try of a report to its acknowledgement
}

func (l *ledger) acknowledged() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.numbers)
}

func (l *ledger) note(key, number string, tries int, replayed bool, took time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.slowest = max(l.slowest, took)
	l.numbers[key] = number
	l.tries += tries
	if replayed {
		l.replays++
	}
}

// with is a copy that holds one more.
func (l *ledger) with(key, number string) *ledger {
	numbers := maps.Clone(l.numbers)
	numbers[key] = number
	return &ledger{numbers: numbers}
}

// insist sends a report until it is acknowledged: the same key each time, at another node after each failure.
func (l *ledger) insist(ctx context.Context, client *http.Client, i intention, nodes ...string) error {
	began := time.Now()
	pause := time.NewTicker(15 * time.Millisecond)
	defer pause.Stop()
	for tries := 1; ; tries++ {
		number, replayed, status, err := i.send(ctx, client, nodes[(i.first+tries-1)%len(nodes)])
		if err == nil && status == http.StatusCreated {
			l.note(i.key, number, tries, replayed, time.Since(began))
			return nil
		}
		if err == nil && status < 500 {
			return fmt.Errorf("%s is refused with %d", i.key, status)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s is not acknowledged after %d tries: %d %v", i.key, tries, status, err)
		case <-pause.C:
		}
	}
}

// said is how the database finds the intention again.
func (i intention) said() string { return "обращение " + i.key }

func (i intention) send(ctx context.Context, client *http.Client, base string) (number string, replayed bool, status int, err error) {
	number, replayed, status, _, err = i.ask(ctx, client, base)
	return number, replayed, status, err
}

// ask sends the report once.
func (i intention) ask(ctx context.Context, client *http.Client, base string) (number string, replayed bool, status int, header http.Header, err error) {
	body, kind := i.form(), "application/x-www-form-urlencoded"
	if i.asJSON {
		body, kind = i.json(), "application/json"
	}
	request, err := http.NewRequestWithContext(ctx, "POST", base+"/open311/v2/requests.json", bytes.NewReader(body))
	if err != nil {
		return "", false, 0, nil, err
	}
	request.Header.Set("Content-Type", kind)
	request.Header.Set("Idempotency-Key", i.key)
	answer, err := client.Do(request)
	if err != nil {
		return "", false, 0, nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusCreated {
		return "", false, answer.StatusCode, answer.Header, nil
	}
	var accepted []struct {
		Number string `json:"service_request_id"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&accepted); err != nil || len(accepted) != 1 {
		return "", false, 0, nil, fmt.Errorf("half an answer: %v", err)
	}
	return accepted[0].Number, answer.Header.Get("Idempotent-Replay") == "true", answer.StatusCode, answer.Header, nil
}

func (i intention) form() []byte {
	form := url.Values{"jurisdiction_id": {i.city}, "service_code": {i.problem}, "address_string": {i.address}, "description": {i.said()}}
	return []byte(form.Encode())
}

func (i intention) json() []byte {
	text, _ := json.Marshal(map[string]any{"jurisdiction_id": i.city, "service_code": i.problem, "address_string": i.address, "description": i.said()})
	return text
}

// kept is what the database holds of one request.
type kept struct {
	year, number                             int
	text                                     string
	placed, parked                           bool
	clocks, first, events, commands, doubles int
}

// check compares the ledger with the database and tells every difference.
func (l *ledger) check(ctx context.Context, pool *pgxpool.Pool, city string) (wrong []string) {
	complain := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	rows, err := readKept(ctx, pool, city)
	if err != nil {
		return []string{err.Error()}
	}
	byText := map[string]kept{}
	for i, row := range rows {
		if row.number != i+1 {
			complain("the number after %d is %d", i, row.number)
		}
		byText[row.text] = row
		row.check(complain)
	}
	for key, number := range l.numbers {
		row, there := byText[intention{key: key}.said()]
		if label := dispatch.NumberLabel(row.year, row.number); !there || label != number {
			complain("%s was acknowledged as %s, the database has %s", key, number, label)
		}
	}
	if len(rows) != len(l.numbers) {
		complain("%d requests for %d acknowledged", len(rows), len(l.numbers))
	}
	return append(wrong, brokenLogs(ctx, pool, city)...)
}

func readKept(ctx context.Context, pool *pgxpool.Pool, city string) (rows []kept, err error) {
	found, err := pool.Query(ctx, `select q.year, q.number, q.text, q.house_id is not null, q.parked <> '',
			(select count(*) from clocks k where k.city_id = q.city_id and k.request_id = q.id),
			(select count(*) from journal j where j.city_id = q.city_id and j.request_id = q.id and j.seq = 1 and j.kind = 'registered'),
			(select count(distinct topic) from outbox o where o.city_id = q.city_id and o.kind = 'request' and o.ref = q.id and (o.topic = $2 or o.topic like 'link/%')),
			(select count(*) from commands c where c.city_id = q.city_id and c.kind like 'report:%' and c.ref = q.id),
			(select count(*) from requests d where d.city_id = q.city_id and d.text = q.text)
		from requests q where q.city_id = $1 order by q.year, q.number`, city, dispatch.BoardTopic)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		var k kept
		if err := found.Scan(&k.year, &k.number, &k.text, &k.placed, &k.parked, &k.clocks, &k.first, &k.events, &k.commands, &k.doubles); err != nil {
			return nil, err
		}
		rows = append(rows, k)
	}
	return rows, found.Err()
}

func (k kept) check(complain func(string, ...any)) {
	for what, wrong := range map[string]bool{"has fewer than two clocks": k.clocks < 2, "lacks its first journal entry": k.first != 1, "is not in the outbox of board and link": k.events != 2,
		"has not exactly one command": k.commands != 1, "is registered more than once": k.doubles != 1, "has no house": !k.placed, "is parked": k.parked} {
		if wrong {
			complain("%s %s: %+v", dispatch.NumberLabel(k.year, k.number), what, k)
		}
	}
}

// brokenLogs are topics whose offsets have a gap, or do not end where the topic says.
func brokenLogs(ctx context.Context, pool *pgxpool.Pool, city string) (wrong []string) {
	rows, err := pool.Query(ctx, `select t.name from topics t left join outbox o on o.city_id = t.city_id and o.topic = t.name
		where t.city_id = $1 group by t.name, t.last_offset having count(o.pos) <> t.last_offset or max(o.pos) <> t.last_offset`, city)
	if err != nil {
		return []string{err.Error()}
	}
	defer rows.Close()
	for rows.Next() {
		var topic string
		if err := rows.Scan(&topic); err != nil {
			return append(wrong, err.Error())
		}
		wrong = append(wrong, "the log of "+strings.SplitN(topic, "/", 2)[0]+" has a gap")
	}
	return append(wrong, errorText(rows.Err())...)
}

func errorText(err error) []string {
	if err == nil {
		return nil
	}
	return []string{err.Error()}
}
