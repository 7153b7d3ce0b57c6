package main

import (
	"slices"
	"strings"
	"testing"
)

func TestQueriesAreLines(t *testing.T) {
	const in = "\ufeffid;query\n1;ул. Мира, 5\r\n2;\"он сказал \"\"Мира\"\"; 5\"\n3;\"kmuf 5;rd 3\n4;Vbhf; 5;\n;\nбез точки\n5;Мира 5"
	want := []string{"1|ул. Мира, 5", `2|он сказал "Мира"; 5`, `3|"kmuf 5;rd 3`, "4|Vbhf; 5;", "|", "5|Мира 5"}
	var got []string
	err := eachQuery(t.Context(), strings.NewReader(in), func(id, text string) error {
		got = append(got, id+"|"+text)
		return nil
	})
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v\ngot  %q\nwant %q", err, got, want)
	}
}
