package hardset

import (
	"fmt"
	"io"
	"slices"
	"sort"
)

// Score counts what a resolver made of a set.
type Score struct {
	Asked, Right, Wrong, Back, BackShown int // Back: asked back although there is a house; BackShown: with it among the first five
	By                                   map[string]*Score
}

// Add counts one answer: "" for none, with the candidates best first.
func (s *Score) Add(q Query, answer string, candidates []string) {
	s.count(q, answer, candidates)
	if s.By == nil {
		s.By = map[string]*Score{}
	}
	under := []string{"kind: " + string(q.Kind)}
	for _, n := range q.Noises {
		under = append(under, "noise: "+string(n))
	}
	for _, name := range under {
		if s.By[name] == nil {
			s.By[name] = &Score{}
		}
		s.By[name].count(q, answer, candidates)
	}
}

func (s *Score) count(q Query, answer string, candidates []string) {
	s.Asked++
	switch {
	case answer == "" && len(q.Want) == 0, slices.Contains(q.Want, answer):
		s.Right++
	case answer != "":
		s.Wrong++
	default:
		s.Back++
		if slices.ContainsFunc(candidates[:min(5, len(candidates))], func(c string) bool { return slices.Contains(q.Want, c) }) {
			s.BackShown++
		}
	}
}

// RightShare, WrongShare and ShownShare are parts of one; ShownShare is of those asked back.
func (s *Score) RightShare() float64 { return share(s.Right, s.Asked) }
func (s *Score) WrongShare() float64 { return share(s.Wrong, s.Asked) }
func (s *Score) ShownShare() float64 { return share(s.BackShown, s.Back) }

func share(part, whole int) float64 { return float64(part) / float64(max(whole, 1)) }

// Print writes the whole, then each kind and noise.
func (s *Score) Print(out io.Writer) {
	fmt.Fprintf(out, "%-42s %6s %7s %7s %7s %12s\n", "", "asked", "right", "wrong", "back", "shown of back")
	s.line(out, "all")
	names := make([]string, 0, len(s.By))
	for name := range s.By {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		s.By[name].line(out, name)
	}
}

func (s *Score) line(out io.Writer, name string) {
	fmt.Fprintf(out, "%-42s %6d %6.1f%% %6.2f%% %6.1f%% %11.1f%%\n", name, s.Asked, 100*s.RightShare(), 100*s.WrongShare(), 100*share(s.Back, s.Asked), 100*s.ShownShare())
}
