package hardset

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

var (
	units = strings.Fields("один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать " +
		"шестнадцать семнадцать восемнадцать девятнадцать")
	tens      = strings.Fields("десять двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто")
	hundreds  = strings.Fields("сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот")
	unitOrder = strings.Fields("первый второй третий четвертый пятый шестой седьмой восьмой девятый десятый одиннадцатый двенадцатый тринадцатый " +
		"четырнадцатый пятнадцатый шестнадцатый семнадцатый восемнадцатый девятнадцатый")
	tenOrder     = strings.Fields("десятый двадцатый тридцатый сороковой пятидесятый шестидесятый семидесятый восьмидесятый девяностый")
	hundredOrder = strings.Fields("сотый двухсотый трехсотый четырехсотый пятисотый шестисотый семисотый восьмисотый девятисотый")
)

// inWords writes 1 to 999 as it is spoken, "" for any other number.
func inWords(n int, ordinal bool) string {
	if n < 1 || n > 999 {
		return ""
	}
	var words []string
	last := func(plain, order []string, i int, ends bool) {
		if ordinal && ends {
			plain = order
		}
		words = append(words, plain[i-1])
	}
	if n >= 100 {
		last(hundreds, hundredOrder, n/100, n%100 == 0)
	}
	switch rest := n % 100; {
	case rest >= 20:
		last(tens, tenOrder, rest/10, rest%10 == 0)
		if rest%10 > 0 {
			last(units, unitOrder, rest%10, true)
		}
	case rest > 0:
		last(units, unitOrder, rest, true)
	}
	return strings.Join(words, " ")
}

// numberSpoken writes the leading number of a house in words: "двадцать три а", "дом сорок пять", and where
// nothing follows the digits also "двадцать третий дом".
func numberSpoken(random *rand.Rand, number string) (string, bool) {
	digits := digitsOf(number)
	n, err := strconv.Atoi(digits)
	words := inWords(n, false)
	if err != nil || words == "" || digits != strconv.Itoa(n) {
		return number, false
	}
	rest := number[len(digits):]
	if after, fraction := strings.CutPrefix(rest, "/"); fraction {
		second, err := strconv.Atoi(after)
		if err != nil || inWords(second, false) == "" {
			return number, false
		}
		rest = " дробь " + inWords(second, false)
	} else if rest != "" && rest[0] != ' ' {
		rest = " " + strings.ToLower(rest)
	}
	switch random.IntN(3) {
	case 0:
		return "дом " + words + rest, true
	case 1:
		if rest == "" {
			return inWords(n, true) + " дом", true
		}
	}
	return words + rest, true
}
