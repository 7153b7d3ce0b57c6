package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"dispatch05/dispatch"
)

// Problem is how every refusal looks (RFC 9457), in the reader's language.
type Problem struct {
	Type    string       `json:"type" example:"about:blank"`
	Title   string       `json:"title" doc:"What sort of refusal it is, for people"`
	Status  int          `json:"status"`
	Detail  string       `json:"detail" doc:"What is wrong and what to do, for people"`
	Code    string       `json:"code" doc:"The same for programs; stable" example:"stale_version"`
	Errors  []FieldError `json:"errors,omitempty" doc:"By field of the input"`
	Current any          `json:"current,omitempty" doc:"What to look at now: of a stale version, who changed it and when"`

	retryAfter time.Duration
}

// FieldError is what is wrong with one field.
type FieldError struct {
	Field   string `json:"field" example:"address_text"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (p *Problem) Error() string  { return p.Code + ": " + p.Detail }
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is asked by huma for the media type of the answer.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders says when to come back.
func (p *Problem) GetHeaders() http.Header {
	if p.retryAfter <= 0 {
		return nil
	}
	return http.Header{"Retry-After": {strconv.Itoa(int(math.Ceil(p.retryAfter.Seconds())))}}
}

// kinds is the map from the trade's refusals to HTTP.
var kinds = map[dispatch.Kind]struct {
	status int
	ru, en string
}{
	dispatch.Invalid:    {http.StatusUnprocessableEntity, "Проверьте введённое", "Please check the input"},
	dispatch.NotFound:   {http.StatusNotFound, "Не найдено", "Not found"},
	dispatch.Forbidden:  {http.StatusForbidden, "Нет доступа", "No access"},
	dispatch.Conflict:   {http.StatusConflict, "Так сейчас нельзя", "Not possible as things stand"},
	dispatch.Throttled:  {http.StatusTooManyRequests, "Слишком часто", "Too often"},
	dispatch.Unexpected: {http.StatusInternalServerError, "Ошибка на сервере", "Server error"},
}

// statuses are those of single codes that differ from their kind's.
var statuses = map[string]int{
	"no_session": http.StatusUnauthorized, "wrong_password": http.StatusUnauthorized, "bad_ticket": http.StatusUnauthorized,
	"bad_json": http.StatusBadRequest, "bad_form": http.StatusBadRequest, "bad_request": http.StatusBadRequest, "too_large": http.StatusRequestEntityTooLarge,
	"bad_media_type": http.StatusUnsupportedMediaType, "not_ready": http.StatusServiceUnavailable, "crowded": http.StatusServiceUnavailable, "too_slow": http.StatusRequestTimeout,
}

var errOurs = &dispatch.Error{Kind: dispatch.Unexpected, Code: "unexpected",
	Ru: "Не получилось: повторите. Если не проходит, сообщите администратору", En: "It did not work: try again. If it goes on, tell the administrator"}

var errBusy = &dispatch.Error{Kind: dispatch.Unexpected, Code: "not_ready", Ru: "Сервис занят: повторите через несколько секунд", En: "The service is busy: try again in a few seconds"}

// databaseReturnsIn is about how long a database takes to come back, or another to take over.
const databaseReturnsIn = 2 * time.Second

// problemOf words an error. What is no refusal of the trade is ours: the reader learns no more of it.
func problemOf(err error, english bool) *Problem {
	var told *Problem
	if errors.As(err, &told) {
		return told
	}
	refusal := errOurs
	if !errors.As(err, &refusal) {
		refusal = errOurs
	}
	if errors.Is(err, context.DeadlineExceeded) {
		refusal = errBusy
	}
	p := wordProblem(refusal, english)
	if refusal == errBusy {
		p.retryAfter = databaseReturnsIn
	}
	var later interface{ RetryAfter() time.Duration }
	if errors.As(err, &later) {
		p.retryAfter = later.RetryAfter()
	}
	return p
}

func wordProblem(refusal *dispatch.Error, english bool) *Problem {
	kind, known := kinds[refusal.Kind]
	if !known {
		kind = kinds[dispatch.Unexpected]
	}
	p := &Problem{Type: "about:blank", Title: kind.ru, Status: kind.status, Detail: refusal.Ru, Code: refusal.Code, Current: refusal.Current}
	if english {
		p.Title, p.Detail = kind.en, refusal.En
	}
	if status, own := statuses[refusal.Code]; own {
		p.Status = status
	}
	if refusal.Field != "" {
		p.Errors = []FieldError{{refusal.Field, refusal.Code, p.Detail}}
	}
	return p
}

// problem words an error for the caller of a context and logs what is ours.
func (a *api) problem(ctx context.Context, err error) *Problem {
	p := problemOf(err, callerOf(ctx).english)
	if a.Away != nil && p.Code == errOurs.Code && a.Away(err) {
		p = wordProblem(errBusy, callerOf(ctx).english)
		p.retryAfter = databaseReturnsIn
	}
	if p.Status >= http.StatusInternalServerError && !errors.Is(err, context.Canceled) {
		a.Log.Error("call failed", "call", callerOf(ctx).id, "error", err)
	}
	return p
}

// refuse answers with an error outside of huma.
func (a *api) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p := a.problem(r.Context(), err)
	for name, values := range p.GetHeaders() {
		w.Header()[name] = values
	}
	writeJSON(w, p.Status, "application/problem+json", p)
}

func writeJSON(w http.ResponseWriter, status int, mediaType string, body any) {
	w.Header().Set("Content-Type", mediaType)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the reader is gone: nobody is left to tell
}

func init() {
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError { return humaProblem(status, errs, false) }
	huma.NewErrorWithContext = func(ctx huma.Context, status int, _ string, errs ...error) huma.StatusError {
		return humaProblem(status, errs, callerOf(ctx.Context()).english)
	}
}
