package dispatch

import (
	"errors"
	"fmt"
)

// Kind says what sort of refusal an error is; httpapi maps it to a status, once.
type Kind string

const (
	Invalid    Kind = "invalid"    // the input is wrong
	NotFound   Kind = "not_found"  // there is none, or it is not for this actor: the two look alike
	Forbidden  Kind = "forbidden"  // the role may not do this
	Conflict   Kind = "conflict"   // the state or the version does not allow it
	Throttled  Kind = "throttled"  // too many; later
	Unexpected Kind = "unexpected" // ours
)

// Error is a refusal that people read: a stable code, the same sentence in two languages, and the field
// it is about, if any. The cause is for the log and never holds personal data.
type Error struct {
	Kind   Kind
	Code   string
	Field  string
	Ru, En string
	Cause  error
	// Current is what the caller should look at now (a conflict's present state).
	Current any
}

func (e *Error) Error() string {
	if e.Cause != nil {
		return fmt.Sprintf("%s: %s: %v", e.Code, e.En, e.Cause)
	}
	return e.Code + ": " + e.En
}

func (e *Error) Unwrap() error { return e.Cause }

// Is makes errors with one code equal for errors.Is, whatever their words.
func (e *Error) Is(target error) bool {
	var other *Error
	return errors.As(target, &other) && other.Code == e.Code
}

// ErrNotFound is answered for what is not there and for what is not the actor's to see.
var ErrNotFound = &Error{Kind: NotFound, Code: "not_found", Ru: "Не найдено", En: "Not found"}

// ErrForbidden is answered when the role may not do the operation at all.
var ErrForbidden = &Error{Kind: Forbidden, Code: "forbidden", Ru: "Недостаточно прав", En: "Not permitted"}

// ErrStale is answered by a store when the case has changed since it was loaded.
var ErrStale = &Error{Kind: Conflict, Code: "stale_version",
	Ru: "Это только что изменил другой сотрудник", En: "Somebody else has just changed this"}

// ErrKeyReused is answered when an idempotency key comes again for another operation or with other words.
var ErrKeyReused = &Error{Kind: Conflict, Code: "key_reused",
	Ru: "С этим ключом уже отправлено другое: для изменённого нужен новый ключ", En: "Something else was sent under this key: what has changed needs a new one"}

// ErrUnknownOrganisation is answered when an operation names an organisation that the city does not have.
var ErrUnknownOrganisation = invalid("organisation_id", "unknown_organisation", "Такой организации нет", "There is no such organisation")

// invalid is a refusal of one field of the input.
func invalid(field, code, ru, en string) *Error {
	return &Error{Kind: Invalid, Code: code, Field: field, Ru: ru, En: en}
}
