package norms

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// Level is one step of an escalation: whom to tell, how long after the deadline.
type Level struct {
	Number int
	Role   string        // "foreman", "senior", "chief_engineer", "committee"
	Title  Text          // the role as people call it
	After  time.Duration // since the missed deadline
}

// ReadLadder reads a JSON array of levels, lowest first; each stands later than the one before it.
func ReadLadder(text io.Reader) ([]Level, error) {
	var written []struct {
		Role         string `json:"role"`
		Title        Text   `json:"title"`
		AfterMinutes int    `json:"afterMinutes"`
	}
	decoder := json.NewDecoder(text)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&written); err != nil {
		return nil, fmt.Errorf("ladder: %w", err)
	}
	var levels []Level
	for i, step := range written {
		after := time.Duration(step.AfterMinutes) * time.Minute
		if step.Role == "" || !step.Title.whole() || after < 0 || (i > 0 && after <= levels[i-1].After) {
			return nil, fmt.Errorf("ladder: level %d (%q, +%d min) lacks a role or title, or is not later than the one before", i, step.Role, step.AfterMinutes)
		}
		levels = append(levels, Level{Number: i, Role: step.Role, Title: step.Title, After: after})
	}
	if len(levels) == 0 {
		return nil, errors.New("ladder: no level")
	}
	return levels, nil
}
