package register

import "math"

// Candidate is one possible reading of what was typed. House is nil when only
// the street is known so far (type-ahead before the number).
type Candidate struct {
	House      *House  // points into the index: read only
	Street     string  // street as shown, with its settlement when it is not the city proper
	Text       string  // what a list shows: street and number
	Confidence float64 // 0..1
	Why        Why     // WhyWords where the words themselves are the reason
}

// Reason is why there is no answer, for a person and for a program.
type Reason struct {
	Code    ReasonCode
	Russian string
	English string
}

// ReasonCode is the stable half of a Reason.
type ReasonCode string

const (
	ReasonNone          ReasonCode = ""               // there is an answer
	ReasonEmpty         ReasonCode = "empty"          // nothing that could be an address
	ReasonUnknownStreet ReasonCode = "unknown_street" // no street of that name here
	ReasonNoNumber      ReasonCode = "no_number"      // the street is known, no house number was given
	ReasonNoSuchHouse   ReasonCode = "no_such_house"  // the street is known, the register lacks the house
	ReasonAmbiguous     ReasonCode = "ambiguous"      // several houses fit equally well
	ReasonUnsure        ReasonCode = "unsure"         // one house fits, but the text had to be bent too far
	ReasonOtherTown     ReasonCode = "other_town"     // the text names another town
)

// Resolution is the outcome of resolving one written address.
type Resolution struct {
	Answer     *House      // nil when not sure; points into the index: read only
	Candidates []Candidate // best first; holds the answer first when there is one
	Confidence float64     // of the answer, or of the best candidate
	Parts      Parts       // what was understood, entrance and flat included
	Reason     Reason      // Code is ReasonNone when there is an answer
}

// share is a score as people read it: 0..1, three digits.
func share(score float32) float64 { return math.Round(float64(score)*1000) / 1000 }
