package httpapi

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/roster"
)

// All codes that a screen may meet stand in codes.json by what they are codes of; codes.test.ts there holds that each has
// a word in both languages. `go test ./dispatch/httpapi -run Golden -update` writes it anew.
func TestCodesAreGolden(t *testing.T) {
	got, err := json.MarshalIndent(codes(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	compareFile(t, "codes.json", append(got, '\n'))
}

func codes() map[string][]string {
	all := norms.Codes()
	all["kind"] = append(all["kind"], string(dispatch.WorkClock), string(dispatch.StateClock))
	all["severity"] = []string{"1", "2", "3", "4"}
	all["role"] = texts(append(slices.Clone(dispatch.Roles), dispatch.System))
	all["channel"] = texts([]dispatch.Channel{dispatch.Telephone, dispatch.WalkIn, dispatch.Radio, dispatch.Portal, dispatch.Open311, dispatch.Automatic})
	all["subject"] = texts(dispatch.Subjects())
	all["request_state"] = enumOf[searchInput]("State")
	all["order_state"] = append(enumOf[orderStepInput]("Body.To"), string(dispatch.OrderReserved))
	all["organisation_kind"] = enumOf[dispatch.Organisation]("Kind")
	all["contract_state"] = enumOf[dispatch.ContractRow]("State")
	all["change"] = enumOf[dispatch.RosterLine]("Kind")
	all["changed_field"] = slices.Compact(slices.Sorted(slices.Values(append(dispatch.ChangedFields(), slices.Collect(maps.Keys(auth.Account{}.Fields()))...))))
	all["days"] = texts([]roster.Days{"working", "holiday"})
	return all
}

func texts[T ~string](codes []T) []string {
	var all []string
	for _, code := range codes {
		all = append(all, string(code))
	}
	return all
}

// enumOf are the codes that the API allows in a field.
func enumOf[T any](path string) []string {
	at := reflect.TypeFor[T]()
	var field reflect.StructField
	for name := range strings.SplitSeq(path, ".") {
		field, _ = at.FieldByName(name)
		at = field.Type
	}
	return strings.Split(field.Tag.Get("enum"), ",")
}
