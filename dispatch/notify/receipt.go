package notify

import (
	"context"
	"crypto/subtle"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/tidwall/gjson"

	"dispatch05/dispatch"
)

// Receipt is how a gateway tells what became of a message: fields of a JSON body, of a form or of the query.
type Receipt struct {
	Secret    string // the last part of the path that it calls; "": receipts are not taken
	Reference string // field with its name of the message
	Status    string // field with the state
	Delivered []string
	Failed    []string // other states are on the way
}

// Receipts takes what a city's gateway says of its messages.
type Receipts struct {
	Of   func(city string) Receipt
	Keep func(ctx context.Context, city string, means dispatch.Means, reference string, arrived bool, now time.Time) error
	Now  func() time.Time
}

// Take reads a gateway's call. Without the secret there is nothing here: ErrNotFound.
func (all Receipts) Take(city, secret string, r *http.Request) error {
	of := all.Of(city)
	if of.Secret == "" || subtle.ConstantTimeCompare([]byte(of.Secret), []byte(secret)) != 1 {
		return dispatch.ErrNotFound
	}
	read, err := fieldsOf(r)
	if err != nil {
		return err
	}
	status := read(of.Status)
	arrived := slices.ContainsFunc(of.Delivered, func(word string) bool { return strings.EqualFold(word, status) })
	if !arrived && !slices.ContainsFunc(of.Failed, func(word string) bool { return strings.EqualFold(word, status) }) {
		return nil
	}
	return all.Keep(r.Context(), city, dispatch.BySMS, read(of.Reference), arrived, all.Now())
}

func fieldsOf(r *http.Request) (func(string) string, error) {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		body, err := io.ReadAll(io.LimitReader(r.Body, maxAnswer))
		if err != nil || !gjson.ValidBytes(body) {
			return nil, errBadReceipt
		}
		return func(field string) string { return gjson.GetBytes(body, field).String() }, nil
	}
	r.Body = io.NopCloser(io.LimitReader(r.Body, maxAnswer))
	if err := r.ParseForm(); err != nil {
		return nil, errBadReceipt
	}
	return r.Form.Get, nil
}

var errBadReceipt = &dispatch.Error{Kind: dispatch.Invalid, Code: "bad_receipt", Ru: "Отчёт о доставке не читается", En: "The receipt cannot be read"}
