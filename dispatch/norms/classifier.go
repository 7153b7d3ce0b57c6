package norms

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

// Classifier is the list of faults that the service knows.
type Classifier struct {
	categories []Category
	problems   []Problem
	byCode     map[string]int // into problems
	entries    []entry        // for Suggest, alongside problems
}

// ReadClassifier reads categories.json and, for each category, faults/<code>.json (an array of
// problems) from the folder. One bad row refuses the whole classifier, every reason told.
func ReadClassifier(folder fs.FS, book *Book) (*Classifier, error) {
	var categories []Category
	if err := readStrictly(folder, "categories.json", &categories); err != nil {
		return nil, err
	}
	var problems []Problem
	for _, category := range categories {
		var faults []Problem
		if err := readStrictly(folder, "faults/"+category.Code+".json", &faults); err != nil {
			return nil, err
		}
		for i := range faults {
			faults[i].Category = category.Code
		}
		problems = append(problems, faults...)
	}
	return NewClassifier(categories, problems, book)
}

// readStrictly refuses unknown fields and anything after the value.
func readStrictly(folder fs.FS, name string, into any) error {
	text, err := fs.ReadFile(folder, name)
	if err != nil {
		return fmt.Errorf("classifier: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("classifier: %s: %w", name, err)
	}
	if decoder.More() {
		return fmt.Errorf("classifier: %s: text after the end", name)
	}
	return nil
}

// NewClassifier makes a classifier of checked rows with codes of their own.
func NewClassifier(categories []Category, problems []Problem, book *Book) (*Classifier, error) {
	c := &Classifier{categories: categories, problems: problems, byCode: map[string]int{}}
	var bad []error
	for i, category := range categories {
		if slices.ContainsFunc(categories[:i], func(earlier Category) bool { return earlier.Code == category.Code }) {
			bad = append(bad, fmt.Errorf("category %q: stands twice", category.Code))
		}
		if !category.Title.whole() || category.Icon == "" || category.Colour == "" {
			bad = append(bad, fmt.Errorf("category %q: lacks a title, icon or colour", category.Code))
		}
	}
	for i, problem := range problems {
		bad = append(bad, problem.Check(book, categories))
		if _, twice := c.byCode[problem.Code]; twice {
			bad = append(bad, fmt.Errorf("problem %q: stands twice", problem.Code))
		}
		c.byCode[problem.Code] = i
		c.entries = append(c.entries, newEntry(problem))
	}
	if err := errors.Join(bad...); err != nil {
		return nil, err
	}
	return c, nil
}

// With is a new classifier in which the problem stands in the place of the one of its code, or last in its
// category where it is new; checked against the book as the shipped ones are.
func (c *Classifier) With(problem Problem, book *Book) (*Classifier, error) {
	problems := c.Problems()
	if i, known := c.byCode[problem.Code]; known {
		problems[i] = problem
	} else {
		problems = append(problems, problem)
	}
	return NewClassifier(c.Categories(), problems, book)
}

// Problem is the fault of that code.
func (c *Classifier) Problem(code string) (Problem, bool) {
	i, ok := c.byCode[code]
	if !ok {
		return Problem{}, false
	}
	return c.problems[i], true
}

// Problems are all faults, category by category; the slice is the caller's own.
func (c *Classifier) Problems() []Problem { return slices.Clone(c.problems) }

// Categories are in the order in which screens show them; the slice is the caller's own.
func (c *Classifier) Categories() []Category { return slices.Clone(c.categories) }

// Category is the category of that code.
func (c *Classifier) Category(code string) (Category, bool) {
	i := slices.IndexFunc(c.categories, func(category Category) bool { return category.Code == code })
	if i < 0 {
		return Category{}, false
	}
	return c.categories[i], true
}
