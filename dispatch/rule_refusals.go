package dispatch

import (
	"encoding/json"
	"errors"
	"io"
	"strings"

	"dispatch05/dispatch/norms"
)

// Why an amendment cannot be laid over the rules, beside the reasons of package norms.
var (
	unknownSubject = reason("unknown_subject", "таких правил нет: %s", "there are no rules of %q")
	otherCode      = reason("other_code", "строка — о «%s», а меняется «%s»", "the row is of %q, the amendment of %q")
	toldToNobody   = reason("told_to_nobody", "эта роль не принимает эскалаций: %[2]s", "nobody takes an escalation as %[1]q")
	notJSON        = reason("not_json", "строка правила записана с ошибкой и не читается", "the row is not JSON")
	unknownField   = reason("unknown_field", "в строке правила незнакомое поле: %s", "the row has a field that is unknown: %s")
	wrongValue     = reason("wrong_value", "в поле «%s» стоит значение не того вида", "the field %q holds a value of another kind")
	noRow          = reason("no_row", "строка правила пуста", "the row is empty")
)

func reason(code, ru, en string) norms.Reason {
	return norms.Reason{Code: code, Text: norms.Text{Ru: ru, En: en}}
}

// refuses is the refusal of an amendment for a reason.
func (a Amendment) refuses(why norms.Reason, values ...any) error {
	return &norms.Refusal{Reason: why, Of: string(a.Subject), Row: a.Code, Values: values}
}

// unread says why the body of an amendment is no row.
func (a Amendment) unread(err error) error {
	var kind *json.UnmarshalTypeError
	switch field, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); {
	case unknown:
		return a.refuses(unknownField, strings.Trim(field, `"`))
	case errors.As(err, &kind):
		return a.refuses(wrongValue, kind.Field)
	case errors.Is(err, io.EOF):
		return a.refuses(noRow)
	default:
		return a.refuses(notJSON)
	}
}

// refusalWords are the reasons of a refusal in both languages; empty where none of them is for people.
func refusalWords(err error) (words norms.Text) {
	var ru, en []string
	for _, refusal := range norms.Refusals(err) {
		said := refusal.Words()
		ru, en = append(ru, said.Ru), append(en, said.En)
	}
	return norms.Text{Ru: strings.Join(ru, "; "), En: strings.Join(en, "; ")}
}
