package register

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxCommentBytes bounds what is read of one comment.
const maxCommentBytes = 32 << 10

func boundedComment(text string) string {
	if len(text) <= maxCommentBytes {
		return text
	}
	return text[:lastWhole([]byte(text[:maxCommentBytes]))]
}

// lexComment cuts a comment into the tokens of addresses, with what only hurried
// typing brings: words run together and words with a slash.
func lexComment(text string) []token {
	tokens := splitCapitals(text, cut(nil, text))
	return readNumerals(readOrdinals(joinHyphens(joinSlashes(tokens))))
}

// splitCapitals cuts "хвсНеверова" and "улКузоватовская" in two.
func splitCapitals(text string, tokens []token) []token {
	out := make([]token, 0, len(tokens)+4)
	for _, t := range tokens {
		at := -1
		if t.kind == wordToken {
			at = capitalInside(text[t.start:t.end])
		}
		if at < 0 {
			out = append(out, t)
			continue
		}
		first, second := t, t
		first.end, second.start = t.start+at, t.start+at
		first.spell(fold(text[first.start:first.end]))
		second.spell(fold(text[second.start:second.end]))
		first.dotted, second.glued = false, false
		out = append(out, first, second)
	}
	return out
}

// capitalInside is where a capital follows a small letter, -1 when nowhere. At the end
// of a word only a pipe's letter counts: "в/кД-300".
func capitalInside(word string) int {
	small := false
	for i, r := range word {
		if last := i+utf8.RuneLen(r) == len(word); small && unicode.IsUpper(r) && (!last || meaningOf(fold(string(r))).pipe) {
			return i
		}
		small = unicode.IsLower(r)
	}
	return -1
}

// joinSlashes makes one word of ч/д, д/с, п/з.
func joinSlashes(tokens []token) []token {
	out := tokens[:0]
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		if i+2 < len(tokens) && t.kind == wordToken && tokens[i+1].is("/") && tokens[i+2].kind == wordToken {
			if joined := t.text + "/" + tokens[i+2].text; slashOf[joined] {
				t.spell(joined)
				t.end, t.dotted = tokens[i+2].end, tokens[i+2].dotted
				i += 2
			}
		}
		out = append(out, t)
	}
	return out
}

// numbered reports whether the sign № stands before token i.
func numbered(text string, tokens []token, i int) bool {
	from := 0
	if i > 0 {
		from = tokens[i-1].end
	}
	gap := text[min(from, tokens[i].start):tokens[i].start]
	return strings.ContainsAny(gap, "№Nn#")
}

// dashed reports whether nothing but a dash, or the dots of "22...28", stands between tokens a and b.
func dashed(text string, a, b token) bool {
	if a.end > b.start {
		return false
	}
	gap := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '=' {
			return -1
		}
		return r
	}, text[a.end:b.start])
	return len(gap) > 1 && strings.Trim(gap, ".…") == "" || gap == "-" || gap == "–" || gap == "—" || gap == "‑" || gap == "−" || gap == "--"
}

// touching reports that nothing stands between two tokens.
func touching(a, b token) bool { return a.end == b.start }

// letterOfNumber reports a letter glued to the number before it: the а of 23а.
func letterOfNumber(tokens []token, i int) bool {
	return i > 0 && tokens[i].letter() && tokens[i].glued && tokens[i-1].kind == numberToken
}
