package httpapi

import (
	"context"
	_ "embed"
	"html/template"
	"net/http"
	"regexp"

	"github.com/danielgtaylor/huma/v2"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

type noticesBody struct {
	Notices []dispatch.NoticeRow `json:"notices"`
}

func (a *api) noticeRoutes() {
	staff(a, operation(http.MethodGet, "/requests/{id}/notices", "request-notices", "staff", "Who was told what about a request, by which means, and whether it arrived"), a.requestNotices)
	staff(a, operation(http.MethodPost, "/notices/{id}/ack", "acknowledge-notice", "staff", "Say that a notice to oneself was read"), a.acknowledgeNotice)
	a.mux.HandleFunc("GET /n/{token}", a.showNotice)
	a.mux.HandleFunc("POST /n/{token}", a.answerNotice)
	receipt := operation(http.MethodPost, "/hooks/{city}/sms/{secret}", "sms-receipt", "carriers", "What became of a message, as the city's SMS gateway tells it (JSON or a form, fields as set)")
	receipt.Parameters = pathParams("city", "secret")
	receipt.Responses = map[string]*huma.Response{"204": {Description: "Taken"}}
	a.huma.OpenAPI().AddOperation(&receipt)
	a.mux.HandleFunc("POST /api/v1/hooks/{city}/sms/{secret}", a.takeReceipt)
}

func (a *api) requestNotices(ctx context.Context, who auth.Visitor, in *ByID) (reply[noticesBody], error) {
	rows, err := a.Desk.Notices(ctx, who.Actor(), in.ID)
	return reply[noticesBody]{body: noticesBody{append([]dispatch.NoticeRow{}, rows...)}}, err
}

func (a *api) acknowledgeNotice(ctx context.Context, who auth.Visitor, in *ByID) (reply[dispatch.NoticeRow], error) {
	row, err := a.Desk.AcknowledgeNotice(ctx, who.Actor(), in.ID)
	return reply[dispatch.NoticeRow]{body: row}, err
}

//go:embed notice.html
var noticePage string

var noticeTemplate = template.Must(template.New("notice").Parse(noticePage))

var tokenForm = regexp.MustCompile(`^[a-z2-7]{16}$`)

// showNotice answers the short link of a notice with a page that asks. To open it is no answer yet: messengers and
// mail filters open links by themselves.
func (a *api) showNotice(w http.ResponseWriter, r *http.Request) {
	a.noticeBy(w, r, a.Desk.NoticeByToken)
}

func (a *api) answerNotice(w http.ResponseWriter, r *http.Request) {
	a.noticeBy(w, r, a.Desk.AcknowledgeByToken)
}

func (a *api) noticeBy(w http.ResponseWriter, r *http.Request, read func(context.Context, string) (dispatch.Told, error)) {
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'")
	token := r.PathValue("token")
	err := error(dispatch.ErrNotFound)
	var t dispatch.Told
	if tokenForm.MatchString(token) {
		t, err = read(r.Context(), token)
	}
	page := struct {
		Subject, Text, Refusal string
		Asks, Escalation       bool
	}{Subject: t.Subject, Text: t.Text, Asks: t.State != dispatch.NoticeAcknowledged && t.State != dispatch.NoticeVoid, Escalation: t.Kind == dispatch.EscalationNotice}
	header.Set("Content-Type", "text/html; charset=utf-8")
	if err != nil {
		p := a.problem(r.Context(), err)
		page.Refusal = p.Detail
		w.WriteHeader(p.Status)
	}
	_ = noticeTemplate.Execute(w, page) // the reader is gone: nobody is left to tell
}

func (a *api) takeReceipt(w http.ResponseWriter, r *http.Request) {
	err := error(dispatch.ErrNotFound)
	if a.Receipt != nil {
		err = a.Receipt(r.PathValue("city"), r.PathValue("secret"), r)
	}
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
