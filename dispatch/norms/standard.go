package norms

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"sync"
)

//go:embed data
var files embed.FS

// StandardBook is the book that the service ships: data/norms.csv. A city adds its editions by Book.With.
// The embedded data is proved by the tests; were it broken, the first call would panic.
func StandardBook() *Book { return standardBook() }

// StandardClassifier is the classifier that the service ships: data/categories.json and data/faults.
func StandardClassifier() *Classifier { return standardClassifier() }

// StandardLadder is the escalation ladder that the service ships: data/ladder.json. The slice is the caller's own.
func StandardLadder() []Level { return slices.Clone(standardLadder()) }

// StandardWorking are the service's own terms as shipped.
func StandardWorking() Working { return standardWorking() }

var standardWorking = sync.OnceValue(func() Working {
	working, err := ReadWorking(bytes.NewReader(embedded("data/working.json")))
	if err != nil {
		panic(err)
	}
	return working
})

var standardBook = sync.OnceValue(func() *Book {
	rows, err := ReadRows(bytes.NewReader(embedded("data/norms.csv")))
	if err != nil {
		panic(err)
	}
	book, err := NewBook(rows)
	if err != nil {
		panic(err)
	}
	return book
})

var standardClassifier = sync.OnceValue(func() *Classifier {
	folder, err := fs.Sub(files, "data")
	if err != nil {
		panic(err)
	}
	classifier, err := ReadClassifier(folder, StandardBook())
	if err != nil {
		panic(err)
	}
	return classifier
})

// StandardStateLadder is who is told of an order that stands still. The slice is the caller's own.
func StandardStateLadder() []Level { return slices.Clone(standardStateLadder()) }

var (
	standardLadder      = sync.OnceValue(func() []Level { return shippedLadder("data/ladder.json") })
	standardStateLadder = sync.OnceValue(func() []Level { return shippedLadder("data/ladder_state.json") })
)

func shippedLadder(name string) []Level {
	levels, err := ReadLadder(bytes.NewReader(embedded(name)))
	if err != nil {
		panic(err)
	}
	return levels
}

func embedded(name string) []byte {
	text, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Errorf("embedded %s: %w", name, err))
	}
	return text
}
