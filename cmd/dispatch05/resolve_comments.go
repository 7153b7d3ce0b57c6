package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"strings"
	"unicode/utf8"

	"dispatch05/geo/register"
)

// resolveComments reads shutdown_id;comment and writes shutdown_id;house_uuids, every id present, or all
// that each comment says as JSON.
func resolveComments(ctx context.Context, std *streams, reader *register.CommentReader, asJSON bool) error {
	buffered := bufio.NewWriter(std.out)
	defer buffered.Flush()
	if asJSON {
		out := jsonLines(buffered)
		return eachRecord(ctx, std.in, "shutdown_id", func(id, comment string) error {
			return out.Encode(readingOf(id, comment, reader.Read(comment)))
		})
	}
	out := csv.NewWriter(buffered)
	out.Comma = ';'
	if err := out.Write([]string{"shutdown_id", "house_uuids"}); err != nil {
		return err
	}
	err := eachRecord(ctx, std.in, "shutdown_id", func(id, comment string) error {
		return out.Write([]string{id, strings.Join(reader.Read(comment).SourceIDs(), ",")})
	})
	out.Flush()
	if err != nil {
		return err
	}
	return out.Error()
}

// reading is one line of --json. Spans count characters from 0, half open.
type reading struct {
	ID           string           `json:"id"`
	Kind         string           `json:"kind"`
	Utilities    []utilityReading `json:"utilities"`
	DiametersMM  []int            `json:"diameters_mm"`
	Cause        string           `json:"cause,omitempty"`
	Works        string           `json:"works,omitempty"`
	Site         []houseReading   `json:"site"`
	Houses       []houseReading   `json:"houses"`
	Areas        []areaReading    `json:"areas"`
	Institutions []spanReading    `json:"institutions"`
	Unresolved   []missedReading  `json:"unresolved"`
}

type utilityReading struct {
	Name   string `json:"name"`
	Effect string `json:"effect"`
}

type spanReading struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

type houseReading struct {
	IDs        []string    `json:"ids"`
	Address    string      `json:"address"`
	Effect     string      `json:"effect,omitempty"`
	Confidence float64     `json:"confidence"`
	Span       spanReading `json:"span"`
}

type areaReading struct {
	Name   string      `json:"name"`
	Houses int         `json:"houses"`
	Limit  bool        `json:"limit,omitempty"`
	Span   spanReading `json:"span"`
}

type missedReading struct {
	Span   spanReading `json:"span"`
	Street string      `json:"street,omitempty"`
	Reason string      `json:"reason"`
}

func readingOf(id, comment string, c register.Comment) reading {
	span := func(s register.Span) spanReading {
		start := utf8.RuneCountInString(comment[:min(s.Start, len(comment))])
		return spanReading{s.Text, start, start + utf8.RuneCountInString(s.Text)}
	}
	house := func(h register.NamedHouse, effect register.Effect) houseReading {
		return houseReading{append([]string{h.House.SourceID}, h.House.Doubles...), h.House.Shown(), string(effect), h.Confidence, span(h.Span)}
	}
	out := reading{ID: id, Kind: string(c.Kind), Cause: c.Cause, Works: c.Works, Utilities: []utilityReading{}, DiametersMM: append([]int{}, c.DiametersMM...),
		Site: []houseReading{}, Houses: []houseReading{}, Areas: []areaReading{}, Institutions: []spanReading{}, Unresolved: []missedReading{}}
	for _, u := range c.Utilities {
		out.Utilities = append(out.Utilities, utilityReading{u.Name, string(u.Effect)})
	}
	for _, h := range c.Site {
		out.Site = append(out.Site, house(h, ""))
	}
	for _, h := range c.Houses {
		out.Houses = append(out.Houses, house(h, h.Effect))
	}
	for _, area := range c.Areas {
		out.Areas = append(out.Areas, areaReading{area.Name, area.Houses, area.Bound, span(area.Span)})
	}
	for _, s := range c.Institutions {
		out.Institutions = append(out.Institutions, span(s))
	}
	for _, u := range c.Unresolved {
		out.Unresolved = append(out.Unresolved, missedReading{span(u.Span), u.Street, string(u.Reason)})
	}
	return out
}
