package dispatch

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dispatch05/dispatch/norms"
)

var (
	inRussian = regexp.MustCompile(`\p{Cyrillic}`)
	inEnglish = regexp.MustCompile(`[A-Za-z]`)
)

// What is not taken is refused by a sentence of its own in both languages, wherever it was found out.
func TestEachRefusalOfARuleHasItsOwnWords(t *testing.T) {
	said := map[string]string{}
	for name, a := range map[string]Amendment{
		"unknown subject": {Subject: "weather", Code: "x", Body: json.RawMessage(`{}`)},
		"another code":    {Subject: SubjectStatusLimit, Code: "x", Body: json.RawMessage(`{"code":"y"}`)},
		"no JSON":         {Subject: SubjectNorm, Code: "x", Body: json.RawMessage(`{"code":`)},
		"nothing":         {Subject: SubjectNorm, Code: "x"},
		"unknown field":   {Subject: SubjectNorm, Code: "x", Body: json.RawMessage(`{"colour":"red"}`)},
		"another kind":    {Subject: SubjectNorm, Code: "x", Body: json.RawMessage(`{"amount":"soon"}`)},
		"nobody's role": {Subject: SubjectLadder, Code: "plain", Body: json.RawMessage(`{"code":"plain","title":{"ru":"а","en":"a"},"ackMinutes":5,
			"levels":[{"role":"crew","title":{"ru":"а","en":"a"},"afterMinutes":0}]}`)},
		"unknown alternative": {Subject: SubjectReading, Code: "glass-season", Body: json.RawMessage(`"spring"`)},
		"unknown reading":     {Subject: SubjectReading, Code: "moon", Body: json.RawMessage(`"full"`)},
	} {
		rules := *StandardRules()
		err := badRule(rules.lay(a))
		ru, isRule := strings.CutPrefix(err.Ru, "Правило не принято: ")
		en, _ := strings.CutPrefix(err.En, "The rule is not taken: ")
		if !isRule || !inRussian.MatchString(ru) || inRussian.MatchString(strings.ReplaceAll(en, "Бригада", "")) || !inEnglish.MatchString(en) || ru == "его не удалось прочитать" {
			t.Errorf("%s: %q, %q", name, err.Ru, err.En)
		}
		if strings.Contains(ru+en, "%!") {
			t.Errorf("%s: %q, %q", name, ru, en)
		}
		for other, words := range said {
			if words == ru && name != "unknown reading" && other != "unknown reading" {
				t.Errorf("%s and %s are both refused by %q", name, other, ru)
			}
		}
		said[name] = ru
	}
}

// An amendment that the rules do not bear any more is told of in both languages, and the history tells each row before and after.
func TestTheHistoryOfARuleTellsBeforeAndAfter(t *testing.T) {
	at := time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)
	reading := func(id int64, chosen string) Amendment {
		return Amendment{ID: id, Subject: SubjectReading, Code: "glass-season", Body: json.RawMessage(`"` + chosen + `"`), At: at}
	}
	history := newRuleHistory()
	var told []string
	for _, a := range []Amendment{reading(1, "summer"), reading(2, "winter"), {ID: 3, Subject: SubjectReading, Code: "glass-season", Withdraws: 2, At: at}, {ID: 4, Subject: SubjectReading, Code: "glass-season", Withdraws: 1, At: at}} {
		before, after := history.turn(a)
		told = append(told, string(before)+" "+string(after))
	}
	if want := []string{`"winter" "summer"`, `"summer" "winter"`, `"winter" "summer"`, `"summer" "winter"`}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	for _, key := range []ruleKey{{SubjectNorm, "416-13-inform"}, {SubjectProblem, "gas-smell"}, {SubjectLadder, "plain"}, {SubjectLadder, StandardRules().StateLadder.Code},
		{SubjectStatusLimit, "sent-not-delivered"}, {SubjectReading, "glass-season"}, {SubjectCalendar, "2026"}, {SubjectChannel, "city"}} {
		row := history.row(key, at)
		if row == nil {
			t.Errorf("no shipped row of %v", key)
		}
		rules := *StandardRules()
		if err := rules.lay(Amendment{Subject: key.subject, Code: key.code, Body: row}); err != nil {
			t.Errorf("the shipped row of %v is none that an amendment may bring: %v", key, err)
		}
	}
	if row := history.row(ruleKey{SubjectNorm, "own-new"}, at); row != nil {
		t.Errorf("a norm that is not there has the row %s", row)
	}
	lapsed := StandardRules().Amended(1, []Amendment{{ID: 9, Subject: SubjectReading, Code: "rounding", Body: json.RawMessage(`"floor"`)}})
	if len(lapsed.Refused) != 1 {
		t.Fatalf("a reading that is no more counts: %v", lapsed.Refused)
	}
	if words := outOfForce(lapsed.Refused[0].Reason); words != (norms.Text{Ru: "такого толкования нет: «floor»", En: `"floor" is not among the readings of this point`}) {
		t.Errorf("out of force because %+v", words)
	}
}
