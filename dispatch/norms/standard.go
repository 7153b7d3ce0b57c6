package norms

import (
	"bytes"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"sync"
)

//go:embed data
var files embed.FS

// StandardBook is the book that the service ships: data/norms.csv. A city adds its editions by Book.With.
// The embedded data is proved by the tests; were it broken, the first call would panic.
func StandardBook() *Book { return standardBook() }

// StandardClassifier is the classifier that the service ships: data/categories.json and data/faults.
func StandardClassifier() *Classifier { return standardClassifier() }

// StandardLadders are the policies of escalation that the service ships: data/ladders.json. A city adds its own by Ladders.With.
func StandardLadders() Ladders { return standardLadders() }

// StandardLadder is the levels of the plain one of them. The slice is the caller's own.
func StandardLadder() []Level { return standardLadders().For(0, Problem{}).Levels }

// StandardReadings are the open points of the law, each at its default: data/readings.json. A city chooses by Readings.With.
func StandardReadings() *Readings { return standardReadings() }

// StandardStatusLimits are how long an order may stand in a state: data/status_limits.json. A city adds its own by With.
func StandardStatusLimits() StatusLimits { return standardStatusLimits() }

// StandardCalendar is the production calendar that the service ships: data/calendar, a file for each year. A city's
// administrator adds a year by Calendar.With.
func StandardCalendar() *Calendar { return standardCalendar() }

// StandardWorking are the service's own terms as shipped.
func StandardWorking() Working { return standardWorking() }

var standardBook = sync.OnceValue(func() *Book {
	return proved(NewBook(proved(ReadRows(open("data/norms.csv")))))
})

var standardClassifier = sync.OnceValue(func() *Classifier {
	return proved(ReadClassifier(proved(fs.Sub(files, "data")), StandardBook()))
})

var standardCalendar = sync.OnceValue(func() *Calendar {
	return proved(ReadCalendar(proved(fs.Sub(files, "data/calendar"))))
})

var standardLadders = sync.OnceValue(func() Ladders {
	return proved(ReadLadders(open("data/ladders.json"), StandardClassifier()))
})

// StandardStateLadder is who is told of an order that stands still: data/ladder_state.json.
func StandardStateLadder() Ladder { return standardStateLadder() }

var standardStateLadder = sync.OnceValue(func() Ladder {
	return proved(ReadLadders(open("data/ladder_state.json"), StandardClassifier())).For(0, Problem{})
})

var standardWorking = sync.OnceValue(func() Working { return proved(ReadWorking(open("data/working.json"))) })

var standardReadings = sync.OnceValue(func() *Readings { return proved(ReadReadings(open("data/readings.json"))) })

var standardStatusLimits = sync.OnceValue(func() StatusLimits { return proved(ReadStatusLimits(open("data/status_limits.json"))) })

// StandardChannels are how people are told outside of the screens as shipped: data/channels.json.
func StandardChannels() Channels { return standardChannels() }

var standardChannels = sync.OnceValue(func() Channels { return proved(ReadChannels(open("data/channels.json"))) })

// proved panics on data that no test would have let through.
func proved[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func open(name string) io.Reader { return bytes.NewReader(embedded(name)) }

func embedded(name string) []byte {
	text, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Errorf("embedded %s: %w", name, err))
	}
	return text
}
