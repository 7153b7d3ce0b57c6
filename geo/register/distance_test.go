package register

import (
	"math/rand/v2"
	"testing"
)

// TestMeasureCountsAsTheTable compares the measure with the whole table on words of few letters.
func TestMeasureCountsAsTheTable(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	word := func() []rune {
		letters := make([]rune, random.IntN(12))
		for i := range letters {
			letters[i] = rune('а' + random.IntN(4))
		}
		return letters
	}
	within := 0
	for range 200_000 {
		a, b, limit := word(), word(), 1+random.IntN(3)
		var letters alphabet
		other := letters.learn(string(b))
		m := measureFrom(letters.spell(nil, a))
		got := m.slips(other, limit)
		want := slipsBetween(a, b, limit)
		if min(got, limit+1) != min(want, limit+1) {
			t.Fatalf("%q to %q within %d: %d slips, the table says %d", string(a), string(b), limit, got, want)
		}
		if want <= limit {
			within++
		}
	}
	if within < 10_000 {
		t.Errorf("only %d pairs were near", within)
	}
}
