package register

import (
	"strings"
	"unicode/utf8"
)

// latinRules replace runs of Latin letters, by the first one.
type latinRules [utf8.RuneSelf][]latinRule

type latinRule struct{ latin, instead string }

// rulesOf reads rules as pairs, of those with the same first letter the longer first.
func rulesOf(pairs string) *latinRules {
	rules, words := &latinRules{}, strings.Fields(pairs)
	for i := 0; i < len(words); i += 2 {
		first := words[i][0]
		rules[first] = append(rules[first], latinRule{words[i], words[i+1]})
	}
	return rules
}

// at is the rule for the letters at the beginning of a text, nil for none.
func (r *latinRules) at(text string) *latinRule {
	if text == "" || text[0] >= utf8.RuneSelf {
		return nil
	}
	rules := r[text[0]]
	for i := range rules {
		if strings.HasPrefix(text, rules[i].latin) {
			return &rules[i]
		}
	}
	return nil
}
