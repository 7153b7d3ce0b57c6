package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// complaints collects the rows that an import refused or doubts, and writes them where they were asked for.
type complaints struct {
	writer *csv.Writer
	file   *os.File
	sorts  []*complaintSort // in the order of their first row
	lines  []string         // the first refused rows, as told without a report file
}

// complaintSort is all complaints of one kind and weight.
type complaintSort struct {
	kind     string
	rejected bool
	count    int
	example  string
}

// fault is what is wrong with a row, in both languages; "" is nothing.
type fault struct{ en, ru string }

// linesTold is how many refused rows are told by line when nobody asked for a report file.
const linesTold = 20

func newComplaints(path string) (*complaints, error) {
	c := &complaints{}
	if path == "" {
		return c, nil
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	c.file, c.writer = file, csv.NewWriter(file)
	return c, c.writer.Write([]string{"line", "id", "kind", "rejected", "detail", "подробности"})
}

func (c *complaints) add(line int, id, kind string, rejected bool, what fault) {
	told := fmt.Sprintf("line %d: %s", line, what.en)
	sort := c.sort(kind, rejected)
	if sort.count++; sort.count == 1 {
		sort.example = told
	}
	if rejected && len(c.lines) < linesTold {
		c.lines = append(c.lines, told)
	}
	if c.writer != nil {
		_ = c.writer.Write([]string{fmt.Sprint(line), id, kind, fmt.Sprint(rejected), what.en, what.ru}) // its error is told by close
	}
}

// torn tells of rows of a table that hold a zero byte.
func (c *complaints) torn(kind string) func(line int) {
	return func(line int) {
		c.add(line, "", kind, true, fault{"a zero byte in the row", "нулевой байт в строке"})
	}
}

func (c *complaints) sort(kind string, rejected bool) *complaintSort {
	for _, s := range c.sorts {
		if s.kind == kind && s.rejected == rejected {
			return s
		}
	}
	s := &complaintSort{kind: kind, rejected: rejected}
	c.sorts = append(c.sorts, s)
	return s
}

// count is how many complaints there are that a choice takes.
func (c *complaints) count(of func(*complaintSort) bool) (n int) {
	for _, s := range c.sorts {
		if of(s) {
			n += s.count
		}
	}
	return n
}

func (c *complaints) refused() int { return c.count(func(s *complaintSort) bool { return s.rejected }) }

// tellSorts tells how many complaints there are of each kind under a heading, with an example of each when
// there is no file that holds all.
func (c *complaints) tellSorts(out io.Writer, heading string, of func(*complaintSort) bool) {
	total := c.count(of)
	if total == 0 {
		return
	}
	fmt.Fprintf(out, "%s: %d\n", heading, total)
	for _, s := range c.sorts {
		switch {
		case !of(s):
		case c.file != nil:
			fmt.Fprintf(out, "  %-14s %d\n", s.kind, s.count)
		default:
			fmt.Fprintf(out, "  %-14s %-6d %s\n", s.kind, s.count, s.example)
		}
	}
}

// tellLines tells the first refused rows one by one.
func (c *complaints) tellLines(out io.Writer) {
	if c.file != nil {
		return
	}
	for _, line := range c.lines {
		fmt.Fprintln(out, "  "+line)
	}
	if more := c.refused() - len(c.lines); more > 0 {
		fmt.Fprintf(out, "  and %d more\n", more)
	}
}

// close ends the report, or says how to get one.
func (c *complaints) close(out io.Writer) error {
	if c.file == nil {
		if len(c.sorts) > 0 {
			fmt.Fprintln(out, "--report FILE writes every such row with its reason")
		}
		return nil
	}
	c.writer.Flush()
	return errors.Join(c.writer.Error(), c.file.Close())
}

// tellTaken sums up an import that is told row by row.
func (c *complaints) tellTaken(out io.Writer, taken int, one, many string) error {
	refused := c.refused()
	fmt.Fprintf(out, "%s taken, %s refused, %s read\n", quantity(taken, one, many), quantity(refused, "row", "rows"), quantity(taken+refused, "row", "rows"))
	c.tellLines(out)
	return c.close(out)
}

// quantity is a number with its noun.
func quantity(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", many)
}

// named joins what a row is known by.
func named(parts ...string) string {
	var known []string
	for _, part := range parts {
		if part != "" {
			known = append(known, part)
		}
	}
	return strings.Join(known, " / ")
}
