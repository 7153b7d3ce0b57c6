package realtime

import (
	"unicode"
	"unicode/utf8"
)

// Topic names one stream of changes, opaque to this package: 1 to 200 bytes of
// printable UTF-8 without spaces.
type Topic string

// Position is a place in the log of one topic. Offsets are contiguous within an
// epoch and start at 1; offset 0 is the empty log. Another epoch means that the
// log began anew, so offsets of different epochs cannot be compared.
type Position struct {
	Epoch  string
	Offset int64
}

const (
	maxTopicBytes = 200
	maxEpochBytes = 64
)

func (t Topic) valid() bool {
	return len(t) > 0 && len(t) <= maxTopicBytes && printable(string(t))
}

func printable(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if !unicode.IsGraphic(r) || unicode.IsSpace(r) {
			return false
		}
	}
	return true
}
