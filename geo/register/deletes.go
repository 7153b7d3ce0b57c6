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
	alphabet alphabet
	words    []spelt
	shapes   []shape       // of the words
	forms    []deletedForm // sorted by hash
	buckets  []int32       // where the forms begin whose hashes agree in their leading bits, about one form each
	shift    int           // leaves the leading bits of a hash
	present  []uint64      // bits of the hashes that there are, by some more leading bits: most look-ups end here
}

type deletedForm struct {
	hash uint32
	word int32
}

const (
	// deletesPrefix letters of a word are looked at; words that differ by two slips agree in it but for two.
	deletesPrefix = 7
	maxSlips      = 2
)

func newDeletes(words []string) *deletes {
	d := &deletes{words: make([]spelt, len(words)), shapes: make([]shape, len(words))}
	for i, w := range words {
		d.words[i] = d.alphabet.learn(w)
		d.shapes[i] = shapeOf(d.words[i])
		eachDeleted(d.words[i], maxSlips, func(hash uint32) {
			d.forms = append(d.forms, deletedForm{hash, int32(i)})
		})
	}
	slices.SortFunc(d.forms, func(a, b deletedForm) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.word, b.word))
	})
	d.forms = slices.Clip(slices.Compact(d.forms))
	d.fillBuckets()
	return d
}

func (d *deletes) fillBuckets() {
	leading := min(bits.Len(uint(len(d.forms))), 32-presentBits)
	d.shift, d.buckets = 32-leading, make([]int32, 1<<leading+1)
	at := 0
	for b := range d.buckets {
		for at < len(d.forms) && int(d.forms[at].hash>>d.shift) < b {
			at++
		}
		d.buckets[b] = int32(at)
	}
	d.present = make([]uint64, 1<<(leading+presentBits)/64+1)
	for _, form := range d.forms {
		bit := form.hash >> (d.shift - presentBits)
		d.present[bit/64] |= 1 << (bit % 64)
	}
}

// presentBits more bits than the buckets have let one look-up in eight or so pass in vain.
const presentBits = 3

func (d *deletes) holds(hash uint32) bool {
	bit := hash >> (d.shift - presentBits)
	return d.present[bit/64]&(1<<(bit%64)) != 0
}

// each calls yield for every word within a number of slips, each once, in no order.
func (d *deletes) each(written []rune, slips int, yield func(word int32, distance int)) {
	if len(written) > maxWordRunes || len(d.forms) == 0 {
		return
	}
	var room [maxWordRunes]uint8
	own := d.alphabet.spell(room[:0], written)
	m := measureFrom(own)
	var seenArray [64]int32
	seen := seenArray[:0]
	eachDeleted(own, slips, func(hash uint32) {
		if !d.holds(hash) {
			return
		}
		bucket := hash >> d.shift
		for _, form := range d.forms[d.buckets[bucket]:d.buckets[bucket+1]] {
			if w := form.word; form.hash == hash && m.leastSlips(d.shapes[w]) <= slips && !slices.Contains(seen, w) {
				seen = append(seen, w)
				if distance := m.slips(d.words[w], slips); distance <= slips {
					yield(w, distance)
				}
			}
		}
	})
}

// measure is a measure from a written word to these, laid into a search's space.
func (d *deletes) measure(written []rune, s *scratch) *measure {
	var room [2 * maxWordRunes]uint8
	s.measures = append(s.measures, measureFrom(d.alphabet.spell(room[:0], written)))
	return &s.measures[len(s.measures)-1]
}

// eachDeleted hashes the beginning of a word, and it without each one and each two of its letters. What
// stands before the letters left out is hashed once.
func eachDeleted(word spelt, slips int, yield func(hash uint32)) {
	word = word[:min(len(word), deletesPrefix)]
	yield(hashed(emptyHash, word))
	before := emptyHash
	for i := 0; slips > 0 && i < len(word); i++ {
		rest := word[i+1:]
		yield(hashed(before, rest))
		between := before
		for j := 0; slips > 1 && j < len(rest); j++ {
			yield(hashed(between, rest[j+1:]))
			between = hashedLetter(between, rest[j])
		}
		before = hashedLetter(before, word[i])
	}
}

const emptyHash = hashState(2166136261)

// hashState is the FNV-1a hash of the letters so far.
type hashState uint32

func hashedLetter(h hashState, letter uint8) hashState { return (h ^ hashState(letter)) * 16777619 }

// hashed is the hash of what was hashed so far with the rest of a word behind it.
func hashed(h hashState, rest spelt) uint32 {
	for _, letter := range rest {
		h = hashedLetter(h, letter)
	}
	h ^= h >> 15
	return uint32(h) * 0x9E3779B1 // the leading bits choose the bucket
}
