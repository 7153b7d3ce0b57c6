package dispatch

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/geo"
)

// TestRecommend: on shift, with the skill, enough people, free before busy, nearest first, a reason for each.
func TestRecommend(t *testing.T) {
	until := noon.Add(time.Hour)
	at := func(lon float64) *orb.Point { return &orb.Point{lon, 55} }
	crew := func(id int64, point *orb.Point, change func(*Crew)) Crew {
		c := Crew{ID: id, Name: fmt.Sprint(id), Organisation: 3, Skills: []string{"plumbing"}, People: 2, ShiftUntil: &until, Point: point}
		if change != nil {
			change(&c)
		}
		return c
	}
	c := caseWith(Accepted, OrderSent)
	c.Request.Service, c.Place.Point = 5, at(73.40)
	crews := []Crew{
		crew(1, at(73.45), nil),
		crew(2, at(73.41), nil),
		crew(3, at(73.40), func(c *Crew) { c.Orders = 1 }),
		crew(4, nil, nil),
		crew(5, at(73.40), func(c *Crew) { c.ShiftUntil = nil }),
		crew(6, at(73.40), func(c *Crew) { c.Skills, c.People = []string{"lift"}, 1 }),
		crew(7, at(73.40), nil),
		crew(8, at(73.41), func(c *Crew) { c.Reserved, c.Organisation = 1, 5 }),
		crew(9, at(73.60), nil),
	}
	// A river without a bridge at 73.5: crew 9 stands beyond it.
	river := Ways{Barriers: geo.NewBarriers([]geo.Barrier{{Name: "Река", Shape: orb.LineString{{73.5, 54}, {73.5, 56}}}}, nil)}
	result := recommend(c, crews, need{"plumbing", 2}, river, noon)
	want := "2[skill free] 8[skill reserved own_house] 1[skill free] 4[skill free] 3[skill busy]"
	if got := choices(result.Chosen); got != want {
		t.Errorf("chosen %s, want %s", got, want)
	}
	if got := choices(result.NotChosen); got != "5[off_shift] 6[no_skill too_few] 7[already] 9[no_way]" {
		t.Errorf("not chosen %s", got)
	}
	for _, choice := range append(result.Chosen, result.NotChosen...) {
		for _, why := range choice.Reasons {
			if why.Ru == "" || why.En == "" {
				t.Errorf("reason %s lacks words", why.Code)
			}
		}
	}
	if len(result.Missing) != 0 || result.Chosen[0].Meters == nil || result.Chosen[3].Meters != nil {
		t.Errorf("missing %v, ways %v and %v", result.Missing, result.Chosen[0].Meters, result.Chosen[3].Meters)
	}
	c.Orders = append(c.Orders, WorkOrder{ID: 50, Crew: 1, State: OrderReserved})
	if got := choices(recommend(c, crews[:3], need{"plumbing", 2}, river, noon).Chosen); got != "1[skill kept free] 2[skill free] 3[skill busy]" {
		t.Errorf("with crew 1 reserved for the request, chosen %s", got)
	}
	c.Place.Point = nil
	if result = recommend(c, crews[4:6], need{"plumbing", 2}, river, noon); len(result.Missing) != 2 || result.Missing[0].Code != "no_point" || result.Missing[1].Code != "no_crew" {
		t.Errorf("missing %v, want the place and the crew", result.Missing)
	}
}

func choices(list []Choice) string {
	var said []string
	for _, c := range list {
		var codes []string
		for _, why := range c.Reasons {
			codes = append(codes, why.Code)
		}
		said = append(said, fmt.Sprintf("%d%v", c.Crew.ID, codes))
	}
	return strings.Join(said, " ")
}
