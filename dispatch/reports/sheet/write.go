package sheet

import (
	"cmp"
	"context"
	"io"

	"dispatch05/dispatch"
	"dispatch05/dispatch/reports"
)

// WriteReport computes a report and sends it as a workbook. Nothing is sent of one that could not be computed.
func WriteReport(ctx context.Context, w io.Writer, archive *reports.Archive, reader dispatch.Actor, ask reports.Ask, words reports.Words, city string) error {
	var book *Report
	defer func() {
		if book != nil {
			_ = book.Close() // its temporary files; the workbook was sent, or nobody waits for it
		}
	}()
	figures, err := archive.Report(ctx, reader, ask, func(ask reports.Ask, organisation string) (err error) {
		book, err = BeginReport(words, ask, cmp.Or(organisation, city))
		return err
	}, func(m reports.Matter) error { return book.Add(m) })
	if err != nil {
		return err
	}
	return book.Finish(figures, w)
}

// WriteJournal sends the journal of requests as a workbook.
func WriteJournal(ctx context.Context, w io.Writer, archive *reports.Archive, reader dispatch.Actor, ask reports.Ask, words reports.Words, city string) error {
	var book *Journal
	defer func() {
		if book != nil {
			_ = book.Close()
		}
	}()
	err := archive.Registered(ctx, reader, ask, func(ask reports.Ask, organisation string) (err error) {
		book, err = BeginJournal(words, ask, cmp.Or(organisation, city))
		return err
	}, func(m reports.Matter) error { return book.Add(m) })
	if err != nil {
		return err
	}
	return book.Finish(w)
}
