package norms

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

// Classifier is the list of faults that the service knows.
type Classifier struct {
	lists    Lists
	problems []Problem
	byCode   map[string]int // into problems
	entries  []entry        // for Suggest, alongside problems
	spoken   spoken         // the words of all entries
}

// Lists are what problems refer to by code.
type Lists struct {
	Categories []Category
	Boundaries []Boundary
	Recipients []Recipient
}

// ReadClassifier reads categories.json, boundaries.json, recipients.json and, for each category,
// faults/<code>.json (an array of problems) from the folder. One bad row refuses the whole classifier, every reason told.
func ReadClassifier(folder fs.FS, book *Book) (*Classifier, error) {
	var lists Lists
	for name, into := range map[string]any{"categories.json": &lists.Categories, "boundaries.json": &lists.Boundaries, "recipients.json": &lists.Recipients} {
		if err := readStrictly(folder, name, into); err != nil {
			return nil, fmt.Errorf("classifier: %w", err)
		}
	}
	var problems []Problem
	for _, category := range lists.Categories {
		var faults []Problem
		if err := readStrictly(folder, "faults/"+category.Code+".json", &faults); err != nil {
			return nil, fmt.Errorf("classifier: %w", err)
		}
		for i := range faults {
			faults[i].Category = category.Code
		}
		problems = append(problems, faults...)
	}
	return NewClassifier(lists, problems, book)
}

// NewClassifier makes a classifier of checked rows with codes of their own.
func NewClassifier(lists Lists, problems []Problem, book *Book) (*Classifier, error) {
	c := &Classifier{lists: lists, problems: problems, byCode: map[string]int{}}
	bad := []error{lists.Check()}
	for i, problem := range problems {
		bad = append(bad, problem.Check(book, lists))
		if _, twice := c.byCode[problem.Code]; twice {
			bad = append(bad, &Refusal{Reason: standsTwice, Of: "problem", Row: problem.Code})
		}
		c.byCode[problem.Code] = i
		c.entries = append(c.entries, newEntry(problem))
	}
	if err := errors.Join(bad...); err != nil {
		return nil, err
	}
	c.spoken = newSpoken(c.entries)
	return c, nil
}

// With is a new classifier in which the given problems stand in place of those of the same code, or beside the others.
func (c *Classifier) With(problems []Problem, book *Book) (*Classifier, error) {
	grown := c.Problems()
	for i, problem := range problems {
		if slices.ContainsFunc(problems[:i], func(earlier Problem) bool { return earlier.Code == problem.Code }) {
			return nil, &Refusal{Reason: standsTwice, Of: "problem", Row: problem.Code}
		}
		if at, known := c.byCode[problem.Code]; known {
			grown[at] = problem
		} else {
			grown = append(grown, problem)
		}
	}
	return NewClassifier(c.lists, grown, book)
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
func (c *Classifier) Categories() []Category { return slices.Clone(c.lists.Categories) }

// Category is the category of that code.
func (c *Classifier) Category(code string) (Category, bool) {
	return find(c.lists.Categories, func(category Category) bool { return category.Code == code })
}

// Boundary is the balance boundary of that code.
func (c *Classifier) Boundary(code string) (Boundary, bool) {
	return find(c.lists.Boundaries, func(boundary Boundary) bool { return boundary.Code == code })
}

// Recipient is the service of that code, to which a problem is handed over.
func (c *Classifier) Recipient(code string) (Recipient, bool) {
	return find(c.lists.Recipients, func(recipient Recipient) bool { return recipient.Code == code })
}

// Lists are a copy of what the problems refer to.
func (c *Classifier) Lists() Lists {
	return Lists{slices.Clone(c.lists.Categories), slices.Clone(c.lists.Boundaries), slices.Clone(c.lists.Recipients)}
}

func find[T any](list []T, wanted func(T) bool) (T, bool) {
	if i := slices.IndexFunc(list, wanted); i >= 0 {
		return list[i], true
	}
	var none T
	return none, false
}
