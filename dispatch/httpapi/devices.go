package httpapi

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

// deviceRow is a tablet as the roster shows it.
type deviceRow struct {
	ID         int64      `json:"id"`
	Name       string     `json:"name"`
	CrewID     int64      `json:"crew_id"`
	Crew       string     `json:"crew"`
	EnrolledAt time.Time  `json:"enrolled_at"`
	SeenAt     *time.Time `json:"seen_at"`
	WipedAt    *time.Time `json:"wiped_at" doc:"When it was told to forget what it holds"`
	WipeSeenAt *time.Time `json:"wipe_seen_at" doc:"When it had done so"`
	On         []string   `json:"on" doc:"Who is logged on"`
	Vehicle    string     `json:"vehicle" doc:"The vehicle that they are on, with its plate"`
}

// tabletBody is what an enrolled tablet shows before anybody has logged on.
type tabletBody struct {
	City      cityName        `json:"city"`
	Name      string          `json:"name"`
	CrewID    int64           `json:"crew_id"`
	Crew      string          `json:"crew"`
	People    []tabletPerson  `json:"people" doc:"Who may log on, the crew's own first"`
	On        []string        `json:"on" doc:"Who is logged on"`
	VehicleID *int64          `json:"vehicle_id" doc:"The vehicle that they are on"`
	Vehicles  []tabletVehicle `json:"vehicles" doc:"Those to choose from, the last used here first"`
}

// whichTabletBody tells a browser without an enrolment apart from one that has to forget what it holds.
type whichTabletBody struct {
	Is     string      `json:"is" enum:"none,enrolled,wiped"`
	Tablet *tabletBody `json:"tablet"`
}

type tabletPerson struct {
	ID     int64  `json:"id"`
	Name   string `json:"name"`
	HasPIN bool   `json:"has_pin"`
}

type tabletVehicle struct {
	ID      int64  `json:"id"`
	Name    string `json:"name"`
	Plate   string `json:"plate"`
	TakenBy string `json:"taken_by" doc:"The crew that is on it at another tablet"`
}

type invitationBody struct {
	Code      string    `json:"code" doc:"Eight digits, good for one tablet"`
	ExpiresAt time.Time `json:"expires_at"`
}

type invitationInput struct {
	Body struct {
		CrewID int64 `json:"crew_id"`
	}
}

type enrolInput struct {
	Body struct {
		Code string `json:"code" minLength:"8" maxLength:"20"`
		Name string `json:"name,omitempty" maxLength:"60" doc:"What is written on the tablet"`
	}
}

type logOnInput struct {
	Body struct {
		PersonID  int64  `json:"person_id"`
		PIN       string `json:"pin" minLength:"1" maxLength:"20"`
		VehicleID int64  `json:"vehicle_id,omitempty"`
	}
}

type pinInput struct {
	ByID
	Body struct {
		PIN string `json:"pin" minLength:"1" maxLength:"20"`
	}
}

func (a *api) deviceRoutes() {
	staff(a, operation(http.MethodGet, "/devices", "list-devices", "roster", "Tablets of the crews that the reader may roster"), a.devices)
	staff(a, operation(http.MethodPost, "/devices/invitations", "invite-device", "roster", "A code that enrols one tablet for a crew"), a.inviteDevice)
	staff(a, operation(http.MethodPost, "/devices/{id}/wipe", "wipe-device", "roster", "Tell a tablet to forget all that it holds, and end its sessions"), a.wipeDevice)
	staff(a, operation(http.MethodPost, "/people/{id}/pin", "set-pin", "roster", "Give a person the PIN of their log-on at a tablet"), a.setPIN)
	public(a, operation(http.MethodPost, "/tablet", "enrol", "tablet", "Enrol this tablet by a code: sets the device cookie"), a.enrol)
	which := operation(http.MethodGet, "/tablet", "which-tablet", "tablet", "Which tablet this is, if any")
	which.Middlewares = huma.Middlewares{a.readTablet}
	public(a, which, a.whichTablet)
	tablet(a, operation(http.MethodPost, "/tablet/log-on", "log-on", "tablet", "Log a person on by PIN: sets the session cookie"), a.logOn)
	a.wipeSeenRoute()
}

type tabletKey struct{}

// readTablet reads which tablet is calling, without refusing those that are none.
func (a *api) readTablet(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	device, err := a.Guard.DeviceOf(r)
	if err != nil && !errors.Is(err, auth.ErrNoDevice) && !errors.Is(err, auth.ErrWiped) {
		a.refuse(w, r, err)
		return
	}
	next(huma.WithValue(ctx, tabletKey{}, device))
}

// tabletCall is a call from an enrolled tablet, with the session that it may already have.
type tabletCall struct {
	device  auth.Device
	session string
}

// tablet describes and serves an operation of an enrolled tablet.
func tablet[I, B any](a *api, op huma.Operation, do func(context.Context, tabletCall, *I) (reply[B], error)) {
	op.Middlewares = huma.Middlewares{func(ctx huma.Context, next func(huma.Context)) {
		r, w := humago.Unwrap(ctx)
		device, err := a.Guard.DeviceOf(r)
		if err != nil {
			a.refuse(w, r, err)
			return
		}
		call := tabletCall{device: device}
		if who, err := a.Guard.Visitor(r); err == nil && who.Account.ID == device.Account {
			call.session = who.Session
		}
		next(huma.WithValue(ctx, tabletKey{}, call))
	}}
	public(a, op, func(ctx context.Context, in *I) (reply[B], error) {
		call, _ := ctx.Value(tabletKey{}).(tabletCall)
		return do(ctx, call, in)
	})
}

// rostered are the devices whose crews the actor may roster.
func (a *api) rostered(ctx context.Context, actor dispatch.Actor) ([]auth.Device, error) {
	if !actor.Role.May(dispatch.MayRoster) {
		return nil, dispatch.ErrForbidden
	}
	all, err := a.Guard.Devices(ctx, actor.City)
	if err != nil {
		return nil, err
	}
	own := []auth.Device{}
	for _, d := range all {
		if _, err := a.Desk.CrewToRoster(ctx, actor, d.Crew); err == nil {
			own = append(own, d)
		} else if !errors.Is(err, dispatch.ErrNotFound) {
			return nil, err
		}
	}
	return own, nil
}

func (a *api) devices(ctx context.Context, who auth.Visitor, _ *struct{}) (reply[[]deviceRow], error) {
	found, err := a.rostered(ctx, who.Actor())
	rows := []deviceRow{}
	for _, d := range found {
		rows = append(rows, deviceRow{ID: d.ID, Name: d.Name, CrewID: d.Crew, Crew: d.CrewName, EnrolledAt: d.EnrolledAt, SeenAt: d.SeenAt,
			WipedAt: d.WipedAt, WipeSeenAt: d.WipeSeenAt, On: d.On, Vehicle: d.Car})
	}
	return reply[[]deviceRow]{body: rows}, err
}

var errNoCrewLogin = &dispatch.Error{Kind: dispatch.Conflict, Code: "no_crew_login", Field: "crew_id", Ru: "У бригады нет учётной записи планшета: её добавляет администратор", En: "The crew has no login for a tablet: an administrator adds one"}

func (a *api) inviteDevice(ctx context.Context, who auth.Visitor, in *invitationInput) (reply[invitationBody], error) {
	crew, err := a.Desk.CrewToRoster(ctx, who.Actor(), in.Body.CrewID)
	if err != nil {
		return reply[invitationBody]{}, err
	}
	accounts, err := a.Guard.Accounts(ctx, who.City)
	if err != nil {
		return reply[invitationBody]{}, err
	}
	for _, account := range accounts {
		if account.Crew == crew.ID && !account.Disabled {
			code, expires, err := a.Guard.Invite(ctx, who.City, account.ID, who.Account.ID)
			return reply[invitationBody]{body: invitationBody{code, expires}, created: true}, err
		}
	}
	return reply[invitationBody]{}, errNoCrewLogin
}

func (a *api) wipeDevice(ctx context.Context, who auth.Visitor, in *ByID) (reply[[]deviceRow], error) {
	own, err := a.rostered(ctx, who.Actor())
	if err != nil {
		return reply[[]deviceRow]{}, err
	}
	for _, d := range own {
		if d.ID == in.ID {
			if err := a.Guard.Wipe(ctx, who.City, d.ID); err != nil {
				return reply[[]deviceRow]{}, err
			}
			return a.devices(ctx, who, nil)
		}
	}
	return reply[[]deviceRow]{}, dispatch.ErrNotFound
}

// setPIN lets who rosters a crew give a PIN to the people who may work in it.
func (a *api) setPIN(ctx context.Context, who auth.Visitor, in *pinInput) (reply[struct{}], error) {
	crews, err := a.Desk.CrewRows(ctx, who.Actor())
	if err != nil {
		return reply[struct{}]{}, err
	}
	for _, crew := range crews {
		if _, err := a.Desk.CrewToRoster(ctx, who.Actor(), crew.ID); err != nil {
			return reply[struct{}]{}, err
		}
		people, err := a.Guard.CrewPeople(ctx, who.City, crew.ID)
		if err != nil {
			return reply[struct{}]{}, err
		}
		for _, p := range people {
			if p.ID == in.ID {
				return reply[struct{}]{}, a.Guard.SetPIN(ctx, who.City, p.ID, in.Body.PIN)
			}
		}
	}
	return reply[struct{}]{}, dispatch.ErrNotFound
}

func (a *api) enrol(ctx context.Context, in *enrolInput) (reply[tabletBody], error) {
	for field, text := range map[string]string{"code": in.Body.Code, "name": in.Body.Name} {
		if err := asText(field, text); err != nil {
			return reply[tabletBody]{}, err
		}
	}
	secure, err := secureCookie(callerOf(ctx))
	if err != nil {
		return reply[tabletBody]{}, err
	}
	device, cookie, err := a.Guard.Enrol(ctx, in.Body.Code, in.Body.Name, callerOf(ctx).subnet().String(), secure)
	if err != nil {
		return reply[tabletBody]{}, err
	}
	body, err := a.tabletOf(ctx, device)
	return reply[tabletBody]{body: body, cookie: cookie, created: true}, err
}

func (a *api) whichTablet(ctx context.Context, _ *struct{}) (reply[whichTabletBody], error) {
	device, _ := ctx.Value(tabletKey{}).(auth.Device)
	switch {
	case device.ID == 0:
		return reply[whichTabletBody]{body: whichTabletBody{Is: "none"}}, nil
	case device.Wiped():
		return reply[whichTabletBody]{body: whichTabletBody{Is: "wiped"}}, nil
	}
	body, err := a.tabletOf(ctx, device)
	return reply[whichTabletBody]{body: whichTabletBody{"enrolled", &body}}, err
}

func (a *api) tabletOf(ctx context.Context, d auth.Device) (tabletBody, error) {
	city, err := a.Desk.Store.City(ctx, d.City)
	if err != nil {
		return tabletBody{}, err
	}
	people, err := a.Guard.CrewPeople(ctx, d.City, d.Crew)
	if err != nil {
		return tabletBody{}, err
	}
	cars, err := a.Guard.CrewCars(ctx, d)
	body := tabletBody{City: cityName{city.ID, city.Name, city.Zone, city.Demo}, Name: d.Name, CrewID: d.Crew, Crew: d.CrewName, People: []tabletPerson{}, On: d.On,
		Vehicles: []tabletVehicle{}}
	for _, p := range people {
		body.People = append(body.People, tabletPerson{p.ID, p.Name, p.PINHash != ""})
	}
	for _, c := range cars {
		body.Vehicles = append(body.Vehicles, tabletVehicle{c.ID, c.Name, c.Plate, c.TakenBy})
	}
	if d.Vehicle != 0 {
		body.VehicleID = &d.Vehicle
	}
	return body, err
}

func (a *api) logOn(ctx context.Context, call tabletCall, in *logOnInput) (reply[meBody], error) {
	secure, err := secureCookie(callerOf(ctx))
	if err != nil {
		return reply[meBody]{}, err
	}
	signed, err := a.Guard.LogOn(ctx, call.device, call.session, in.Body.PersonID, in.Body.VehicleID, in.Body.PIN, secure)
	if err != nil {
		return reply[meBody]{}, err
	}
	body, err := a.meOf(ctx, signed.Account)
	return reply[meBody]{body: body, cookie: signed.Cookie}, err
}

// wipeSeenRoute is how a tablet says that it has forgotten what it held; its cookie goes with it.
func (a *api) wipeSeenRoute() {
	op := operation(http.MethodDelete, "/tablet", "wiped", "tablet", "This tablet has forgotten what it held")
	op.DefaultStatus = http.StatusNoContent
	op.Middlewares = huma.Middlewares{func(ctx huma.Context, next func(huma.Context)) {
		r, w := humago.Unwrap(ctx)
		device, err := a.Guard.DeviceOf(r)
		if errors.Is(err, auth.ErrWiped) {
			err = a.Guard.WipeSeen(r.Context(), device)
		}
		if err != nil {
			a.refuse(w, r, err)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: auth.DeviceCookie, Path: "/", MaxAge: -1, HttpOnly: true})
		next(ctx)
	}}
	huma.Register(a.huma, op, func(context.Context, *struct{}) (*struct{}, error) { return nil, nil })
}
