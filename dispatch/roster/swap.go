package roster

import "errors"

// ErrSameWatch is answered when the two watches of a swap are of one person.
var ErrSameWatch = errors.New("a swap needs the watches of two people")

// Swap gives the overrides by which two people take each other's watches, each with the post that it belongs to.
func Swap(a, b Watch, why string) (first, second Override, err error) {
	if a.Person == b.Person {
		return first, second, ErrSameWatch
	}
	return Override{Span: a.Span, Person: b.Person, Instead: a.Person, Why: why},
		Override{Span: b.Span, Person: a.Person, Instead: b.Person, Why: why}, nil
}

// WatchOf is the watch that a person has at a moment at a post.
func (r Roster) WatchOf(p Post, person int64, span Span) (Watch, bool) {
	watches, _ := r.Watches(p, span)
	for _, w := range watches {
		if w.Person == person {
			return w, true
		}
	}
	return Watch{}, false
}
