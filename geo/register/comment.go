package register

import "slices"

// Effect is what happens to the houses that a comment names.
type Effect string

const (
	EffectCut     Effect = "cut"     // switched off
	EffectLowered Effect = "lowered" // low pressure, low temperature
)

// CommentKind is what a dispatcher's comment is about.
type CommentKind string

const (
	CommentOutage      CommentKind = "outage"
	CommentLowPressure CommentKind = "low_pressure"
	CommentPlanned     CommentKind = "planned"
	CommentNoAddress   CommentKind = "no_address" // no street, no settlement, no house in it
)

// Utility is a service that a comment says is cut or lowered.
type Utility struct {
	Name   string // "ХВС", "ГВС", "отопление", "электроэнергия", "газ", "канализация"
	Effect Effect
}

// Span is a stretch of the comment: bytes, half open.
type Span struct {
	Start, End int
	Text       string
}

// NamedHouse is a house with the words that name it.
type NamedHouse struct {
	House      *House // points into the index: read only
	Span       Span
	Effect     Effect
	Confidence float64 // 0..1
}

// Side is which houses of a street a comment names as a whole.
type Side string

const (
	SideBoth Side = ""
	SideEven Side = "even"
	SideOdd  Side = "odd"
)

// NamedArea is a whole street, one side of it, or a settlement, without numbers.
type NamedArea struct {
	Span   Span
	Name   string // as the register has it
	Houses int    // that the register has there
	Side   Side   // of a street
	Bound  bool   // named as a limit: "от Рылеева", "дома в границах улиц"
}

// Unresolved is a piece of the comment that names no house of the register.
type Unresolved struct {
	Span   Span
	Street string // as the register has it, "" when it is unknown
	Reason ReasonCode
}

// Comment is what one comment of a dispatcher says.
type Comment struct {
	Text         string // as it was read: the spans are of this text
	Kind         CommentKind
	Utilities    []Utility
	DiametersMM  []int
	Cause        string // "утечка", "порыв", "" when not told
	Works        string // "замена", "врезка", "" when not told
	Site         []NamedHouse
	Houses       []NamedHouse // affected; each house once
	Areas        []NamedArea
	Institutions []Span
	Unresolved   []Unresolved
}

// CommentReader reads what dispatchers write about a whole fault: a site, then
// streets with lists and ranges of houses. It is immutable: safe for any number
// of concurrent readers.
type CommentReader struct {
	index  *Index
	places *gazetteer
}

// NewCommentReader builds a reader over an index.
func NewCommentReader(index *Index) *CommentReader {
	return &CommentReader{index: index, places: newGazetteer(index)}
}

// Read finds the houses of one comment. Text typed on the wrong keyboard layout
// or in Latin letters is read as meant; spans then belong to the text as meant.
func (r *CommentReader) Read(text string) Comment {
	best := r.read(text)
	if len(best.Houses) > 0 || !hasLatin(text) {
		return best
	}
	for _, slip := range []func(string) string{retyped, cyrillised} {
		if other := r.read(slip(text)); len(other.Houses) > len(best.Houses) {
			best = other
		}
	}
	return best
}

func (r *CommentReader) read(text string) Comment {
	text = boundedComment(text)
	tokens := lexComment(text)
	facts := readFacts(text, tokens)
	w := walker{reader: r, text: text, tokens: tokens, silent: facts.silent, markers: facts.markers, cities: facts.cities}
	w.mentions = r.places.mentions(tokens, facts.silent)
	w.walk()
	return w.comment(facts)
}

// SourceIDs are the register ids of the affected houses, doubled rows included.
func (c Comment) SourceIDs() []string {
	var ids []string
	for _, named := range c.Houses {
		for _, id := range append([]string{named.House.SourceID}, named.House.Doubles...) {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
