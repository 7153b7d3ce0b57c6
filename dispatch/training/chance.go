package training

import (
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// dice are the chances of one thing (a request, an order) in one respect: always the same ones, so that
// a decision need not be remembered.
func (t *Trainer) dice(ref int64, respect string) *rand.Rand {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(respect)) // never fails (hash.Hash)
	return rand.New(rand.NewPCG(t.Seed^sum.Sum64(), uint64(ref)))
}

// happens says whether a thing of that chance happens to it.
func (t *Trainer) happens(ref int64, respect string, chance float64) bool {
	return t.dice(ref, respect).Float64() < chance
}

// wait is how long it takes it, between two bounds.
func (t *Trainer) wait(ref int64, respect string, least, most time.Duration) time.Duration {
	return least + time.Duration(t.dice(ref, respect).Float64()*float64(most-least))
}

func pick[T any](dice *rand.Rand, list []T) T { return list[dice.IntN(len(list))] }
