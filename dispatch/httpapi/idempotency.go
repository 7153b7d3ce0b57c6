package httpapi

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

// Keyed is the header of a command that may be sent again.
type Keyed struct {
	Key string `header:"Idempotency-Key" pattern:"^[A-Za-z0-9._:-]{8,80}$" doc:"Made by the client, once for an intention and kept over retries; a UUID is best"`
}

var keyForm = regexp.MustCompile(`^[A-Za-z0-9._:-]{8,80}$`)

func checkKey(key string) error {
	if key == "" || keyForm.MatchString(key) {
		return nil
	}
	return &dispatch.Error{Kind: dispatch.Invalid, Code: "bad_key", Field: "Idempotency-Key",
		Ru: "Ключ повтора — 8–80 латинских букв, цифр и знаков . _ : -", En: "The idempotency key is 8 to 80 latin letters, digits and . _ : -"}
}

// command names what a member of the staff does; nil without a key: then nothing is remembered.
func command(who auth.Visitor, key, kind string) *dispatch.Command {
	if key == "" {
		return nil
	}
	return &dispatch.Command{Scope: fmt.Sprintf("account/%d", who.Account.ID), Key: key, Kind: kind}
}

// publicCommand names what a resident sends. The scope holds who and where besides: whoever guesses a
// key must not be handed another's number and link.
func publicCommand(city string, report dispatch.Report, key, kind string) dispatch.Command {
	if key == "" {
		key = newKey()
	}
	return dispatch.Command{Scope: "public/" + city + "/" + digest(fmt.Sprint(report.House), report.AddressText, report.Flat, report.Phone, report.Problem), Key: key, Kind: kind}
}

// linkCommand names what the holder of a link does.
func linkCommand(link, key, kind string) *dispatch.Command {
	if key == "" {
		return nil
	}
	return &dispatch.Command{Scope: "link/" + digest(link), Key: key, Kind: kind}
}

func digest(parts ...string) string {
	sum := sha256.New()
	for _, part := range parts {
		sum.Write([]byte(part + "\x00"))
	}
	return hex.EncodeToString(sum.Sum(nil)[:12])
}

// replayed says whether a key had been used before.
func (a *api) replayed(ctx context.Context, city string, key *dispatch.Command) (bool, error) {
	if key == nil {
		return false, nil
	}
	_, done, err := a.Desk.Store.CommandDone(ctx, city, *key)
	return done, err
}

// newKey is for a command that came without one: it is done once, as no other call has its key.
func newKey() string { return rand.Text() }
