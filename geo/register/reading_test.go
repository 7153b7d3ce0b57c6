package register

import (
	"testing"

	"pgregory.net/rapid"
)

// Every span of a reading stands in the text that was read, also where the text was typed on another layout.
func TestSpansOfAReadingStandInTheText(t *testing.T) {
	reader := riverReader()
	check := func(t interface{ Errorf(string, ...any) }, text string) Reading {
		got := ReadingOf(text, reader.Read(text))
		read := []rune(text)
		if got.ReadAs != "" {
			read = []rune(got.ReadAs)
		}
		for _, h := range append(got.Houses, got.Site...) {
			if string(read[h.Span.Start:h.Span.End]) != h.Span.Text {
				t.Errorf("%q: %s comes from %q at %d", text, h.Address, h.Span.Text, h.Span.Start)
			}
		}
		return got
	}
	for text, as := range map[string]string{
		"без ХВС Яблонева 1, 2": "", "😀 Яблонева 5а": "", "z,kjytdf 5": "яблонева 5", "Yabloneva 5": "яблонева 5",
	} {
		if got := check(t, text); got.ReadAs != as || len(got.Houses) == 0 {
			t.Errorf("%q was read as %q: %+v", text, got.ReadAs, got.Houses)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		check(t, rapid.SampledFrom([]string{"Яблонева 1, ", "z,kjytdf ", "Yabloneva ", "😀", ""}).Draw(t, "street")+rapid.String().Draw(t, "rest")+" Яблонева 5")
	})
}

// A text is the beginning of an address, or another name of it.
func TestBegins(t *testing.T) {
	for text, begins := range map[string]bool{
		"лес": true, "лесная 1": true, "лесн 12": true, "ул лесная": true, "кв 5": true, "лисная 12": false, "у старой мельницы": false, "лесная 2": false, "12 12": false,
	} {
		if Begins(text, "ул. Лесная, 12") != begins {
			t.Errorf("%q begins: %v", text, !begins)
		}
	}
}
