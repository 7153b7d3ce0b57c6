package demo_test

import (
	"testing"
)

// Every crew and every level of the ladder has its people, who have a telephone and a name of their own.
func TestEveryPostHasItsPeople(t *testing.T) {
	organisations, people := byCode(), map[string]bool{}
	for _, p := range city().People {
		if people[p.Organisation+p.Name] || p.Phone == "" || organisations[p.Organisation].Name == "" {
			t.Errorf("%+v stands twice, or nobody can be told, or belongs to nobody", p)
		}
		people[p.Organisation+p.Name] = true
	}
	held, names := map[string]int{}, map[string]bool{}
	for _, p := range city().Posts {
		if names[p.Name] || len(p.Turns) < 2 {
			t.Errorf("%s stands twice, or has %d turns", p.Name, len(p.Turns))
		}
		if p.Supervisor != "" && !names[p.Supervisor] {
			t.Errorf("%s is supervised by %q, which does not stand before it", p.Name, p.Supervisor)
		}
		names[p.Name] = true
		held[p.Role+p.Crew]++
		for _, turn := range p.Turns {
			for _, n := range turn {
				if worker := city().People[n]; worker.Role != p.Role || worker.Crew != p.Crew {
					t.Errorf("%s holds %s", worker.Name, p.Name)
				}
			}
		}
	}
	for _, c := range city().Crews {
		if held["crew"+c.Callsign] != 1 {
			t.Errorf("%s has %d posts", c.Callsign, held["crew"+c.Callsign])
		}
	}
	for _, role := range []string{"senior", "foreman", "chief_engineer", "committee"} {
		if held[role] == 0 {
			t.Errorf("nobody is %s", role)
		}
	}
}
