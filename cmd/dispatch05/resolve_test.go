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
	var told strings.Builder
	err := eachQuery(t.Context(), strings.NewReader(in), &told, func(id, text string) error {
		got = append(got, id+"|"+text)
		return nil
	})
	if err != nil || !slices.Equal(got, want) || told.String() != "line 7: not id;query, left out\n" {
		t.Errorf("%v\ngot  %q\nwant %q", err, got, want)
	}
}

func TestCommentsAreRows(t *testing.T) {
	tests := []struct{ name, in, rows, told string }{
		{"quotes around and inside", "shutdown_id;comment\r\n1;\"Мира 5; 7\"\n2;маг. \"Рыба\"; Мира 7\n", "1|Мира 5; 7,2|маг. \"Рыба\"; Мира 7", ""},
		{"no header", "1;Мира 5\n", "1|Мира 5", ""},
		{"commas", "shutdown_id,comment\n1,\"Мира 5, 7\"\n", "1|Мира 5, 7", ""},
		{"two lines in quotes", "1;\"Мира 5\nМира 7\"\n2;Мира 9", "1|Мира 5\nМира 7,2|Мира 9", ""},
		{"an open quote", "1;\"Мира 5\n2;Мира 7\n", "1|\"Мира 5,2|Мира 7", "line 1: a quote"},
		{"no comment", "shutdown_id;comment\n17\n2;Мира 7\n", "17|,2|Мира 7", ""},
		{"no id", "shutdown_id;comment\nМира 5\n2;Мира 7\n", "2|Мира 7", "line 2: not shutdown_id;comment"},
		{"UTF-16 of a spreadsheet", "\xff\xfe1\x00;\x00\x1c\x048\x04@\x040\x04 \x005\x00\n\x00", "1|Мира 5", ""},
		{"a zero byte", "shutdown_id;comment\n1;Мира 5, на втором этаже\n2;Мира\x00 7\n3;Мира 9\n", "1|Мира 5, на втором этаже,2|Мира\x00 7,3|Мира 9", ""},
		{"windows-1251", "1;\xcc\xe8\xf0\xe0 \xf3\xeb\xe8\xf6\xe0 5\n", "1|Мира улица 5", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			var told strings.Builder
			err := eachComment(t.Context(), strings.NewReader(tt.in), &told, func(id, comment string) error {
				got = append(got, id+"|"+comment)
				return nil
			})
			if err != nil || strings.Join(got, ",") != tt.rows || !strings.HasPrefix(told.String(), tt.told) || (tt.told == "") != (told.Len() == 0) {
				t.Errorf("%v\ngot  %q\nwant %q\ntold %q", err, strings.Join(got, ","), tt.rows, told.String())
			}
		})
	}
}

func TestCommentsOfAnotherShapeAreRefused(t *testing.T) {
	for _, in := range []string{"comment;shutdown_id\nМира 5;1\n", "shutdown_id\n1\n", "1\x00;\x00\x1c\x04"} {
		if err := eachComment(t.Context(), strings.NewReader(in), &strings.Builder{}, func(string, string) error { return nil }); err == nil {
			t.Errorf("%q was taken", in)
		}
	}
}
