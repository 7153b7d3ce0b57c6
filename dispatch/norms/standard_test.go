package norms

import (
	"testing"
	"time"
)

func TestStandardDataLoads(t *testing.T) {
	if n := len(StandardBook().At(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))); n < 50 {
		t.Errorf("only %d norms in force", n)
	}
	if n := len(StandardClassifier().Problems()); n < 60 {
		t.Errorf("only %d problems", n)
	}
}
