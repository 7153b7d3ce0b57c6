package auth

import (
	"context"
	"time"

	"dispatch05/dispatch"
)

// Store keeps accounts and what a sign-in leaves behind. Implemented by dispatch/postgres. Every method
// answers dispatch.ErrNotFound for what is not there.
type Store interface {
	Account(ctx context.Context, city string, id int64) (Account, error)
	AccountByLogin(ctx context.Context, city, login string) (Account, error)
	Accounts(ctx context.Context, city string) ([]Account, error)
	AddAccount(ctx context.Context, account Account, now time.Time) (id int64, err error)
	// PutAccount adds (ID 0) or changes an account and writes the line with it: ErrStale when it has moved on since its
	// version. Where end is set its sessions end in the same transaction; their names are given.
	PutAccount(ctx context.Context, account Account, end bool, line dispatch.RosterLine) (id int64, ended []string, err error)
	// GivePassword sets a temporary password, with its line; it ends the account's sessions too.
	GivePassword(ctx context.Context, city string, id int64, hash string, line dispatch.RosterLine) (ended []string, err error)
	// ChangePassword and DisableAccount end the account's sessions in the same transaction.
	ChangePassword(ctx context.Context, city, login, hash string) error
	DisableAccount(ctx context.Context, city, login string, now time.Time) error

	Session(ctx context.Context, name string, now time.Time) (Session, error) // an expired one is not there
	SaveSession(ctx context.Context, session Session) error
	EndSession(ctx context.Context, name string) error
	// LiveSessions are those of the names whose sessions go on: not expired, the account not disabled.
	LiveSessions(ctx context.Context, names []string, now time.Time) ([]string, error)

	SaveTicket(ctx context.Context, ticket Ticket) error
	TakeTicket(ctx context.Context, name string, now time.Time) (Ticket, error) // takes it away: once only

	Failures(ctx context.Context, subjects []string) ([]Failures, error)
	// AddFailure counts one more; the count begins anew when the last was before since.
	AddFailure(ctx context.Context, subjects []string, now, since time.Time) error
	ForgetFailures(ctx context.Context, subjects []string) error

	SaveInvitation(ctx context.Context, i Invitation) error
	// Enrol takes an invitation away and makes the device of it: once only.
	Enrol(ctx context.Context, code, token, name string, now time.Time) (Device, error)
	// DeviceByToken also notes that the device was seen.
	DeviceByToken(ctx context.Context, token string, now time.Time) (Device, error)
	Devices(ctx context.Context, city string, now time.Time) ([]Device, error)
	// WipeDevice ends the device's sessions in the same transaction and gives their names.
	WipeDevice(ctx context.Context, city string, id int64, now time.Time) (ended []string, err error)
	WipeSeen(ctx context.Context, city string, id int64, now time.Time) error
	CrewPeople(ctx context.Context, city string, crew int64) ([]Person, error)
	CrewPerson(ctx context.Context, city string, crew, person int64) (Person, error)
	// CrewCars are the living vehicles of the organisation of the device's crew, those last used at the device first.
	CrewCars(ctx context.Context, device Device, now time.Time) ([]Car, error)
	SetPIN(ctx context.Context, city string, person int64, hash string) error
	AddLogOn(ctx context.Context, on LogOn) error

	// SweepSignIns drops sessions and tickets that have expired, and failures older than a day.
	SweepSignIns(ctx context.Context, now time.Time) error
}

// Account is a person of the staff.
type Account struct {
	City         string
	ID           int64
	Login, Name  string
	Role         dispatch.Role
	Organisation int64 // 0: the city's own
	OrgName      string
	Crew         int64 // of the role crew
	PasswordHash string
	Disabled     bool
	Version      int64
	Temporary    bool // the password was given out: it opens nothing until it is replaced
}

// Actor is the account as the operations know it.
func (a Account) Actor() dispatch.Actor {
	return dispatch.Actor{City: a.City, Account: a.ID, Name: a.Name, Role: a.Role, Organisation: a.Organisation, Crew: a.Crew}
}

// Session is a sign-in as it is stored.
type Session struct {
	Name    string // hash of the secret in the cookie: may be told to other parts of the service
	City    string
	Account int64
	Device  int64 // of a log-on at a tablet; 0: none
	Data    []byte
	Expires time.Time
}

// Ticket is a right to open one socket, as it is stored.
type Ticket struct {
	Name    string // hash of the secret
	City    string
	Session string // of an account
	Account int64
	Link    string // of a resident
	Expires time.Time
}

// Failures are wrong passwords for one subject: an account, an address, or the two together.
type Failures struct {
	Subject string
	Failed  int
	LastAt  time.Time
}
