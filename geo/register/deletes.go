package register

import (
	"cmp"
	"math/bits"
	"slices"
)

// deletes finds the words within two slips of a written one without walking the lexicon: two words that
// close share a form that lacks up to two letters of their beginnings (W. Garbe's symmetric deletes). What
// shares a form is then measured. It is immutable.
type deletes struct {
	words   [][]rune
	letters []uint64      // which letters each word has, as bits
	forms   []deletedForm // sorted by hash
	buckets []int32       // where the forms of each leading hash byte pair begin
}

type deletedForm struct {
	hash uint32
	word int32
}

const (
	// deletesPrefix letters of a word are looked at; words that differ by two slips agree in it but for two.
	deletesPrefix = 7
	maxSlips      = 2
	bucketBits    = 15
)

func newDeletes(words []string) *deletes {
	d := &deletes{words: make([][]rune, len(words)), buckets: make([]int32, 1<<bucketBits+1)}
	for i, w := range words {
		d.words[i] = []rune(w)
		d.letters = append(d.letters, lettersOf(d.words[i]))
		eachDeleted(d.words[i], maxSlips, func(hash uint32) {
			d.forms = append(d.forms, deletedForm{hash, int32(i)})
		})
	}
	slices.SortFunc(d.forms, func(a, b deletedForm) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.word, b.word))
	})
	d.forms = slices.Clip(slices.Compact(d.forms))
	at := 0
	for b := range d.buckets {
		for at < len(d.forms) && int(d.forms[at].hash>>(32-bucketBits)) < b {
			at++
		}
		d.buckets[b] = int32(at)
	}
	return d
}

// each calls yield for every word within a number of slips, each once, in no order.
func (d *deletes) each(written []rune, slips int, yield func(word int32, distance int)) {
	if len(written) > maxWordRunes || len(d.forms) == 0 {
		return
	}
	letters := lettersOf(written)
	var seenArray [64]int32
	seen := seenArray[:0]
	eachDeleted(written, slips, func(hash uint32) {
		bucket := hash >> (32 - bucketBits)
		forms := d.forms[d.buckets[bucket]:d.buckets[bucket+1]]
		at, _ := slices.BinarySearchFunc(forms, hash, func(f deletedForm, h uint32) int { return cmp.Compare(f.hash, h) })
		for ; at < len(forms) && forms[at].hash == hash; at++ {
			w := forms[at].word
			if slices.Contains(seen, w) {
				continue
			}
			seen = append(seen, w)
			if !nearLetters(letters, d.letters[w], slips) {
				continue
			}
			if distance := slipsBetween(written, d.words[w], slips); distance <= slips {
				yield(w, distance)
			}
		}
	})
}

// lettersOf is the set of letters of a word.
func lettersOf(word []rune) uint64 {
	var set uint64
	for _, r := range word {
		set |= 1 << (r & 63)
	}
	return set
}

// nearLetters: a slip brings one letter at most that the other word lacks.
func nearLetters(a, b uint64, slips int) bool {
	return bits.OnesCount64(a&^b) <= slips && bits.OnesCount64(b&^a) <= slips
}

// eachDeleted hashes the beginning of a word, and it without each one and each two of its letters.
func eachDeleted(word []rune, slips int, yield func(hash uint32)) {
	word = word[:min(len(word), deletesPrefix)]
	yield(hashWithout(word, -1, -1))
	for i := 0; slips > 0 && i < len(word); i++ {
		yield(hashWithout(word, i, -1))
		for j := i + 1; slips > 1 && j < len(word); j++ {
			yield(hashWithout(word, i, j))
		}
	}
}

func hashWithout(word []rune, i, j int) uint32 {
	h := uint32(2166136261)
	for at, r := range word {
		if at != i && at != j {
			h = (h ^ uint32(r&0xff)) * 16777619
		}
	}
	return h ^ h>>15
}

// slipsBetween is the number of letters inserted, dropped, replaced or swapped with their neighbour; above
// the limit it is any larger number.
func slipsBetween(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit || len(b) > maxWordRunes {
		return limit + 1
	}
	var rows [3][maxWordRunes + 1]uint8
	for j := range len(b) + 1 {
		rows[0][j] = uint8(j)
	}
	for i := 1; i <= len(a); i++ {
		row, above, twoAbove := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = uint8(i)
		least := row[0]
		for j := 1; j <= len(b); j++ {
			cost := uint8(1)
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(above[j-1]+cost, above[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, twoAbove[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if int(least) > limit && (i == len(a) || int(slices.Min(above[:len(b)+1])) >= limit) {
			return limit + 1
		}
	}
	return int(rows[len(a)%3][len(b)])
}
