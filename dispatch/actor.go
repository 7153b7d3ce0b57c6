package dispatch

import "slices"

// Role is what a person is at the desk. A resident has no account: a link is all that they hold.
type Role string

const (
	Resident      Role = "resident"
	Operator      Role = "operator"
	Dispatcher    Role = "dispatcher"
	Senior        Role = "senior" // senior dispatcher
	CrewMember    Role = "crew"
	Foreman       Role = "foreman"
	ChiefEngineer Role = "chief_engineer"
	Committee     Role = "committee"
	Administrator Role = "admin"
	System        Role = "system" // the timetable and the training mode
)

// Roles are those that an account can have.
var Roles = []Role{Operator, Dispatcher, Senior, CrewMember, Foreman, ChiefEngineer, Committee, Administrator}

// Permission is one thing that a role may do.
type Permission string

const (
	MayWatch       Permission = "watch"       // the city's board, or the organisation's part of it
	MayRegister    Permission = "register"    // take a report
	MayInform      Permission = "inform"      // tell the caller the term
	MayDispatch    Permission = "dispatch"    // send, recall, step by voice
	MayClose       Permission = "close"       // verify, close, reject, redirect, return
	MayWork        Permission = "work"        // step the own crew's orders
	MayAcknowledge Permission = "acknowledge" // take an escalation upon oneself
	MayOverrule    Permission = "overrule"    // take any level of an escalation, with a reason
	MayRoster      Permission = "roster"      // put crews on shift and off, plan who is on duty
	MayStaff       Permission = "staff"       // crews and people: whose and of which role, see staff.go
	MayTrain       Permission = "training"    // run and pause the training mode
	MayAdminister  Permission = "administer"  // accounts
	MayReport      Permission = "report"      // reports of a shift, or of the own organisation
	MayReportCity  Permission = "report_city" // reports of the city and of each organisation
	MayContract    Permission = "contracts"   // organisations, and which emergency service is bound for whose houses
)

// permissions is the whole table: nothing else in the program grants a thing to a role.
var permissions = map[Role][]Permission{
	Operator:      {MayWatch, MayRegister, MayInform},
	Dispatcher:    {MayWatch, MayRegister, MayInform, MayDispatch, MayClose, MayAcknowledge, MayRoster, MayTrain, MayReport},
	Senior:        {MayWatch, MayRegister, MayInform, MayDispatch, MayClose, MayAcknowledge, MayRoster, MayStaff, MayTrain, MayReport, MayReportCity, MayContract},
	CrewMember:    {MayWork},
	Foreman:       {MayWatch, MayAcknowledge, MayRoster, MayStaff, MayReport},
	ChiefEngineer: {MayWatch, MayAcknowledge, MayReport},
	Committee:     {MayWatch, MayAcknowledge, MayReport, MayReportCity},
	Administrator: {MayWatch, MayOverrule, MayRoster, MayStaff, MayAdminister, MayTrain, MayReport, MayReportCity, MayContract},
	System:        {MayRegister, MayInform, MayDispatch, MayClose, MayWork, MayRoster, MayStaff, MayTrain, MayReport, MayReportCity},
}

// RolesTold are the roles that a level of an escalation may name: whoever can take it upon themselves.
func RolesTold() []Role {
	return slices.DeleteFunc(slices.Clone(Roles), func(r Role) bool { return !r.May(MayAcknowledge) })
}

// Permissions of a role, in the table's order; nil for an unknown role.
func (r Role) Permissions() []Permission { return permissions[r] }

// May says whether the table grants the permission to the role.
func (r Role) May(p Permission) bool {
	for _, granted := range permissions[r] {
		if granted == p {
			return true
		}
	}
	return false
}

// Actor is who does an operation, and within which fence.
type Actor struct {
	City         string
	Account      int64 // 0: no account (a resident, the system)
	Name         string
	Role         Role
	Organisation int64 // the fence of foreman and chief engineer
	Crew         int64 // the fence of a crew
}

// SystemActor acts for the program itself in a city; its name is what the journal shows.
func SystemActor(city, name string) Actor { return Actor{City: city, Name: name, Role: System} }

// Fenced says whether the actor sees only one organisation's part of the board.
func (a Actor) Fenced() bool { return a.Role == Foreman || a.Role == ChiefEngineer }

func (a Actor) check(p Permission) error {
	if a.Role.May(p) {
		return nil
	}
	return ErrForbidden
}

// Sees says whether a case lies within the actor's fence: the whole city for the city's roles, the own
// houses and orders for an organisation, the own orders for a crew.
func (a Actor) Sees(c Case) bool {
	switch {
	case a.City != c.Request.City:
		return false
	case a.Role == CrewMember:
		for _, o := range c.Orders {
			if o.Crew == a.Crew && a.Crew != 0 {
				return true
			}
		}
		return false
	case a.Fenced():
		return c.concerns(a.Organisation)
	default:
		return a.Role.May(MayWatch) || a.Role == System
	}
}
