package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

var errNotUnicode = errors.New("the body is not Unicode")

// unicodeJSON refuses what encoding/json would quietly turn into U+FFFD: a word spoilt on its way must not
// get on record as if it had been said so.
var unicodeJSON = huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: func(text []byte, into any) error {
	if err := asUnicode(text); err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}}

// asUnicode says whether a JSON text is UTF-8 (RFC 8259 section 8.1) and each half of a surrogate pair in
// its escapes has the other (section 8.2).
func asUnicode(text []byte) error {
	if !utf8.Valid(text) {
		return errNotUnicode
	}
	for {
		at := bytes.IndexByte(text, '\\')
		if at < 0 || at+1 >= len(text) {
			return nil
		}
		text = text[at:]
		first, length := escaped(text), 2
		if utf16.IsSurrogate(first) {
			if length = 12; utf16.DecodeRune(first, escaped(text[6:])) == utf8.RuneError {
				return errNotUnicode
			}
		}
		text = text[length:]
	}
}

// escaped is the code unit of an escape \uXXXX that a text begins with; 0 when it begins otherwise.
func escaped(text []byte) rune {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0
	}
	unit, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	if err != nil {
		return 0
	}
	return rune(unit)
}
