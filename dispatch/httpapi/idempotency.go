package httpapi

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

// Keyed is the header of a command that may be sent again.
type Keyed struct {
	Key string `header:"Idempotency-Key" pattern:"^[A-Za-z0-9._:-]{8,80}$" doc:"Made by the client, once for an intention and kept over retries; a UUID is best. With another body it is refused: key_reused"`
}

var keyForm = regexp.MustCompile(`^[A-Za-z0-9._:-]{8,80}$`)

func checkKey(key string) error {
	if key == "" || keyForm.MatchString(key) {
		return nil
	}
	return &dispatch.Error{Kind: dispatch.Invalid, Code: "bad_key", Field: "Idempotency-Key",
		Ru: "Ключ повтора — 8–80 латинских букв, цифр и знаков . _ : -", En: "The idempotency key is 8 to 80 latin letters, digits and . _ : -"}
}

// One rule at every door: a key stands for one body. The same key with the same body gives the answer of
// then; with another body it is dispatch.ErrKeyReused. That is why a command's kind carries a digest of the
// body: the store refuses a key that comes again under another kind.

// command names what a member of the staff does; nil without a key: then nothing is remembered.
func command(who auth.Visitor, key, kind string) *dispatch.Command {
	if key == "" {
		return nil
	}
	return &dispatch.Command{Scope: fmt.Sprintf("account/%d", who.Account.ID), Key: key, Kind: kind}
}

// publicCommand names what somebody sends who has not signed in. Whoever guesses a key must know every
// word of the report too: else the answer is a refusal, not another's number and link.
func publicCommand(sender string, report dispatch.Report, key string) dispatch.Command {
	if key == "" {
		key = newKey()
	}
	return dispatch.Command{Scope: sender, Key: key, Kind: withReport("report", report)}
}

// linkCommand names what the holder of a link does.
func linkCommand(link, key, kind string) *dispatch.Command {
	if key == "" {
		return nil
	}
	return &dispatch.Command{Scope: "link/" + digest(link), Key: key, Kind: kind}
}

// withBody is a kind of command with the digest of its body: all that was said, without the sender's clock,
// which may differ between two tries.
func withBody(kind string, body ...any) string {
	said, _ := json.Marshal(body) // plain values: there is nothing that JSON lacks
	return kind + ":" + digest(string(said))
}

// withReport leaves out what the sender did not say, and when it was said.
func withReport(kind string, report dispatch.Report) string {
	report.Key, report.Suspicion = dispatch.Command{}, ""
	report.ReceivedAt, report.DamagedAt = time.Time{}, time.Time{}
	return withBody(kind, report)
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
