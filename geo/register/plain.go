package register

import (
	"io"
	"regexp"

	"golang.org/x/text/encoding/unicode"
)

// Plain gives a text without the bytes that no text has: those that are not UTF-8 become U+FFFD, control bytes become DEL.
// FileOptions.Addressed refuses both, so that in a file whose format would end at them they cost their row and no other.
func Plain(text io.Reader) io.Reader { return &plain{in: unicode.UTF8.NewDecoder().Reader(text)} }

type plain struct{ in io.Reader }

const controlSign = 0x7f

func (p *plain) Read(into []byte) (int, error) {
	n, err := p.in.Read(into)
	for i, b := range into[:n] {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' {
			into[i] = controlSign
		}
	}
	return n, err
}

// buildingPart is a part of a number that mappers write by one letter: "7 с2" is "7 стр. 2".
var buildingPart = regexp.MustCompile(`([\d\pL])\s*[сc]\s?(\d+)`)

// MappedNumber writes a number of a map ("7 с2") as registers do.
func MappedNumber(number string) string {
	return buildingPart.ReplaceAllString(number, "$1 стр. $2")
}
