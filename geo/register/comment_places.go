package register

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// gazetteer finds the streets and settlements that a comment mentions. A place
// is known by its anchor, the telling word of its name.
type gazetteer struct {
	entries []entry
	anchors *lexicon // postings are entries
}

// entry is one way to call a street, a spoken house, or a settlement.
type entry struct {
	street     int32  // -1 for a settlement
	house      int32  // -1 unless a spoken name means one house
	place      string // of a settlement: its name
	settlement string // of a street: where it is
	words      []string
	anchor     int // index into words
	numbers    []string
	kind       string // canonical street type
	district   string // that tells two streets of one name apart: "Луговая (Южный р-н)"
	lot        bool   // gardens and garages: meant only when their type is written
}

func newGazetteer(x *Index) *gazetteer {
	g := &gazetteer{}
	for i := range x.names {
		n := &x.names[i]
		s := &x.streets[n.street]
		words := make([]string, len(n.words))
		for j, w := range n.words {
			words[j] = x.lex.words[w.word]
		}
		g.add(entry{street: n.street, house: n.house, words: withoutDistrict(words), district: districtIn(words), numbers: n.numbers, kind: s.kind, settlement: s.settlement, lot: lotOf[s.kind]})
	}
	for _, place := range settlementsOf(x) {
		if words := plainWords(place); len(words) > 0 {
			g.add(entry{street: -1, house: -1, place: place, words: words})
		}
	}
	var anchors []string
	for _, e := range g.entries {
		anchors = append(anchors, e.words[e.anchor])
	}
	g.anchors = newLexicon(anchors)
	for i, e := range g.entries {
		id := g.anchors.ids[e.words[e.anchor]]
		g.anchors.postings[id] = append(g.anchors.postings[id], int32(i))
	}
	return g
}

func (g *gazetteer) add(e entry) {
	if len(e.words) == 0 || strings.HasPrefix(e.words[0], typeWord) {
		return
	}
	e.anchor = anchorOf(e.words)
	g.entries = append(g.entries, e)
}

// anchorOf is the last word that is neither a title nor a type of street.
func anchorOf(words []string) int {
	for i := len(words) - 1; i >= 0; i-- {
		if !meaningOf(words[i]).soft && len(meaningOf(words[i]).streetTypes) == 0 && utf8.RuneCountInString(words[i]) > 1 {
			return i
		}
	}
	return len(words) - 1
}

// withoutDistrict drops the district that a register adds: "Луговая (Южный р-н)".
func withoutDistrict(words []string) []string {
	if districtIn(words) == "" {
		return words
	}
	return words[:slices.IndexFunc(words, func(w string) bool { return meaningOf(w).district })-1]
}

func districtIn(words []string) string {
	at := slices.IndexFunc(words, func(w string) bool { return meaningOf(w).district })
	if at < 2 {
		return ""
	}
	return words[at-1]
}

func settlementsOf(x *Index) []string {
	var places []string
	for i := range x.streets {
		s := &x.streets[i]
		places = append(places, s.settlement)
		if s.whole {
			places = append(places, s.title)
		}
	}
	slices.Sort(places)
	places = slices.Compact(places)
	if len(places) > 0 && places[0] == "" {
		places = places[1:]
	}
	return places
}

// mention is a stretch of tokens that names a street or a settlement.
type mention struct {
	from, to   int // tokens, ordinals and types included
	bare       int // first token without the ordinals that may be houses: "5, 1, 2 пер."
	candidates []candidateStreet
	place      string // settlement, when it may be one
	placeOnly  bool
	bound      bool
	spared     bool // said to have what others lack: "Мира 4 с водой"
	unsaid     bool // a lane was written whose name is numbered, and its number was not
}

func (m *mention) length() int { return m.to - m.from }

// candidateStreet is one street that a mention may mean.
type candidateStreet struct {
	entry   *entry
	quality float32
	ordinal int // token of its ordinal, -1 for none
	typed   bool
}

// mentions finds the places in order; where two overlap the longer one stays.
func (g *gazetteer) mentions(tokens []token, silent []bool) []mention {
	var found []mention
	for i := range tokens {
		if silent[i] || tokens[i].kind != wordToken {
			continue
		}
		finder := mentionFinder{gazetteer: g, tokens: tokens, silent: silent, at: i}
		m, ok := finder.find()
		if !ok {
			continue
		}
		kept := len(found)
		for kept > 0 && m.from < found[kept-1].to && m.length() > found[kept-1].length() {
			kept--
		}
		if kept > 0 && m.from < found[kept-1].to {
			continue // a longer name has these words
		}
		found = append(found[:kept], m)
	}
	return found
}
