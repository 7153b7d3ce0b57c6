package main

import (
	"bytes"
	"testing"
	"unicode/utf8"
)

// Whatever table is imported, it is refused in words, or each cell is text.
func FuzzTable(f *testing.F) {
	for _, seed := range []string{"name,phone\nАВР-1,+7 913\n", "\ufeffphone;name\n", "name,phone\n\"a", "name\n\x00\n", "name,name\na,b\n", "\xff\n", ""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		table, err := openTable(bytes.NewReader(file), "name", "phone")
		if err != nil {
			return
		}
		_ = table.each(func() error {
			for _, cell := range table.row {
				if !utf8.ValidString(cell) {
					t.Errorf("the cell %q is let through", cell)
				}
			}
			return nil
		})
	})
}
