package dispatch

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dispatch05/dispatch/norms"
)

// seats says that an account stands behind these roles.
func seats(roles ...Role) func(Role, int64) bool {
	return func(role Role, _ int64) bool {
		for _, r := range roles {
			if r == role {
				return true
			}
		}
		return false
	}
}

// TestClimb: foreman at once, senior dispatcher +10 min, chief engineer +30, committee +60.
func TestClimb(t *testing.T) {
	all := seats(Foreman, Senior, ChiefEngineer, Committee)
	for _, row := range []struct {
		name   string
		level  int
		late   time.Duration
		held   func(Role, int64) bool
		parked bool
		want   string
		next   string
	}{
		{"at the very moment", 0, 0, all, false, "foreman", "10m0s"},
		{"a second before", 0, -time.Second, all, false, "", "0s"},
		{"the next one's time has not come", 1, 9 * time.Minute, all, false, "", "10m0s"},
		{"the next one", 1, 10 * time.Minute, all, false, "senior", "30m0s"},
		{"late: several at once", 0, 35 * time.Minute, all, false, "foreman senior chief_engineer", "1h0m0s"},
		{"very late: all that are left", 2, 24 * time.Hour, all, false, "chief_engineer committee", "over"},
		{"everybody was told", 4, 24 * time.Hour, all, false, "", "over"},
		{"an empty seat is passed at once", 0, 0, seats(Senior, ChiefEngineer, Committee), false, "foreman:passed senior", "30m0s"},
		{"two empty seats in a row", 1, 10 * time.Minute, seats(Committee), false, "senior:passed chief_engineer:passed committee", "over"},
		{"nobody at all", 0, 0, seats(), false, "foreman:passed senior:passed chief_engineer:passed committee:passed", "over"},
		{"parked: the desk's own delay", 0, 0, all, true, "foreman:passed senior", "30m0s"},
	} {
		due := Due{Clock: Clock{ID: 5, Request: 1, DueAt: noon, NextLevel: row.level}, Executor: 3, Organisation: 4, Held: row.held, Parked: row.parked}
		told := climb(norms.StandardLadder(), due, noon.Add(row.late))
		var said []string
		for i, e := range told.Told {
			word := string(e.Role)
			if e.Passed {
				word += ":passed"
			}
			said = append(said, word)
			if e.Level != row.level+i {
				t.Errorf("%s: level %d follows on %d", row.name, e.Level, row.level+i-1)
			}
		}
		next := "over"
		if told.NextAt != nil {
			next = fmt.Sprint(told.NextAt.Sub(noon))
		}
		if got := strings.Join(said, " "); got != row.want || next != row.next || told.NextLevel != row.level+len(said) {
			t.Errorf("%s: told %q, next level %d at %s; want %q, at %s", row.name, got, told.NextLevel, next, row.want, row.next)
		}
	}
}

// TestWhoseSeat: the foreman of who is on it, the chief engineer of who manages the house.
func TestWhoseSeat(t *testing.T) {
	due := Due{Executor: 3, Organisation: 4}
	if due.seat(Foreman) != 3 || due.seat(ChiefEngineer) != 4 || due.seat(Senior) != 0 || (Due{Executor: 3}).seat(ChiefEngineer) != 3 {
		t.Error("the seats are not those of the parties")
	}
	c := caseWith(InWork, OrderRecalled, OrderOnSite)
	c.Request.Service, c.Request.Organisation = 5, 4
	c.Orders[1].Organisation = 8
	if c.Executor() != 8 {
		t.Errorf("executor %d, want that of the active order", c.Executor())
	}
	if c.Orders = c.Orders[:1]; c.Executor() != 5 {
		t.Errorf("executor %d, want the service by contract", c.Executor())
	}
}
