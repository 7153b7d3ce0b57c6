package httpapi

import (
	"dispatch05/dispatch/reports"
)

// workReport has something under each of its heads.
func workReport() reports.Report {
	of := func(n int) reports.Figure {
		return reports.Figure{Count: n, Requests: []reports.Ref{{ID: 1234, Number: "26-1234"}}}
	}
	spread := reports.Spread{Count: 2, Median: 2400, P90: 4800}
	rate := reports.Rate{Part: 1, Of: 3}
	return reports.Report{City: "omsk", Scope: reports.Organisation, Organisation: "УК «Северная»", From: noon, To: later, AsOf: later,
		Registered: of(4), Closed: of(1), Withdrawn: of(1), Open: of(3), Honest: rate,
		Clauses: []reports.Clause{{Norm: "416-13-localise", Kind: "localise", Text: "ПП 416, п. 13", Edition: "20.06.2026", Verified: true, Problems: []string{"cold-riser-burst"}, Channels: []string{"telephone", "portal"},
			OnTime: of(1), Late: of(1), Overdue: of(1), Running: of(1), Honest: rate, Lateness: spread}},
		Reasons:  []reports.Reason{{What: "suspended", Reason: "нет доступа", Figure: of(1)}},
		Repeated: 1, Repeats: []reports.Repeat{{Ref: reports.Ref{ID: 1234, Number: "26-1234"}, Address: "ул. Мира, 10", Problem: "cold-riser-burst", Earlier: reports.Ref{ID: 1230, Number: "26-1230"}}},
		Returned:    reports.Returns{Rate: rate, Works: []reports.ReturnsOfUs{{Organisation: "Аварийная", Crew: "АВР-1", Done: of(2), Returned: of(1), Rate: rate}}},
		States:      []reports.StateTime{{Of: "order", State: "on_site", Left: spread, Still: of(1), Longest: 600}},
		Escalations: []reports.Escalations{{Level: 1, Role: "senior", Told: of(3), Acknowledged: of(1), Silent: of(1), Untold: of(1), Passed: of(1), Answered: spread}},
	}
}
