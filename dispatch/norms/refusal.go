package norms

import (
	"errors"
	"fmt"
	"strings"
)

// Reason is why a row of rules cannot be used: a stable code and the sentence in both languages, with fmt's verbs for
// the values of a Refusal.
type Reason struct {
	Code string
	Text
}

// Refusal is one reason why a row of rules cannot be used.
type Refusal struct {
	Reason
	Of, Row string // what kind of row ("ladder") and which
	Values  []any
}

// Error is for programmers: it names the row too.
func (r *Refusal) Error() string { return fmt.Sprintf("%s %q: %s", r.Of, r.Row, r.Words().En) }

// Words are the reason in both languages, without the row: whoever reads them has it before them.
func (r *Refusal) Words() Text {
	return Text{Ru: worded(r.Text.Ru, r.Values), En: worded(r.Text.En, r.Values)}
}

func worded(sentence string, values []any) string {
	if !strings.Contains(sentence, "%") {
		return sentence
	}
	return fmt.Sprintf(sentence, values...)
}

// Refusals are the reasons within an error, joined or wrapped, in their order; what is none is left out.
func Refusals(err error) (all []*Refusal) {
	switch e := err.(type) {
	case *Refusal:
		return []*Refusal{e}
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			all = append(all, Refusals(one)...)
		}
	case interface{ Unwrap() error }:
		return Refusals(e.Unwrap())
	}
	return all
}

// refusals gathers what is wrong with a row.
type refusals struct {
	of, row string
	bad     []error
}

func (r *refusals) refuse(wrong bool, reason Reason, values ...any) {
	if wrong {
		r.bad = append(r.bad, &Refusal{reason, r.of, r.row, values})
	}
}

// err is every reason, joined; nil if none.
func (r *refusals) err() error { return errors.Join(r.bad...) }
