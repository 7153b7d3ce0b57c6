package register

import "github.com/paulmach/orb"

// Precision says where a house's point comes from and how far to trust it.
type Precision string

const (
	PrecisionNone        Precision = "none"        // no point, or one that was not to be trusted
	PrecisionRegister    Precision = "register"    // as the register file states it
	PrecisionFootprint   Precision = "footprint"   // inside of the building's outline
	PrecisionPin         Precision = "pin"         // put down by a person
	PrecisionLearned     Precision = "learned"     // where crews stood when they were there
	PrecisionApproximate Precision = "approximate" // guessed from the neighbours on the street
)

// House is one building of the register. Zero means unknown in every count.
type House struct {
	ID       int64  // our database id, 0 before it is stored
	Source   string // which register: "reformagkh", "fias", "gar", "osm", "demo"
	SourceID string // the building's id in that register

	// FIAS is the house's id in the state address register (GAR, formerly FIAS): a UUID in small letters, the
	// key by which sources agree on one house; "" where the source does not know it.
	FIAS string
	// Detail is what else the source tells, by name; it is kept with the source's record and read by people.
	Detail map[string]string

	// Doubles are the source ids of rows that repeat this very address. The rows
	// are joined: a dispatcher must see one building, and each id still finds it.
	Doubles []string

	Address    string // as shown to people, region and city stripped: "ул. Зелёная, 4а к. 2"
	Settlement string // village or township inside the city district with its type, "" = the city proper
	StreetType string // canonical short form of vocabulary.go: "ул", "пр-кт", "" when the settlement has no streets
	Street     string // name without the type, as the register writes it
	Number     string // house number in canonical form: "4а/2 к. 1 стр. 3"

	Point     orb.Point // lon, lat; meaningless while Precision is PrecisionNone
	Precision Precision
	// RadiusMeters is how far an approximate house may be from its point, nine times of ten; it tells nothing of others.
	RadiusMeters float64

	Year         int // of construction
	Levels       int // storeys, the highest part
	Entrances    int
	Flats        int
	Organisation string // managing company as the file names it, "" = unknown
	Emergency    bool   // officially unfit to live in ("аварийный")
}

// Shown is the house as a list shows it: "пос. Речной, ул. Зелёная, 4а к. 2".
func (h House) Shown() string {
	if place := joinPlace(h.Settlement, streetShown(h.StreetType, h.Street)); place != "" {
		return place + ", " + h.Number
	}
	return h.Address
}

// StreetShown is the street as people read it: "ул. Зелёная".
func (h House) StreetShown() string { return streetShown(h.StreetType, h.Street) }

// Placed reports whether the house has a point on the map that may be used.
func (h House) Placed() bool {
	return h.Precision != PrecisionNone && h.Precision != ""
}

// StreetKey is equal for the houses of one street, however its name is spelt.
func (h House) StreetKey() string { return streetIdentity(&h) }
