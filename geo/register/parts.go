package register

// Parts are the pieces of one address. Every piece may be empty.
type Parts struct {
	City       string
	Settlement string // with its type, as written
	StreetType string // canonical short form, "" when not written
	Street     string // name without the type
	Number     Number
	Entrance   string
	Floor      string
	Flat       string
}
