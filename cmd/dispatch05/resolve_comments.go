package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"strings"

	"dispatch05/geo/register"
)

// resolveComments reads shutdown_id;comment and writes shutdown_id;house_uuids, every id present, or all
// that each comment says as JSON.
func resolveComments(ctx context.Context, std *streams, reader *register.CommentReader, asJSON bool) error {
	buffered := bufio.NewWriter(std.out)
	defer buffered.Flush()
	if asJSON {
		out := jsonLines(buffered)
		return eachComment(ctx, std.in, std.err, func(id, comment string) error {
			return out.Encode(commentLine{id, register.ReadingOf(comment, reader.Read(comment))})
		})
	}
	out := csv.NewWriter(buffered)
	out.Comma = ';'
	if err := out.Write([]string{"shutdown_id", "house_uuids"}); err != nil {
		return err
	}
	err := eachComment(ctx, std.in, std.err, func(id, comment string) error {
		return out.Write([]string{id, strings.Join(reader.Read(comment).SourceIDs(), ",")})
	})
	out.Flush()
	if err != nil {
		return err
	}
	return out.Error()
}

// commentLine is one line of --json.
type commentLine struct {
	ID string `json:"id"`
	register.Reading
}
