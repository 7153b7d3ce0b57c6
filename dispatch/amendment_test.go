package dispatch

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestARuleIsRefusedInTheReadersLanguage(t *testing.T) {
	ladder := StandardRules().StateLadder
	ladder.Levels = slices.Clone(ladder.Levels) // the shipped ones are everybody's
	for i := range ladder.Levels {
		ladder.Levels[i].AfterMinutes = 7
	}
	body, err := json.Marshal(ladder)
	if err != nil {
		t.Fatal(err)
	}
	rules := *StandardRules()
	refusal := badRule(rules.lay(Amendment{Subject: SubjectLadder, Code: ladder.Code, Body: body}))
	if !strings.Contains(refusal.Ru, "наступает не позже предыдущей") || strings.Contains(refusal.Ru, "later") {
		t.Errorf("in Russian: %q", refusal.Ru)
	}
	if !strings.Contains(refusal.En, "is not later than the one before") {
		t.Errorf("in English: %q", refusal.En)
	}
}
