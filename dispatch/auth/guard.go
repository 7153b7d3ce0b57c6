package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"dispatch05/dispatch"
)

// CookieName is the cookie of a signed-in browser.
const CookieName = "dispatch05_session"

// ErrNoSession is answered to a call that needs a sign-in and has none that goes on.
var ErrNoSession = &dispatch.Error{Kind: dispatch.Forbidden, Code: "no_session", Ru: "Войдите в систему", En: "Please sign in"}

// ErrWrongPassword is answered for a wrong password, an unknown login and a disabled account alike.
var ErrWrongPassword = &dispatch.Error{Kind: dispatch.Forbidden, Code: "wrong_password", Ru: "Неверный логин или пароль", En: "Wrong login or password"}

// Guard signs people in and out and says who is calling.
type Guard struct {
	store    Store
	now      func() time.Time
	log      *slog.Logger
	sessions *scs.SessionManager
	hashing  chan struct{}
	// Over hears the name of a session that was ended here, so that its sockets close at once. Set it
	// before the first call; nil hears nothing.
	Over func(session string)
}

// NewGuard makes a guard; now is the service's time.
func NewGuard(store Store, now func() time.Time, log *slog.Logger) *Guard {
	g := &Guard{store: store, now: now, log: log, hashing: make(chan struct{}, hashesAtOnce), sessions: scs.New()}
	g.sessions.Store = sessionStore{store, now}
	g.sessions.Codec = seatCodec{}
	return g
}

// SignedIn is what a sign-in gives: who, and the cookie for the browser.
type SignedIn struct {
	Account Account
	Session string
	Expires time.Time
	Cookie  *http.Cookie
}

// ErrTemporary is answered to a right password that was given out and has to be replaced first.
var ErrTemporary = &dispatch.Error{Kind: dispatch.Forbidden, Code: "password_temporary", Field: "new_password",
	Ru: "Этот пароль выдан на один раз: придумайте свой", En: "This password was given out for once: choose your own"}

// SignIn checks a password. A temporary one is replaced by fresh, which is looked at for nothing else. secure says
// whether the cookie may travel over HTTPS only; address is the caller's, for the slowing down of guesses.
func (g *Guard) SignIn(ctx context.Context, city, login, password, fresh, address string, secure bool) (SignedIn, error) {
	login = strings.ToLower(strings.TrimSpace(login))
	try := newTry(city, login, address)
	if err := g.mayTry(ctx, try); err != nil {
		return SignedIn{}, err
	}
	if err := g.failed(ctx, try.own()...); err != nil { // before the answer is known: many at once must not slip through
		return SignedIn{}, err
	}
	account, err := g.authenticate(ctx, city, login, password)
	if errors.Is(err, ErrWrongPassword) {
		err = errors.Join(err, g.failed(ctx, try.address))
	}
	if err != nil {
		return SignedIn{}, err
	}
	if err := g.store.ForgetFailures(ctx, try.own()); err != nil {
		return SignedIn{}, err
	}
	if account.Temporary {
		if err := g.replace(ctx, account, password, fresh); err != nil {
			return SignedIn{}, err
		}
	}
	return g.open(ctx, account, secure)
}

// replace puts a password of the holder's own in the place of a temporary one.
func (g *Guard) replace(ctx context.Context, account Account, given, fresh string) error {
	if fresh == "" {
		return ErrTemporary
	}
	err := CheckPassword(account.Login, fresh)
	if err == nil && fresh == given {
		err = weak("Новый пароль должен отличаться от выданного", "The new password must differ from the one given out")
	}
	if refusal, weak := errors.AsType[*dispatch.Error](err); weak {
		own := *refusal
		own.Field = "new_password"
		return &own
	}
	return g.ChangePassword(ctx, account.City, account.Login, fresh)
}

// authenticate takes as long for an unknown login as for a wrong password.
func (g *Guard) authenticate(ctx context.Context, city, login, password string) (Account, error) {
	account, err := g.store.AccountByLogin(ctx, city, login)
	known := err == nil
	if err != nil && !errors.Is(err, dispatch.ErrNotFound) {
		return Account{}, err
	}
	hash := nobody()
	if known {
		hash = account.PasswordHash
	}
	if len(password) > 4*longestPassword {
		password = ""
	}
	right, err := g.matches(ctx, password, hash)
	if err != nil {
		return Account{}, err
	}
	if !known || !right || account.Disabled {
		return Account{}, ErrWrongPassword
	}
	return account, nil
}

// Visitor is who is calling: an account by its session, or a resident by a link.
type Visitor struct {
	Account Account   // ID 0: a resident
	Session string    // "": a resident
	Expires time.Time // of the session, or of the socket that a link opened
	City    string
	Link    string
}

// Actor is the visitor as the operations know it.
func (v Visitor) Actor() dispatch.Actor {
	if v.Account.ID == 0 {
		return dispatch.Actor{City: v.City, Role: dispatch.Resident}
	}
	return v.Account.Actor()
}

// Visitor reads who a request comes from, anew each time. ErrNoSession when nobody is signed in.
func (g *Guard) Visitor(r *http.Request) (Visitor, error) {
	cookie, err := r.Cookie(CookieName)
	if err != nil || cookie.Value == "" {
		return Visitor{}, ErrNoSession
	}
	return g.visitor(r.Context(), cookie.Value)
}

func (g *Guard) visitor(ctx context.Context, secret string) (Visitor, error) {
	loaded, err := g.sessions.Load(ctx, secret)
	if err != nil {
		return Visitor{}, err
	}
	city, id := g.sessions.GetString(loaded, seatCity), g.sessions.GetInt64(loaded, seatAccount)
	if id == 0 {
		return Visitor{}, ErrNoSession
	}
	account, err := g.store.Account(ctx, city, id)
	if errors.Is(err, dispatch.ErrNotFound) || (err == nil && account.Disabled) {
		return Visitor{}, ErrNoSession
	}
	if err != nil {
		return Visitor{}, err
	}
	if name := g.sessions.GetString(loaded, seatName); name != "" {
		account.Name = name
	}
	return Visitor{Account: account, Session: nameOf(secret), Expires: g.sessions.Deadline(loaded), City: city}, nil
}

// Ended answers which of the sessions are over: signed out, expired, or of a disabled account.
func (g *Guard) Ended(ctx context.Context, names []string) ([]string, error) {
	live, err := g.store.LiveSessions(ctx, names, g.now())
	if err != nil {
		return nil, err
	}
	going := make(map[string]bool, len(live))
	for _, name := range live {
		going[name] = true
	}
	var ended []string
	for _, name := range names {
		if !going[name] {
			ended = append(ended, name)
		}
	}
	return ended, nil
}

// Sweep drops what has expired. It may run at any time, on any node.
func (g *Guard) Sweep(ctx context.Context) error { return g.store.SweepSignIns(ctx, g.now()) }
