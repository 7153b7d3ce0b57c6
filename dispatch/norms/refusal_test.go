package norms

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"testing"
)

// Each row is wrong in many ways; what people read of it is whole in both languages.
func TestRefusalsAreWordedInBothLanguages(t *testing.T) {
	classifier, book := StandardClassifier(), StandardBook()
	fault := Problem{Severity: 9, LifeRisk: true, Skill: "magic", Norms: []string{"416-99", "416-13-sewer", "416-13-answer", "354-3-cold", "416-13-chute"}, HandTo: []string{"999"}, Script: &Script{}, Questions: make([]Text, 5)}
	errs := map[string]error{
		"norm":     Row{ValidFrom: "2026-02-02", ValidTo: "2026-01-01", Amount: 5000, Unit: Days, Window: Window{1, 2}}.Check(),
		"bare":     Row{ValidFrom: "soon", ValidTo: "late", Amount: 1, Unit: Agreed}.Check(),
		"fault":    fault.Check(book, classifier.Lists()),
		"ladder":   Ladder{Organisation: -1, Severities: []int{7}, Categories: []string{"steam"}, Problems: []string{"x"}, Levels: []Level{{AfterMinutes: -5}, {AfterMinutes: 3}, {AfterMinutes: 2}}}.Check(classifier),
		"limit":    StatusLimit{WarnSeconds: -1, AlertSeconds: -2}.Check(),
		"year":     Year{Year: 2026, Moved: []Move{{"2026-01-14", "2026-01-17"}}, Shortened: []Date{"2025-01-01"}}.Check(),
		"channels": Channels{Off: []string{"board"}, Tellings: []Telling{{To: "neighbours"}, {To: ToResident, AckSeconds: 1}, {To: ToCrew, Means: []string{"sms", "sms"}}, {To: ToCrew, Means: []string{"mail"}}}}.Check(),
	}
	for name, err := range errs {
		found := Refusals(fmt.Errorf("wrapped: %w", err))
		if len(found) < 2 {
			t.Errorf("%s: %d refusals of %v", name, len(found), err)
		}
		for _, r := range found {
			words := r.Words()
			if !cyrillic.MatchString(words.Ru) || cyrillic.MatchString(strings.ReplaceAll(words.En, "ПП", "")) || strings.Contains(words.Ru+words.En, "%!") {
				t.Errorf("%s: %s reads %q and %q", name, r.Code, words.Ru, words.En)
			}
		}
	}
}

var cyrillic = regexp.MustCompile(`\p{Cyrillic}`)

func TestALaddersStepIsRefusedAsPeopleCountIt(t *testing.T) {
	ladder := StandardLadders().For(0, Problem{})
	ladder.Levels[1].AfterMinutes = 40
	found := Refusals(ladder.Check(StandardClassifier()))
	if len(found) != 1 || found[0].Code != "level_not_later" || found[0].Words().Ru != "ступень 3 (через 30 мин) наступает не позже предыдущей (через 40 мин)" {
		t.Errorf("refused as %v", found)
	}
}

func TestOtherErrorsAreNoRefusals(t *testing.T) {
	if found := Refusals(errors.Join(errors.New("disk"), nil)); found != nil {
		t.Errorf("%v", found)
	}
}

// The codes of reasons are their names for programs: none stands for two.
func TestEachReasonHasACodeOfItsOwn(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "reasons.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		call, is := n.(*ast.CallExpr)
		if !is {
			return true
		}
		code := call.Args[0].(*ast.BasicLit).Value
		if seen[code] || len(call.Args) != 3 {
			t.Errorf("%s stands twice or lacks a language", code)
		}
		seen[code] = true
		return true
	})
	if len(seen) < 60 {
		t.Errorf("%d reasons read", len(seen))
	}
}
