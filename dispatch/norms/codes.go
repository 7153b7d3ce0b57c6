package norms

import (
	"maps"
	"slices"
)

// Codes are all the codes that a row of the rules may hold, by what they are codes of. Each has a word on the screens.
func Codes() map[string][]string {
	reached, lists := meansFor, StandardClassifier().lists
	return map[string][]string{
		"kind": texts(kinds), "start": texts(events), "unit": texts(units), "status": {string(Verified), string(Unverified)},
		"condition": texts(conditions[1:]), "report": texts([]Channel{Telephone, "missed_call", Message, WalkIn, System}),
		"place": texts(places), "skill": texts(Skills), "side": texts(sides), "since": texts(sinces),
		"audience": texts(slices.Sorted(maps.Keys(reached))), "means": append([]string{"tablet", "board"}, sentMeans...),
		"category":  codesOf(lists.Categories, func(c Category) string { return c.Code }),
		"boundary":  codesOf(lists.Boundaries, func(b Boundary) string { return b.Code }),
		"recipient": codesOf(lists.Recipients, func(r Recipient) string { return r.Code }),
	}
}

func texts[T ~string](codes []T) []string {
	return codesOf(codes, func(code T) string { return string(code) })
}

func codesOf[T any](rows []T, codeOf func(T) string) []string {
	var codes []string
	for _, row := range rows {
		codes = append(codes, codeOf(row))
	}
	return codes
}
