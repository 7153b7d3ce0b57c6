package norms

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func problem(t testing.TB, code string) Problem {
	t.Helper()
	found, ok := StandardClassifier().Problem(code)
	if !ok {
		t.Fatalf("no problem %s", code)
	}
	return found
}

// told writes clocks as "kind code start due" in the zone's wall time, day of month first.
func told(clocks []Clock, location *time.Location) []string {
	var lines []string
	for _, c := range clocks {
		lines = append(lines, fmt.Sprintf("%s %s %s %s", c.Kind, c.Norm,
			c.StartedAt.In(location).Format("02T15:04"), c.DueAt.In(location).Format("02T15:04")))
	}
	return lines
}

// start gives the clocks of facts, all of which must have a deadline.
func start(t testing.TB, facts Facts) []Clock {
	t.Helper()
	facts.Calendar = StandardCalendar()
	clocks, err := Start(StandardBook(), facts)
	if err != nil {
		t.Error(err)
	}
	return clocks
}

func TestStart(t *testing.T) {
	ulyanovsk := zone(t, "Europe/Ulyanovsk")
	at := func(text string) time.Time { return wall(t, "2026-11-"+text, ulyanovsk).UTC() }
	registered := at("23 14:00")
	for name, c := range map[string]struct {
		facts Facts
		want  []string
	}{
		"telephone: answer from the ring, inform and localise from registration, eliminate from the damage": {
			Facts{Registered: registered, Received: at("23 13:57"), Damaged: at("22 20:00"), Channel: Telephone, Problem: problem(t, "cold-pipe-leak")},
			[]string{"answer 416-13-answer 23T13:57 23T14:02", "inform 416-13-inform 23T14:00 23T14:30",
				"localise 416-13-localise 23T14:00 23T14:30", "eliminate 416-13-eliminate 22T20:00 25T20:00"},
		},
		"message: reviewed within 10 minutes of arrival; damage by default at registration": {
			Facts{Registered: registered, Received: at("23 13:50"), Channel: Message, Problem: problem(t, "heating-leak")},
			[]string{"answer 416-13-review 23T13:50 23T14:00", "inform 416-13-inform 23T14:00 23T14:30",
				"localise 416-13-localise 23T14:00 23T14:30", "eliminate 416-13-eliminate 23T14:00 26T14:00"},
		},
		"walk-in: nothing to answer": {
			Facts{Registered: registered, Channel: WalkIn, Problem: problem(t, "sewer-smell")},
			[]string{"inform 416-13-inform 23T14:00 23T14:30", "own_term own-three-days 23T14:00 26T14:00"},
		},
		"system: nobody to inform; gas has no localise term": {
			Facts{Registered: registered, Channel: System, Problem: problem(t, "gas-smell")},
			[]string{"notify own-handover 23T14:00 23T14:05"},
		},
		"sewer blockage: 2 hours, supply from the interruption": {
			Facts{Registered: registered, Interrupted: at("23 12:30"), Channel: System, Problem: problem(t, "sewer-blocked")},
			[]string{"clear 416-13-sewer 23T14:00 23T16:00", "restore 354-8-sewer 23T12:30 23T16:30"},
		},
		"waste chute over midnight: 30 minutes tonight, the rest from 08:00": {
			Facts{Registered: at("23 22:30"), Channel: System, Problem: problem(t, "chute-blocked")},
			[]string{"clear 416-13-chute 23T22:30 24T09:30"},
		},
		"interruption by default at the damage": {
			Facts{Registered: registered, Damaged: at("23 10:00"), Channel: System, Problem: problem(t, "gas-none")},
			[]string{"restore 354-11-gas 23T10:00 23T14:00", "notify own-handover 23T14:00 23T14:05"},
		},
		"heating: 16 hours while the room's temperature is not known": {
			Facts{Registered: registered, Channel: System, Problem: problem(t, "heating-none")},
			[]string{"check 354-108-check 23T14:00 23T16:00", "restore 354-14-heating 23T14:00 24T06:00"},
		},
		"heating: 4 hours in a room of +8 to +10": {
			Facts{Registered: registered, Channel: System, Problem: problem(t, "heating-none"), Conditions: []Condition{Room8To10}},
			[]string{"check 354-108-check 23T14:00 23T16:00", "restore 354-14-heating-8-10 23T14:00 23T18:00"},
		},
		"electricity: a house of one source": {
			Facts{Registered: registered, Channel: System, Problem: problem(t, "power-none-flat"), Conditions: []Condition{OneSource}},
			[]string{"own_term own-four-hours 23T14:00 23T18:00", "restore 354-9-electricity-one-source 23T14:00 24T14:00"},
		},
		"Gosstroy 170 in summer": {
			Facts{Registered: registered, Channel: System, Problem: problem(t, "window-broken"), Conditions: []Condition{Summer}},
			[]string{"own_term 170-glass-summer 23T14:00 26T14:00"},
		},
		"a person in a lift": {
			Facts{Registered: registered, Channel: System, Problem: problem(t, "lift-stuck-person")},
			[]string{"release 55964-release 23T14:00 23T14:30"},
		},
		"moments after registration count as registration": {
			Facts{Registered: registered, Received: at("23 15:00"), Damaged: at("24 00:00"), Interrupted: at("25 00:00"), Channel: Telephone, Problem: problem(t, "gas-none")},
			[]string{"answer 416-13-answer 23T14:00 23T14:05", "notify own-handover 23T14:00 23T14:05",
				"inform 416-13-inform 23T14:00 23T14:30", "restore 354-11-gas 23T14:00 23T18:00"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.facts.Zone = ulyanovsk
			if got := told(start(t, c.facts), ulyanovsk); !slices.Equal(got, c.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(c.want, "\n  "))
			}
		})
	}
}

func TestEliminateKeepsWallTimeOverAClockChange(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	clocks := start(t, Facts{Registered: wall(t, "2026-10-24 14:00", berlin), Channel: System,
		Problem: problem(t, "cold-pipe-leak"), Zone: berlin})
	want := []string{"localise 416-13-localise 24T14:00 24T14:30", "eliminate 416-13-eliminate 24T14:00 27T14:00"}
	if got := told(clocks, berlin); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestAClockKeepsTheEditionOfItsRegistration(t *testing.T) {
	ulyanovsk := zone(t, "Europe/Ulyanovsk")
	for registered, edition := range map[string]string{"2026-08-31 23:50": "27.03.2018", "2026-09-01 00:10": "20.06.2026"} {
		facts := Facts{Registered: wall(t, registered, ulyanovsk).UTC(), Damaged: wall(t, "2026-08-31 12:00", ulyanovsk),
			Channel: Telephone, Problem: problem(t, "cold-pipe-leak"), Zone: ulyanovsk}
		for _, clock := range start(t, facts) {
			if clock.Edition != edition || clock.Act != "ПП 416" || clock.Clause != "п. 13" || clock.Status != Verified {
				t.Errorf("registered %s: %+v", registered, clock)
			}
		}
	}
}

func TestAWrongConditionChangesNothing(t *testing.T) {
	facts := Facts{Registered: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), Channel: System, Problem: problem(t, "heating-none")}
	plain := start(t, facts)
	facts.Conditions = []Condition{OneSource, "full_moon"}
	if got := start(t, facts); !slices.Equal(got, plain) {
		t.Errorf("%v, want %v", got, plain)
	}
}

func TestEveryProblemStartsItsClocks(t *testing.T) {
	omsk := zone(t, "Asia/Omsk")
	for _, p := range StandardClassifier().Problems() {
		for hour := range 24 {
			facts := Facts{Registered: time.Date(2026, 11, 23, hour, 0, 0, 0, omsk), Channel: Telephone, Problem: p, Zone: omsk}
			clocks := start(t, facts)
			plain := slices.DeleteFunc(slices.Clone(p.Norms), func(code string) bool {
				row, _ := StandardBook().Lookup(code, facts.Registered)
				return row.Condition != ""
			})
			if len(clocks) != len(plain)+2 {
				t.Errorf("%s at %02d:00: %d clocks for %v beside answer and inform", p.Code, hour, len(clocks)-2, plain)
			}
			for _, clock := range clocks {
				if !clock.DueAt.After(clock.StartedAt) || clock.DueAt.Location() != time.UTC || clock.Edition == "" {
					t.Errorf("%s: %+v", p.Code, clock)
				}
			}
		}
	}
}
