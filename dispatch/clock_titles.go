package dispatch

import (
	_ "embed"
	"encoding/json"
	"sync"

	"dispatch05/dispatch/norms"
)

// clockTitlesText is read by the screens too: what a clock waits for is called alike on the board, in reports and in workbooks.
//
//go:embed clock_titles.json
var clockTitlesText []byte

var clockTitles = sync.OnceValue(func() map[string][2]string {
	var titles map[string][2]string // Russian, English
	if err := json.Unmarshal(clockTitlesText, &titles); err != nil {
		panic(err)
	}
	return titles
})

// ClockTitle is what a clock of a kind waits for; the kind itself where it has no title.
func ClockTitle(kind string) norms.Text {
	title, known := clockTitles()[kind]
	if !known {
		return norms.Text{Ru: kind, En: kind}
	}
	return norms.Text{Ru: title[0], En: title[1]}
}
