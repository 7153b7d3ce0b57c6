package httpapi

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"

	"dispatch05/dispatch/auth"
	"dispatch05/dispatch/reports"
)

var (
	//go:embed request_journal.html
	journalText string
	//go:embed request_journal.css
	journalStyle string

	journalParts  = template.Must(template.New("journal").Parse(journalText))
	journalPolicy = func() string {
		sum := sha256.Sum256([]byte(journalStyle))
		return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; frame-ancestors 'none'; base-uri 'none'"
	}()
)

// journalHead is what stands over every printed page.
type journalHead struct {
	reports.Words
	About string
	Ask   reports.Ask
	Style template.CSS
}

// journalLine is a line with the words that write it.
type journalLine struct {
	reports.Words
	reports.Line
}

// journalPage sends the journal of requests as a page to be printed, line by line as it is read.
func (a *api) journalPage(w http.ResponseWriter, r *http.Request, who auth.Visitor, ask reports.Ask) error {
	words, city, err := a.wordsFor(r, who)
	if err != nil {
		return err
	}
	lines := 0
	err = a.Reports.Registered(r.Context(), who.Actor(), ask, func(settled reports.Ask, organisation string) error {
		ask = settled
		w.Header().Set("Content-Security-Policy", journalPolicy)
		return journalParts.ExecuteTemplate(w, "head", journalHead{words, cmp.Or(organisation, city.Name), ask, template.CSS(journalStyle)})
	}, func(m reports.Matter) error {
		lines++
		return journalParts.ExecuteTemplate(w, "line", journalLine{words, words.Line(lines, m, ask)})
	})
	if err != nil {
		return err
	}
	return journalParts.ExecuteTemplate(w, "foot", journalHead{Words: words})
}
