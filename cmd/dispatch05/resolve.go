package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"dispatch05/geo/register"
)

// resolveCommand reads what people wrote and says which houses they mean: comments of dispatchers that name
// many, or with --single one address a line.
type resolveCommand struct {
	Register string `required:"" type:"existingfile" help:"Register of houses: house_uuid;house_full_address."`
	City     string `help:"The city's own name: addresses of other towns get no answer. By default the one that most rows name."`
	Single   bool   `help:"Each line is one address: id;query. The answers are JSON, one object a line."`
	JSON     bool   `name:"json" help:"Tell all that a comment says, one JSON object a line, instead of shutdown_id;house_uuids."`
}

// queryColumns is a line of --single.
const queryColumns = "id;query"

// resolved is one line of the answer.
type resolved struct {
	ID         string   `json:"id"`
	Answer     *string  `json:"answer"`
	Candidates []string `json:"candidates"`
	Confidence float64  `json:"confidence"`
	Reason     string   `json:"reason,omitempty"`
}

func (c *resolveCommand) Run(ctx context.Context, std *streams) error {
	index, err := c.index()
	if err != nil {
		return err
	}
	if !c.Single {
		return resolveComments(ctx, std, register.NewCommentReader(index), c.JSON)
	}
	out := jsonLines(std.out)
	return eachQuery(ctx, std.in, std.err, func(id, text string) error {
		return out.Encode(answerOf(id, index.Resolve(text)))
	})
}

// eachQuery calls do for every id;query, the header left out. A line is a query: what people type may hold
// semicolons and lone quotes; only a query that stands in quotes as a whole loses them. What is no line of a query it
// tells on errs.
func eachQuery(ctx context.Context, from io.Reader, errs io.Writer, do func(id, text string) error) error {
	decoded, err := register.Decoded(from)
	if err != nil {
		return err
	}
	in := bufio.NewReader(decoded)
	for at := 1; ctx.Err() == nil; at++ {
		line, err := in.ReadString('\n')
		if err != nil && (!errors.Is(err, io.EOF) || line == "") {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		id, text, found := strings.Cut(strings.TrimRight(line, "\r\n"), ";")
		id = strings.Trim(strings.TrimPrefix(id, "\ufeff"), `"`)
		switch {
		case at == 1 && id == "id", strings.TrimSpace(line) == "":
			continue
		case !found:
			fmt.Fprintf(errs, "line %d: not %s, left out\n", at, queryColumns)
			continue
		}
		if err := do(id, unquoted(text)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// unquoted is a cell without the quotes around it.
func unquoted(cell string) string {
	if len(cell) < 2 || cell[0] != '"' || cell[len(cell)-1] != '"' {
		return cell
	}
	inside := strings.ReplaceAll(cell[1:len(cell)-1], `""`, "\x00")
	if strings.Contains(inside, `"`) {
		return cell
	}
	return strings.ReplaceAll(inside, "\x00", `"`)
}

func jsonLines(w io.Writer) *json.Encoder {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	return out
}

func (c *resolveCommand) index() (*register.Index, error) {
	file, err := os.Open(c.Register)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	houses, report, err := register.Import(file, register.ReadPlain, register.FileOptions{}, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Register, err)
	}
	return register.NewIndex(houses, register.Options{City: cmp.Or(c.City, report.City)}), nil
}

func answerOf(id string, r register.Resolution) resolved {
	line := resolved{ID: id, Candidates: []string{}, Confidence: r.Confidence, Reason: string(r.Reason.Code)}
	if r.Answer != nil {
		line.Answer = &r.Answer.SourceID
	}
	for _, candidate := range r.Candidates {
		if candidate.House != nil {
			line.Candidates = append(append(line.Candidates, candidate.House.SourceID), candidate.House.Doubles...)
		}
	}
	return line
}
