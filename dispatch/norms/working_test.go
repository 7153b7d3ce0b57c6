package norms

import (
	"strings"
	"testing"
	"time"
)

func TestWorkingTermsAsShipped(t *testing.T) {
	w := StandardWorking()
	if w.Terms[1] != 4*time.Hour || w.Terms[4] != 168*time.Hour {
		t.Errorf("terms are %v", w.Terms)
	}
	for reason, pauses := range map[[2]string]bool{
		{"no_access", "слова изменились"}: true, {"called_away", "Нет доступа в помещение"}: false, {"unknown", "Нет доступа в помещение"}: false,
		{"", "Нет доступа в помещение"}: true, {"", " no access to the premises"}: true, {"", "Отозваны на более срочную аварию"}: false, {"", "просто устали"}: false, {"", ""}: false,
	} {
		if w.Pauses(reason[0], reason[1]) != pauses {
			t.Errorf("%q pauses: %v", reason, !pauses)
		}
	}
}

func TestWorkingTermsThatAreRefused(t *testing.T) {
	const reasons = `"reasons": [{"code": "a", "title": {"ru": "а", "en": "a"}, "pauses": true}]`
	for name, text := range map[string]string{
		"no JSON":          `{`,
		"unknown field":    `{"term": []}`,
		"three severities": `{"terms": [{"severity":1,"hours":1},{"severity":2,"hours":2},{"severity":3,"hours":3}], ` + reasons + `}`,
		"graver is longer": `{"terms": [{"severity":1,"hours":9},{"severity":2,"hours":2},{"severity":3,"hours":3},{"severity":4,"hours":4}], ` + reasons + `}`,
		"no time":          `{"terms": [{"severity":1,"hours":0},{"severity":2,"hours":2},{"severity":3,"hours":3},{"severity":4,"hours":4}], ` + reasons + `}`,
		"no reasons":       `{"terms": [{"severity":1,"hours":1},{"severity":2,"hours":2},{"severity":3,"hours":3},{"severity":4,"hours":4}]}`,
		"one language":     `{"terms": [{"severity":1,"hours":1},{"severity":2,"hours":2},{"severity":3,"hours":3},{"severity":4,"hours":4}], "reasons": [{"code": "a", "title": {"ru": "а", "en": ""}, "pauses": true}]}`,
		"no code":          `{"terms": [{"severity":1,"hours":1},{"severity":2,"hours":2},{"severity":3,"hours":3},{"severity":4,"hours":4}], "reasons": [{"title": {"ru": "а", "en": "a"}, "pauses": true}]}`,
		"one code twice":   `{"terms": [{"severity":1,"hours":1},{"severity":2,"hours":2},{"severity":3,"hours":3},{"severity":4,"hours":4}], "reasons": [{"code": "a", "title": {"ru": "а", "en": "a"}}, {"code": "a", "title": {"ru": "б", "en": "b"}}]}`,
	} {
		if _, err := ReadWorking(strings.NewReader(text)); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
