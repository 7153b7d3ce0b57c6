package auth

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"dispatch05/dispatch"
)

// Lifetime is how long a sign-in of a role lasts: a shift of twelve hours, for a crew with the way home
// when the last job runs over, for whoever can make accounts a working day.
func Lifetime(role dispatch.Role) time.Duration {
	switch role {
	case dispatch.CrewMember, dispatch.Foreman:
		return 14 * time.Hour
	case dispatch.Administrator:
		return 8 * time.Hour
	default:
		return 12 * time.Hour
	}
}

// What a session holds: whose seat it is, and no more.
const (
	seatCity    = "city"
	seatAccount = "account"
	seatDevice  = "device" // a tablet
	seatName    = "name"   // as whom the journal names the person at it
)

// open begins a session with a new secret.
func (g *Guard) open(ctx context.Context, account Account, secure bool) (SignedIn, error) {
	return g.openAt(ctx, account, 0, secure)
}

// openAt begins a session at a tablet, or with device 0 anywhere.
func (g *Guard) openAt(ctx context.Context, account Account, device int64, secure bool) (SignedIn, error) {
	fresh, err := g.sessions.Load(ctx, "")
	if err != nil {
		return SignedIn{}, err
	}
	g.sessions.SetDeadline(fresh, g.now().Add(Lifetime(account.Role)))
	g.sessions.Put(fresh, seatCity, account.City)
	g.sessions.Put(fresh, seatAccount, account.ID)
	if device != 0 {
		g.sessions.Put(fresh, seatDevice, device)
		g.sessions.Put(fresh, seatName, account.Name)
	}
	secret, expires, err := g.sessions.Commit(fresh)
	if err != nil {
		return SignedIn{}, err
	}
	g.log.Info("signed in", "city", account.City, "actor", account.ID)
	return SignedIn{Account: account, Session: nameOf(secret), Expires: expires, Cookie: cookie(secret, expires.Sub(g.now()), secure)}, nil
}

// SignOut ends the session of a request, if it has one, and gives the cookie that clears the browser's.
func (g *Guard) SignOut(r *http.Request, secure bool) (*http.Cookie, error) {
	cleared := cookie("", -1, secure)
	held, err := r.Cookie(CookieName)
	if err != nil || held.Value == "" {
		return cleared, nil
	}
	loaded, err := g.sessions.Load(r.Context(), held.Value)
	if err != nil {
		return nil, err
	}
	if err := g.sessions.Destroy(loaded); err != nil {
		return nil, err
	}
	if g.Over != nil {
		g.Over(nameOf(held.Value))
	}
	return cleared, nil
}

func cookie(secret string, lifetime time.Duration, secure bool) *http.Cookie {
	c := &http.Cookie{Name: CookieName, Value: secret, Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode, MaxAge: -1}
	if lifetime > 0 {
		c.MaxAge = int(lifetime.Seconds())
	}
	return c
}

// nameOf is what the service calls a session: the hash of its secret, from which nobody signs in.
func nameOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// sessionStore keeps the sessions of scs by the hash of their secret, with whose they are.
type sessionStore struct {
	store Store
	now   func() time.Time
}

var errNoContext = errors.New("auth: a session is read with a context")

func (sessionStore) Find(string) ([]byte, bool, error)      { return nil, false, errNoContext }
func (sessionStore) Commit(string, []byte, time.Time) error { return errNoContext }
func (sessionStore) Delete(string) error                    { return errNoContext }

func (s sessionStore) FindCtx(ctx context.Context, secret string) ([]byte, bool, error) {
	session, err := s.store.Session(ctx, nameOf(secret), s.now())
	if errors.Is(err, dispatch.ErrNotFound) {
		return nil, false, nil
	}
	return session.Data, err == nil, err
}

func (s sessionStore) CommitCtx(ctx context.Context, secret string, data []byte, expires time.Time) error {
	var sat seat
	if err := json.Unmarshal(data, &sat); err != nil {
		return err
	}
	return s.store.SaveSession(ctx, Session{Name: nameOf(secret), City: sat.City, Account: sat.Account, Device: sat.Device, Data: data, Expires: expires})
}

func (s sessionStore) DeleteCtx(ctx context.Context, secret string) error {
	return s.store.EndSession(ctx, nameOf(secret))
}

// seat is a session's data as JSON.
type seat struct {
	Until   time.Time `json:"until"`
	City    string    `json:"city"`
	Account int64     `json:"account"`
	Device  int64     `json:"device,omitempty"`
	Name    string    `json:"name,omitempty"`
}

// nameAt is as whom the journal names the holder of a stored session.
func nameAt(session Session, name string) string {
	var sat seat
	if err := json.Unmarshal(session.Data, &sat); err == nil && sat.Name != "" {
		return sat.Name
	}
	return name
}

// seatCodec is the form of scs sessions in the store: readable, and open to a later field.
type seatCodec struct{}

func (seatCodec) Encode(until time.Time, values map[string]any) ([]byte, error) {
	city, _ := values[seatCity].(string)
	account, _ := values[seatAccount].(int64)
	device, _ := values[seatDevice].(int64)
	name, _ := values[seatName].(string)
	return json.Marshal(seat{until, city, account, device, name})
}

func (seatCodec) Decode(data []byte) (time.Time, map[string]any, error) {
	var sat seat
	err := json.Unmarshal(data, &sat)
	return sat.Until, map[string]any{seatCity: sat.City, seatAccount: sat.Account, seatDevice: sat.Device, seatName: sat.Name}, err
}
