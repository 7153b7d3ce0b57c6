package dispatch

import (
	"strings"
	"unicode"
)

// blanks are letters and signs that show nothing, though Unicode calls them no space.
const blanks = "\u115f\u1160\u2800\u3164\uffa0"

// CheckName refuses a name, or another text of one line, that is too long or holds what nobody sees: such a name could not
// be told from another, nor found.
func CheckName(field, name string) error {
	if strings.ContainsFunc(name, unseen) {
		return invalid(field, "unseen_characters", "Здесь есть невидимые знаки: перенос строки, табуляция или знак без вида. Наберите текст заново, не вставляя его",
			"There are characters here that nobody sees: a line break, a tab, or a mark without a shape. Type the text anew instead of pasting it")
	}
	return fits(field, name, maxShort)
}

// unseen says whether a character shows nothing: a control, a mark of direction or width, a private one, a blank letter.
func unseen(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) || strings.ContainsRune(blanks, r)
}
