package dispatch

import (
	"context"
	"time"

	"github.com/paulmach/orb"

	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/roster"
)

// Store keeps the trade's truth. Implemented by dispatch/postgres; a transaction never leaves it.
// Every method answers ErrNotFound for what is not in the city.
type Store interface {
	City(ctx context.Context, city string) (City, error)
	Zone(ctx context.Context, city string) (*time.Location, error)
	House(ctx context.Context, city string, id int64, now time.Time) (House, error)
	// Organisation is ErrUnknownOrganisation where the city has none of that id.
	Organisation(ctx context.Context, city string, id int64) (Party, error)
	// OwnService is the city's own emergency service, 05: it answers where no contract names another.
	OwnService(ctx context.Context, city string) (Party, error)

	Case(ctx context.Context, city string, id int64) (Case, error)
	Cases(ctx context.Context, city string, ids []int64) ([]Case, error)
	CaseByLink(ctx context.Context, link string) (Case, error)
	CaseOfOrder(ctx context.Context, city string, order int64) (Case, error)
	Journal(ctx context.Context, city string, request int64) ([]Entry, error)
	OpenOfHouse(ctx context.Context, city string, house int64) ([]Case, error)
	CasesOfCrew(ctx context.Context, city string, crew int64) ([]Case, error) // active orders, and done ones not yet verified
	OnBoard(ctx context.Context, city string, organisation int64, now time.Time) ([]Case, error)
	Search(ctx context.Context, city string, wanted Wanted) ([]Case, error)
	// PublishedCases are requests by the time of their registration, newest first.
	PublishedCases(ctx context.Context, city string, p Published) ([]Case, error)
	Photos(ctx context.Context, city string, request int64) ([]PhotoRow, error)
	Photo(ctx context.Context, city string, id int64) (Photo, error)
	RecentByPhone(ctx context.Context, city, phone string, since time.Time) (int, error)

	// CommandDone gives what a key was used for, if it was.
	CommandDone(ctx context.Context, city string, key Command) (ref int64, done bool, err error)
	// Register writes a report in one durable commit; a used key gives the request that it made.
	Register(ctx context.Context, r Registration) (id int64, replayed bool, moved []Position, err error)
	// Save writes a change in one durable commit, or nothing: ErrStale when a case has moved on.
	Save(ctx context.Context, change Change) ([]Position, error)
	// AddPhoto keeps a photograph with its journal entry, unless the request has most of them already.
	AddPhoto(ctx context.Context, photo Photo, most int, change Change) (id int64, moved []Position, err error)

	Crew(ctx context.Context, city string, id int64) (Crew, error)
	Crews(ctx context.Context, city string) ([]Crew, error)
	// ChangeCrew adds a crew (ID 0), or one of the same name and organisation that had ended, or changes one, and writes the
	// line with it: ErrStale when it has moved on since its version, ErrCrewNamed when another bears the name.
	ChangeCrew(ctx context.Context, city string, c Crew, line RosterLine, events func(id int64) []Event) (int64, []Position, error)
	// EndCrew ends a crew with its shift, its logins, its posts, and takes it off its people; ErrCrewBusy when it holds orders.
	EndCrew(ctx context.Context, city string, id int64, line RosterLine, events []Event) ([]Position, error)
	StartShift(ctx context.Context, city string, crew int64, now, until time.Time, events []Event) ([]Position, error)
	EndShift(ctx context.Context, city string, crew int64, now time.Time, events []Event) ([]Position, error)
	HearTablet(ctx context.Context, city string, heard TabletHeard) error
	MoveCrew(ctx context.Context, city string, crew int64, at time.Time, point orb.Point) error
	// NoteVisit keeps a good reading of a crew on site, so that the house's place is learned.
	NoteVisit(ctx context.Context, city string, crew int64, at time.Time, point orb.Point) error
	// PinHouse puts a house where a person says it stands; nil takes the pin away. It says whether anything changed.
	PinHouse(ctx context.Context, city string, house int64, pin *orb.Point, by string, now time.Time) (bool, error)
	// HousePin is the pin of a house; nil without one.
	HousePin(ctx context.Context, city string, house int64) (*HousePin, error)
	// Undelivered are the requests whose orders to the crew stand at "sent" and lie in its topic's log
	// up to the position.
	Undelivered(ctx context.Context, city string, crew int64, upTo int64) ([]int64, error)

	// Overdue claims clocks whose next level is due, at most limit of them, and writes what escalate says
	// of each, in one transaction; clocks claimed by another node are skipped.
	Overdue(ctx context.Context, now time.Time, limit int, escalate func(Due) Escalated) (done int, moved []CityPositions, err error)
	Escalation(ctx context.Context, city string, id int64) (Escalation, error)
	Escalations(ctx context.Context, city string, ids []int64) ([]Escalation, error)
	OpenEscalations(ctx context.Context, city string, organisation int64) ([]Escalation, error)
	// OpenLevels are the levels of all cities that were told and that nobody has taken, while their clocks run and do not stand still.
	OpenLevels(ctx context.Context) ([]OpenLevel, error)
	// UnknownTerms are the open requests of all cities with a term that could not be computed and has not begun since.
	UnknownTerms(ctx context.Context) ([]UnknownTerms, error)
	// Acknowledge silences an escalation and holds its clock's ladder for so many minutes.
	Acknowledge(ctx context.Context, city string, id, account int64, minutes int, change Change) ([]Position, error)
	// Lapsed claims acknowledgements whose time is over, at most limit of them: they hold on until what until
	// says, or are taken back. It gives how many it looked at, and how many of them ran out.
	Lapsed(ctx context.Context, now time.Time, limit int, until func(Held) *time.Time) (looked, lapsed int, moved []CityPositions, err error)
	// NearestDeadline is the first moment after one and up to another at which a level is due or an
	// acknowledgement is looked at; zero: there is none.
	NearestDeadline(ctx context.Context, after, upTo time.Time) (time.Time, error)

	// Notify writes notices that belong to no other change; what is there already by its key is not told again.
	Notify(ctx context.Context, city string, notices []Notice, now time.Time) error
	// Notices are those of a request, oldest first. AcknowledgeNotice writes that one was read; it is harmless twice.
	Notices(ctx context.Context, city string, request int64) ([]Told, error)
	Notice(ctx context.Context, city string, id int64) (Told, error)
	NoticeByToken(ctx context.Context, token string) (Told, error)
	AcknowledgeNotice(ctx context.Context, city string, id int64, now time.Time) error

	// Duty is the plan of duty with all its people and posts, and the overrides that end after a moment (less two
	// weeks, so that rest before it can be told), and who has an account.
	Duty(ctx context.Context, city string, since time.Time) (Duty, error)
	// PutPerson, PutVehicle and PutPost add (ID 0) or change one and write the line with it: ErrStale when it has
	// moved on since its version.
	PutPerson(ctx context.Context, city string, p roster.Person, line RosterLine) (int64, error)
	Vehicles(ctx context.Context, city string) ([]Vehicle, error)
	PutVehicle(ctx context.Context, city string, v Vehicle, line RosterLine) (int64, error)
	PutPost(ctx context.Context, city string, p roster.Post, line RosterLine) (int64, error)
	// SetRotations makes the rotations of a post those given: ErrStale when the post has moved on since its version.
	SetRotations(ctx context.Context, city string, p roster.Post, line RosterLine) error
	AddOverrides(ctx context.Context, city string, overrides []PostOverride, line RosterLine) error
	WithdrawOverride(ctx context.Context, city string, post, id int64, line RosterLine) error
	Notes(ctx context.Context, city string, post int64, limit int) ([]HandOverNote, error)
	AddNote(ctx context.Context, city string, post int64, text string, line RosterLine) error
	RosterLog(ctx context.Context, city string, limit int) ([]RosterLine, error)
	RosterNames(ctx context.Context, city string) (RosterNames, error)
	Organisations(ctx context.Context, city string) ([]Organisation, error)
	// ChangeOrganisation adds an organisation (ID 0) or changes one, with its line: ErrStale when it has moved on since its version.
	ChangeOrganisation(ctx context.Context, city string, o Organisation, line RosterLine) (int64, error)
	// OrganisationHolds counts what stands on an organisation, and TryEndOrganisation what its end as of a day would change for
	// houses. EndOrganisation ends it with its contracts as a service: ErrOrganisationBusy while anything stands on it.
	OrganisationHolds(ctx context.Context, city string, id int64) (OrganisationHolds, error)
	TryEndOrganisation(ctx context.Context, city string, id int64, today norms.Date) (Answering, error)
	EndOrganisation(ctx context.Context, city string, id int64, today norms.Date, line RosterLine) error
	// ReturnOrganisation takes one that had ended back: ErrStale when it has moved on since its version.
	ReturnOrganisation(ctx context.Context, city string, o Organisation, line RosterLine) error

	// Contracts are all of a city; their State is as of a day. Contract is one.
	Contracts(ctx context.Context, city string, today norms.Date) ([]ContractRow, error)
	Contract(ctx context.Context, city string, id int64, today norms.Date) (ContractRow, error)
	// ChangeContract adds a contract (ID 0) or changes one, with its line: ErrStale when it has moved on since its version,
	// contract_overlaps when another holds the same subject in its time. TryContract tells what that would change from a day on.
	ChangeContract(ctx context.Context, city string, c Contract, line RosterLine) (int64, error)
	TryContract(ctx context.Context, city string, c Contract, today norms.Date) (Answering, error)

	// Learn remembers the house that an account chose for words, as register.Said gives them.
	Learn(ctx context.Context, city, said string, house, account int64, now time.Time) error

	// Amend adds an amendment to a city's rules; Amendments are all of them, oldest first.
	Amend(ctx context.Context, a Amendment) (id int64, err error)
	Amendments(ctx context.Context, city string) ([]Amendment, error)

	Training(ctx context.Context, city string) (Training, error)
	SetTraining(ctx context.Context, city string, running bool, pace int, event Event, now time.Time) (Training, []Position, error)
}

// Position is where a topic's log stands after a commit.
type Position struct {
	Topic  string
	Epoch  string
	Offset int64
}

// LogEntry is one thing of a topic that is to be read anew.
type LogEntry struct {
	Offset int64
	Kind   string
	Ref    int64
}

// CityPositions are positions of one city.
type CityPositions struct {
	City      string
	Positions []Position
}

// Announcer hints to the screens of all nodes that topics have moved on. Implemented by dispatch/feed.
// It must not block for long, and may lose a hint.
type Announcer interface {
	Announce(ctx context.Context, city string, positions []Position)
	// Located shows a crew's new position; lossy.
	Located(city string, crew, organisation int64, point orb.Point, at time.Time)
	// TabletHeard shows how far a crew's tablet is behind; lossy.
	TabletHeard(city string, organisation int64, heard TabletHeard)
	// Attended shows who has a request's card open; lossy. An organisation of 0 has no board that shows it.
	Attended(who Actor, seat string, organisation int64, presence Presence)
}

// PostOverride is an override with the post that it belongs to.
type PostOverride struct {
	Post int64
	roster.Override
}

// House is what the desk needs to know of a house of the register.
type House struct {
	ID      int64
	Place   Place
	Managed *Party
	Served  Party // emergency service by contract, else the city's own
	// ByDefault says that no contract names the service.
	ByDefault bool
}

// Photo is a photograph of a request, re-encoded as JPEG without metadata.
type Photo struct {
	Request, Order int64
	At             time.Time
	ByRole         Role
	Note           string
	Width, Height  int
	JPEG           []byte
}
