package main

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"dispatch05/dispatch"
)

// BenchmarkPostToTablet measures one node with the board open: from the POST of a report to its frame on the
// board's socket, and from the POST that sends a crew to the order's frame on the crew's tablet.
//
//	go test -run '^$' -bench PostToTablet -count 5 ./cmd/dispatch05
func BenchmarkPostToTablet(b *testing.B) {
	n := with("DATA_DIR="+dataDir(b), "PORT=0", "INTAKE_BURST=1000000", "INTAKE_LIMIT=1000000").serve(b)
	desk, crew := n.enter(b, demoCity, "dispatcher", demoPassword), n.enter(b, demoCity, "avr1", demoPassword)
	board, _ := desk.watch(b, demoCity+"/board")
	me := read[struct {
		CrewID int64 `json:"crew_id"`
	}](b, crew, "GET", "/api/v1/session", nil)
	tablet, _ := crew.watch(b, path("%s/crew/%d", demoCity, me.CrewID))
	var reports, orders []time.Duration
	for b.Loop() {
		began := time.Now()
		number := reportLeak(b, n.nobody(), demoCity).Number
		request := rowOf(b, board.until(b, "the report on the board", func(f frame) bool { return rowOf(b, f, number) != 0 }), number)
		reports = append(reports, time.Since(began))

		began = time.Now()
		card := read[dispatch.RequestCard](b, desk, "POST", path("/api/v1/requests/%d/orders", request), map[string]any{"crew_id": me.CrewID})
		tablet.until(b, "the order on the tablet", carries(request))
		orders = append(orders, time.Since(began))

		b.StopTimer()
		for _, to := range []string{"en_route", "on_site", "done"} { // the crew is free again
			read[dispatch.OrderCard](b, crew, "POST", path("/api/v1/orders/%d/steps", card.OrderCards[0].ID), map[string]any{"to": to, "note": "сделано"})
		}
		b.StartTimer()
	}
	for name, took := range map[string][]time.Duration{"board": reports, "tablet": orders} {
		slices.Sort(took)
		b.ReportMetric(milliseconds(took[len(took)/2]), name+"-p50-ms")
		b.ReportMetric(milliseconds(took[len(took)*99/100]), name+"-p99-ms")
	}
}

// rowOf is the id of a request by its number, 0 when a frame does not hold it.
func rowOf(b *testing.B, f frame, number string) int64 {
	var data dispatch.Board
	if (f.T != "snapshot" && f.T != "delta") || json.Unmarshal(f.Data, &data) != nil {
		return 0
	}
	for _, row := range data.Requests {
		if row.Number == number {
			return row.ID
		}
	}
	return 0
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
