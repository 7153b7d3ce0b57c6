package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"dispatch05/geo/register"
)

// commentColumns is the header of a file of comments; ";" may be another separator.
const commentColumns = "shutdown_id;comment"

// mostQuotedLines bounds a quoted comment; a quote that is not closed by then is only a sign in the text.
const mostQuotedLines = 20

var errCommentColumns = errors.New("the first row must be " + commentColumns)

// commentRows reads shutdown_id;comment as people's programs write it: UTF-8 or windows-1251, with or without a header,
// the separator that the header has, quotes around a comment or inside of it. What is no row it tells with its line.
type commentRows struct {
	in        *bufio.Reader
	separator string
	line      int
	pending   []string
	tell      func(line int, why string)
}

// eachComment calls do for every row and tells on errs which lines are none.
func eachComment(ctx context.Context, from io.Reader, errs io.Writer, do func(id, comment string) error) error {
	text, err := register.Decoded(from)
	if err != nil {
		return err
	}
	rows := commentRows{in: bufio.NewReader(text), separator: ";", tell: func(line int, why string) { fmt.Fprintf(errs, "line %d: %s\n", line, why) }}
	for ctx.Err() == nil {
		line, err := rows.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		header, err := rows.header(line)
		if err != nil {
			return err
		}
		if header || strings.TrimSpace(line) == "" {
			continue
		}
		if err := rows.take(line, do); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// header reports the row of names, and takes its separator.
func (r *commentRows) header(line string) (bool, error) {
	if r.line != 1 {
		return false, nil
	}
	names := strings.ToLower(strings.NewReplacer(`"`, "", " ", "").Replace(strings.TrimSpace(line)))
	for _, separator := range []string{";", ",", "\t"} {
		first, second, found := strings.Cut(names, separator)
		if found && first == "shutdown_id" && strings.HasPrefix(second, "comment") {
			r.separator = separator
			return true, nil
		}
	}
	if strings.Contains(names, "shutdown_id") || strings.HasPrefix(names, "comment") {
		return false, errCommentColumns
	}
	return false, nil
}

// take hands one row over, further lines of its quotes included.
func (r *commentRows) take(line string, do func(id, comment string) error) error {
	at := r.line
	id, comment, found := strings.Cut(line, r.separator)
	id = strings.Trim(strings.TrimSpace(id), `"`)
	if found || id != "" && !strings.ContainsAny(id, " \t") { // an id alone is a comment that says nothing
		found = id != ""
	}
	if !found {
		r.tell(at, "not "+commentColumns+", left out")
		return nil
	}
	return do(id, unquoted(r.whole(comment)))
}

// whole joins the lines of a quoted comment; when its quote never closes they are rows of their own.
func (r *commentRows) whole(comment string) string {
	if !strings.HasPrefix(comment, `"`) || strings.Count(comment, `"`)%2 == 0 {
		return comment
	}
	text, from := comment, r.line
	var lines []string
	for len(lines) < mostQuotedLines {
		line, err := r.next()
		if err != nil {
			break
		}
		lines = append(lines, line)
		text += "\n" + line
		if strings.Count(text, `"`)%2 == 0 {
			return text
		}
	}
	r.tell(from, "a quote is not closed, read as a sign")
	r.pending, r.line = append(lines, r.pending...), from
	return comment
}

func (r *commentRows) next() (string, error) {
	if len(r.pending) > 0 {
		line := r.pending[0]
		r.pending, r.line = r.pending[1:], r.line+1
		return line, nil
	}
	line, err := r.in.ReadString('\n')
	if err != nil && (!errors.Is(err, io.EOF) || line == "") {
		return "", err
	}
	r.line++
	return strings.TrimRight(line, "\r\n"), nil
}
