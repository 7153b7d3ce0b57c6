package demo_test

import (
	"slices"
	"testing"

	"dispatch05/geo/register"
)

// An operator who types an address as the list shows it gets its house, or is asked which one: never another.
func TestRegisterFindsEveryHouseByItsAddress(t *testing.T) {
	houses := city().Houses
	index := register.NewIndex(houses, register.Options{City: city().Name})
	asked := 0
	for _, h := range houses {
		answer := index.Resolve(h.Address)
		if answer.Answer != nil && answer.Answer.SourceID == h.SourceID {
			continue
		}
		asked++
		offered := slices.ContainsFunc(answer.Candidates, func(c register.Candidate) bool {
			return c.House != nil && c.House.SourceID == h.SourceID
		})
		if answer.Answer != nil || !offered {
			t.Errorf("%s: answer %v, offered %v", h.Address, answer.Answer, offered)
		}
	}
	if asked > len(houses)/30 {
		t.Errorf("asked back for %d of %d houses", asked, len(houses))
	}
}
