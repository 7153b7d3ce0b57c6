package norms

import (
	"strings"
	"testing"
	"time"
)

func TestStandardLadder(t *testing.T) {
	want := []struct {
		role  string
		after time.Duration
	}{{"foreman", 0}, {"senior", 10 * time.Minute}, {"chief_engineer", 30 * time.Minute}, {"committee", time.Hour}}
	levels := StandardLadder()
	if len(levels) != len(want) {
		t.Fatalf("%d levels", len(levels))
	}
	for i, level := range levels {
		if level.Number != i || level.Role != want[i].role || level.After != want[i].after {
			t.Errorf("level %d: %+v", i, level)
		}
	}
	levels[0].Role = "spoilt"
	if StandardLadder()[0].Role != "foreman" {
		t.Error("a caller can spoil the ladder")
	}
}

func TestReadLadderRefuses(t *testing.T) {
	const title = `"title":{"ru":"Мастер","en":"Foreman"}`
	for name, text := range map[string]string{
		"no level":          `[]`,
		"not JSON":          `foreman`,
		"no role":           `[{` + title + `,"afterMinutes":0}]`,
		"no title":          `[{"role":"foreman","afterMinutes":0}]`,
		"before the missed": `[{"role":"foreman",` + title + `,"afterMinutes":-1}]`,
		"two at once":       `[{"role":"foreman",` + title + `,"afterMinutes":5},{"role":"b",` + title + `,"afterMinutes":5}]`,
		"unknown field":     `[{"role":"foreman",` + title + `,"afterMinutes":5,"who":"me"}]`,
	} {
		if levels, err := ReadLadder(strings.NewReader(text)); err == nil {
			t.Errorf("%s: taken as %+v", name, levels)
		}
	}
}
