package gar_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"dispatch05/geo/gar"
)

// endless repeats a text so many times between a head and a foot, without holding it.
func endless(head, text string, times int, foot string) io.Reader {
	return io.MultiReader(strings.NewReader(head), &repeated{text: text, left: times * len(text)}, strings.NewReader(foot))
}

type repeated struct {
	text     string
	at, left int
}

func (r *repeated) Read(into []byte) (int, error) {
	if r.left <= 0 {
		return 0, io.EOF
	}
	n := copy(into[:min(len(into), r.left)], r.text[r.at:])
	r.at, r.left = (r.at+n)%len(r.text), r.left-n
	return n, nil
}

// BenchmarkRead reads a region's files: nine elements of ten are another city's or an earlier version.
func BenchmarkRead(b *testing.B) {
	const times = 20_000
	var houses, items strings.Builder
	for n := range 10 {
		fmt.Fprintf(&houses, `<HOUSE ID="51627865" OBJECTID="%d" OBJECTGUID="037f1ba9-c74d-477b-85f8-1b16e2033d65" CHANGEID="56841873" HOUSENUM="8" HOUSETYPE="2" OPERTYPEID="20" PREVID="22353356" NEXTID="0" UPDATEDATE="2025-06-11" STARTDATE="2016-04-07" ENDDATE="2079-06-06" ISACTUAL="1" ISACTIVE="1" />`, 100+n)
		fmt.Fprintf(&items, `<ITEM ID="23353" OBJECTID="%d" PARENTOBJID="%d" CHANGEID="42820268" REGIONCODE="55" PREVID="0" NEXTID="0" UPDATEDATE="1900-01-01" STARTDATE="1900-01-01" ENDDATE="2079-06-06" ISACTIVE="1" PATH="10.%d.%d" />`, 100+n, 31-n/9, 21-n/9, 31-n/9)
	}
	texts := changed(map[string]string{"55/AS_HOUSES_20260101_c.XML": "", "55/AS_ADM_HIERARCHY_20260101_b.XML": ""})
	links := riverside["55/AS_ADM_HIERARCHY_20260101_b.XML"]
	var size int64
	files := filesOf(texts)
	for _, f := range []struct{ name, head, text, foot string }{
		{"55/AS_HOUSES_20260101_c.XML", "<HOUSES>", houses.String(), "</HOUSES>"},
		{"55/AS_ADM_HIERARCHY_20260101_b.XML", strings.TrimSuffix(links, "</ITEMS>"), items.String(), "</ITEMS>"},
	} {
		size += int64(len(f.text) * times)
		files = append(files, gar.File{Name: f.name, Size: size, Open: func() (io.ReadCloser, error) {
			return io.NopCloser(endless(f.head, f.text, times, f.foot)), nil
		}})
	}
	b.SetBytes(size)
	for b.Loop() {
		if _, err := gar.Read(b.Context(), files, gar.Options{Name: "Приречье"}); err != nil {
			b.Fatal(err)
		}
	}
}
