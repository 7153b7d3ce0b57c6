package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"dispatch05/geo/register"
)

// resolveCommand reads written addresses and says which house each is, one JSON object a line.
type resolveCommand struct {
	Register string `required:"" type:"existingfile" help:"Register of houses: house_uuid;house_full_address."`
	City     string `help:"The city's own name: addresses of other towns get no answer. By default the one that most rows name."`
	Single   bool   `required:"" help:"Each line is one address: id;query."`
}

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
	in := csv.NewReader(std.in)
	in.Comma, in.FieldsPerRecord, in.LazyQuotes = ';', -1, true
	out := json.NewEncoder(std.out)
	out.SetEscapeHTML(false)
	for ctx.Err() == nil {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if len(record) < 2 || (record[0] == "id" && record[1] == "query") {
			continue
		}
		if err := out.Encode(answerOf(record[0], index.Resolve(record[1]))); err != nil {
			return err
		}
	}
	return ctx.Err()
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
			line.Candidates = append(line.Candidates, candidate.House.SourceID)
		}
	}
	return line
}
