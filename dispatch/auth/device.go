package auth

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"math/big"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alexedwards/argon2id"

	"dispatch05/dispatch"
)

// DeviceCookie is the cookie by which an enrolled tablet is known.
const DeviceCookie = "dispatch05_device"

const (
	invitationLifetime = 15 * time.Minute
	deviceLifetime     = 400 * 24 * time.Hour // the longest that browsers keep a cookie
	codeDigits         = 8
)

// Device is a tablet that was enrolled for a crew. It opens nothing by itself: a person logs on with a PIN.
type Device struct {
	ID         int64
	City       string
	Name       string
	Account    int64 // the crew's login
	Crew       int64
	CrewName   string
	EnrolledAt time.Time
	SeenAt     *time.Time
	WipedAt    *time.Time
	WipeSeenAt *time.Time
	On         []string // who is logged on
	Vehicle    int64    // that they are on; 0: none
	Car        string   // its name and plate
}

// Wiped says whether the tablet was told to forget what it holds.
func (d Device) Wiped() bool { return d.WipedAt != nil }

// Person is somebody who may log on at a crew's tablet.
type Person struct {
	ID      int64
	Name    string
	PINHash string // "": none is set yet
}

// Car is a vehicle that a crew may log on to.
type Car struct {
	ID          int64
	Name, Plate string
	TakenBy     string // the crew that is on it at another tablet; "": nobody
}

// LogOn is a person at a tablet, with a vehicle or none.
type LogOn struct {
	City                    string
	Device, Person, Vehicle int64
	Session                 string
	At                      time.Time
}

// Invitation lets one tablet be enrolled.
type Invitation struct {
	Code    string // hash
	City    string
	Account int64 // the crew's login
	By      int64
	Expires time.Time
}

var (
	// ErrBadCode is answered for an enrolment code that is wrong, used or too old.
	ErrBadCode = &dispatch.Error{Kind: dispatch.Forbidden, Code: "bad_code", Field: "code", Ru: "Код не подходит или устарел: попросите новый", En: "The code is wrong or too old: ask for a new one"}
	// ErrNoDevice is answered to a tablet that was never enrolled.
	ErrNoDevice = &dispatch.Error{Kind: dispatch.Forbidden, Code: "no_device", Ru: "Планшет не подключён", En: "This tablet is not enrolled"}
	// ErrWiped is answered to a tablet that has to forget what it holds.
	ErrWiped = &dispatch.Error{Kind: dispatch.Forbidden, Code: "device_wiped", Ru: "Планшет отключён: данные с него удалены", En: "This tablet was shut out: its data is erased"}
	// ErrNoCar is answered for a vehicle that is not of the crew's organisation, or out of use.
	ErrNoCar = &dispatch.Error{Kind: dispatch.Invalid, Code: "unknown_vehicle", Field: "vehicle_id", Ru: "Этой машины больше нет: выберите другую", En: "This vehicle is no more: choose another"}
	// ErrWrongPIN is answered for a wrong PIN, an unknown person and one without a PIN alike.
	ErrWrongPIN = &dispatch.Error{Kind: dispatch.Forbidden, Code: "wrong_pin", Field: "pin", Ru: "Неверный PIN", En: "Wrong PIN"}
)

// Invite makes a code, good for a quarter of an hour and one tablet, that enrols a tablet for a crew's login.
func (g *Guard) Invite(ctx context.Context, city string, account, by int64) (code string, expires time.Time, err error) {
	for range codeDigits {
		digit, err := rand.Int(rand.Reader, big.NewInt(10))
		if err != nil {
			return "", expires, err
		}
		code += digit.String()
	}
	expires = g.now().Add(invitationLifetime)
	return code, expires, g.store.SaveInvitation(ctx, Invitation{Code: nameOf(code), City: city, Account: account, By: by, Expires: expires})
}

// Enrol takes a code and makes the tablet known; the cookie is what it is known by from now on. Guesses from
// one address are slowed down.
func (g *Guard) Enrol(ctx context.Context, code, name, address string, secure bool) (Device, *http.Cookie, error) {
	code = strings.NewReplacer(" ", "", "-", "").Replace(code)
	attempt := newTry("", "enrolment", address)
	if err := g.mayTry(ctx, attempt); err != nil {
		return Device{}, nil, err
	}
	secret := rand.Text() + rand.Text()
	device, err := g.store.Enrol(ctx, nameOf(code), nameOf(secret), cmp.Or(strings.TrimSpace(name), "Планшет"), g.now())
	if errors.Is(err, dispatch.ErrNotFound) {
		return Device{}, nil, errors.Join(ErrBadCode, g.failed(ctx, attempt.pair, attempt.address))
	}
	if err != nil {
		return Device{}, nil, err
	}
	g.log.Info("tablet enrolled", "city", device.City, "device", device.ID, "crew", device.Crew)
	c := cookie(secret, deviceLifetime, secure)
	c.Name = DeviceCookie
	return device, c, nil
}

// DeviceOf reads which tablet a request comes from: ErrNoDevice, or ErrWiped with the device that has to forget.
func (g *Guard) DeviceOf(r *http.Request) (Device, error) {
	held, err := r.Cookie(DeviceCookie)
	if err != nil || held.Value == "" {
		return Device{}, ErrNoDevice
	}
	device, err := g.store.DeviceByToken(r.Context(), nameOf(held.Value), g.now())
	if errors.Is(err, dispatch.ErrNotFound) {
		return Device{}, ErrNoDevice
	}
	if err == nil && device.Wiped() {
		return device, ErrWiped
	}
	return device, err
}

// LogOn lets a person on at a tablet by their PIN: it opens a session of the crew, or joins the one that the
// tablet has. PINs are slowed down by person, and by tablet over all persons.
func (g *Guard) LogOn(ctx context.Context, device Device, session string, person, vehicle int64, pin string, secure bool) (SignedIn, error) {
	whom, where := strconv.FormatInt(person, 10), strconv.FormatInt(device.ID, 10)
	attempt := try{pair: subject("pin", device.City, whom, where), account: subject("pin", device.City, whom), address: subject("device", device.City, where)}
	if err := g.mayTry(ctx, attempt); err != nil {
		return SignedIn{}, err
	}
	if err := g.failed(ctx, attempt.subjects()...); err != nil { // before the answer is known: many at once must not slip through
		return SignedIn{}, err
	}
	who, err := g.store.CrewPerson(ctx, device.City, device.Crew, person)
	if err != nil && !errors.Is(err, dispatch.ErrNotFound) {
		return SignedIn{}, err
	}
	right, err := g.matches(ctx, pin, cmp.Or(who.PINHash, nobody()))
	if err != nil {
		return SignedIn{}, err
	}
	if !right || who.PINHash == "" {
		return SignedIn{}, ErrWrongPIN
	}
	if err := g.store.ForgetFailures(ctx, attempt.subjects()); err != nil {
		return SignedIn{}, err
	}
	account, err := g.store.Account(ctx, device.City, device.Account)
	if err != nil || account.Disabled {
		return SignedIn{}, cmp.Or[error](err, ErrNoDevice)
	}
	if err := g.mayDrive(ctx, device, vehicle); err != nil {
		return SignedIn{}, err
	}
	signed := SignedIn{Account: account, Session: session}
	if session == "" {
		account.Name = atCrew(who.Name, account.Name)
		if signed, err = g.openAt(ctx, account, device.ID, secure); err != nil {
			return SignedIn{}, err
		}
	}
	return signed, g.store.AddLogOn(ctx, LogOn{City: device.City, Device: device.ID, Person: person, Vehicle: vehicle, Session: signed.Session, At: g.now()})
}

// mayDrive checks a vehicle; 0 is none.
func (g *Guard) mayDrive(ctx context.Context, device Device, vehicle int64) error {
	if vehicle == 0 {
		return nil
	}
	cars, err := g.store.CrewCars(ctx, device, g.now())
	if err == nil && !slices.ContainsFunc(cars, func(c Car) bool { return c.ID == vehicle }) {
		err = ErrNoCar
	}
	return err
}

// CrewCars are the vehicles that a crew may log on to at a tablet, the ones last used there first.
func (g *Guard) CrewCars(ctx context.Context, device Device) ([]Car, error) {
	return g.store.CrewCars(ctx, device, g.now())
}

// atCrew is how the journal names a person of a crew.
func atCrew(person, crew string) string { return person + " (" + crew + ")" }

// Wipe tells a tablet to forget all that it holds, and ends its sessions: their sockets close within seconds.
func (g *Guard) Wipe(ctx context.Context, city string, device int64) error {
	ended, err := g.store.WipeDevice(ctx, city, device, g.now())
	if err == nil && g.Over != nil {
		for _, session := range ended {
			g.Over(session)
		}
	}
	return err
}

// WipeSeen notes that the tablet has forgotten what it held.
func (g *Guard) WipeSeen(ctx context.Context, device Device) error {
	return g.store.WipeSeen(ctx, device.City, device.ID, g.now())
}

// Devices are a city's tablets, by name.
func (g *Guard) Devices(ctx context.Context, city string) ([]Device, error) {
	return g.store.Devices(ctx, city, g.now())
}

// CrewPeople are those who may log on at the tablets of a crew, its own first.
func (g *Guard) CrewPeople(ctx context.Context, city string, crew int64) ([]Person, error) {
	return g.store.CrewPeople(ctx, city, crew)
}

var pinForm = regexp.MustCompile(`^\d{4,8}$`)

// SetPIN gives a person a PIN of 4 to 8 digits that is not one digit over and over nor a run of them.
func (g *Guard) SetPIN(ctx context.Context, city string, person int64, pin string) error {
	if !pinForm.MatchString(pin) || plainPIN(pin) {
		return &dispatch.Error{Kind: dispatch.Invalid, Code: "weak_pin", Field: "pin", Ru: "PIN — от 4 до 8 цифр, не подряд и не одна и та же", En: "A PIN is 4 to 8 digits, neither a run nor one digit over and over"}
	}
	hash, err := argon2id.CreateHash(pin, cost)
	if err != nil {
		return err
	}
	return g.store.SetPIN(ctx, city, person, hash)
}

// plainPIN reports 1111, 1234, 4321 and their kin.
func plainPIN(pin string) bool {
	step := int(pin[1]) - int(pin[0])
	for i := 1; i < len(pin); i++ {
		if int(pin[i])-int(pin[i-1]) != step {
			return false
		}
	}
	return step >= -1 && step <= 1
}
