package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"dispatch05/dispatch"
)

// Guesses are slowed down, never locked out for good: a stranger must not be able to keep a dispatcher
// from the desk. What one address tries on one account is slowed soonest and longest; an account from
// everywhere, and an address on all accounts (a whole control room stands behind one), later.
var (
	pairPace    = pace{free: 5, longest: 15 * time.Minute}
	accountPace = pace{free: 20, longest: 30 * time.Second}
	addressPace = pace{free: 50, longest: 10 * time.Minute}
)

// forgetAfter is how long a wrong password counts.
const forgetAfter = time.Hour

// pace doubles the wait from one second with each failure beyond the free ones.
type pace struct {
	free    int
	longest time.Duration
}

func (p pace) wait(failed int) time.Duration {
	over := failed - p.free
	if over < 0 {
		return 0
	}
	return min(time.Second<<min(over, 20), p.longest)
}

// try names the subjects of one attempt to sign in.
type try struct{ pair, account, address string }

func newTry(city, login, address string) try {
	return try{pair: subject("pair", city, login, address), account: subject("account", city, login), address: subject("address", address)}
}

func subject(parts ...string) string {
	sum := sha256.New()
	for _, part := range parts {
		sum.Write([]byte(part + "\x00"))
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

func (t try) subjects() []string { return []string{t.pair, t.account, t.address} }

// own are the subjects that a right password clears; an address that tries many accounts stays slow.
func (t try) own() []string { return []string{t.pair, t.account} }

func (t try) pace(subject string) pace {
	switch subject {
	case t.pair:
		return pairPace
	case t.account:
		return accountPace
	default:
		return addressPace
	}
}

// mayTry refuses an attempt that comes too soon after the failures before it.
func (g *Guard) mayTry(ctx context.Context, t try) error {
	found, err := g.store.Failures(ctx, t.subjects())
	if err != nil {
		return err
	}
	now, wait := g.now(), time.Duration(0)
	for _, f := range found {
		if now.Sub(f.LastAt) < forgetAfter {
			wait = max(wait, f.LastAt.Add(t.pace(f.Subject).wait(f.Failed)).Sub(now))
		}
	}
	if wait <= 0 {
		return nil
	}
	return TooSoon{Wait: wait}
}

// failed counts a failure for each of the subjects.
func (g *Guard) failed(ctx context.Context, subjects ...string) error {
	now := g.now()
	return g.store.AddFailure(ctx, subjects, now, now.Add(-forgetAfter))
}

// TooSoon is the refusal of an attempt that has to wait.
type TooSoon struct{ Wait time.Duration }

var tooSoon = &dispatch.Error{Kind: dispatch.Throttled, Code: "too_many_attempts",
	Ru: "Слишком много попыток: подождите", En: "Too many attempts: please wait"}

func (t TooSoon) Error() string { return tooSoon.Error() }

// Unwrap gives the refusal in words.
func (t TooSoon) Unwrap() error { return tooSoon }

// RetryAfter is how long to wait.
func (t TooSoon) RetryAfter() time.Duration { return t.Wait }
