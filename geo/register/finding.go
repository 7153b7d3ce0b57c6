package register

// FindingKind is the stable name of what is wrong with a row.
type FindingKind string

const (
	FindingMalformed    FindingKind = "malformed"     // the row cannot be read: columns, quotes, length
	FindingEncoding     FindingKind = "encoding"      // broken characters
	FindingNoAddress    FindingKind = "no_address"    // empty or null address or id
	FindingUnparsed     FindingKind = "unparsed"      // no street or no number in the address; or a part of it not understood
	FindingOtherCity    FindingKind = "other_city"    // the row belongs to another city
	FindingBadValue     FindingKind = "bad_value"     // a count or a year that cannot be; taken as unknown
	FindingNullWord     FindingKind = "null_word"     // "Не заполнено" and its kin, read as unknown
	FindingNoPoint      FindingKind = "no_point"      // no coordinates in the row
	FindingBadPoint     FindingKind = "bad_point"     // coordinates that are not on Earth
	FindingSwapped      FindingKind = "swapped"       // latitude and longitude changed places; put right
	FindingSharedPoint  FindingKind = "shared_point"  // many houses on one point: a failed geocoding; unplaced
	FindingDefaultPoint FindingKind = "default_point" // what a geocoder gives when it finds nothing: the capital's centre; unplaced
	FindingFarPoint     FindingKind = "far_point"     // far from the street's other houses, or outside of the city; unplaced
	FindingDoubled      FindingKind = "doubled"       // the same address again; joined to the first
	FindingSameID       FindingKind = "same_id"       // the same source id again
)

// Finding is one thing that an import has to tell about a row.
type Finding struct {
	Line     int // first line of the row in the file, from 1
	SourceID string
	Kind     FindingKind
	Rejected bool   // true: the row gave no house of its own
	Detail   string // English, holds the offending text cut to a sane length
	Russian  string // the same for a person
}

func refused(line int, id string, kind FindingKind, detail, russian string) Finding {
	return Finding{Line: line, SourceID: id, Kind: kind, Rejected: true, Detail: detail, Russian: russian}
}

func doubted(line int, id string, kind FindingKind, detail, russian string) Finding {
	return Finding{Line: line, SourceID: id, Kind: kind, Detail: detail, Russian: russian}
}
