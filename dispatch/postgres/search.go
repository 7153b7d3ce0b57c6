package postgres

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"dispatch05/dispatch"
)

// literal makes a text stand for itself inside a pattern of LIKE.
var literal = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// numberForm is a request's number as people write it, with or without the year: "26-1234", "1234".
var numberForm = regexp.MustCompile(`^(?:(\d\d)-)?(\d{1,9})$`)

// Search finds a number with its year exactly; any other text as a number of any year, a telephone, or a part
// of an address. Each of these has an index, so that what is rare is found as quickly as what is frequent.
func (s *Store) Search(ctx context.Context, city string, w dispatch.Wanted) ([]dispatch.Case, error) {
	states := []string{}
	for _, state := range w.States {
		states = append(states, string(state))
	}
	args := []any{states, w.Organisation, w.Limit}
	condition := `(cardinality($2::text[]) = 0 or q.state = any($2)) and ($3 = 0 or ` + ofOrganisation + `)`
	if w.Query != "" {
		text, values := matching(w)
		condition, args = condition+` and (`+text+`)`, append(args, values...)
	}
	return s.loadCases(ctx, s.pool, city, condition+` order by q.registered_at desc, q.id desc limit $4`, args...)
}

// matching is the condition of a query on requests q, with its parameters from $5 on.
func matching(w dispatch.Wanted) (string, []any) {
	number, year := 0, 0
	if m := numberForm.FindStringSubmatch(w.Query); m != nil {
		number, _ = strconv.Atoi(m[2])
		year, _ = strconv.Atoi(m[1])
		if m[1] != "" {
			return `q.number = $5 and q.year % 100 = $6`, []any{number, year}
		}
	}
	return `q.number = $5 or (q.phone = $6 and q.phone <> '') or (q.house_id is null and q.address_text ilike $7)
		or q.house_id = any(array(select h.id from houses h where h.city_id = $1 and h.address ilike $7))`,
		[]any{number, w.Phone, "%" + literal.Replace(w.Query) + "%"}
}
