package register

import (
	"maps"
	"slices"
	"strings"
)

// This file is the only place that knows Russian address words. Everything else
// asks the maps at its end. Forms are folded: lower case, "ё" written "е".

// typeWords is one kind of street or settlement with every way to write it.
type typeWords struct {
	canon string // as stored in House.StreetType
	shown string // before a name on screen
	forms string // space separated, folded
}

var streetTypeTable = []typeWords{
	{"ул", "ул.", "ул улица улицы улице улицу ул-ца"},
	{"пер", "пер.", "пер переулок переулка переулке пер-к"},
	{"пр-кт", "пр-кт", "пр-кт пр-т просп проспект проспекта проспекте пркт прт пр"},
	{"проезд", "проезд", "проезд проезда проезде пр-д прд пр"},
	{"б-р", "б-р", "б-р бул бульв бульвар бульвара бульваре бр"},
	{"ш", "ш.", "ш шоссе"},
	{"наб", "наб.", "наб набережная набережной"},
	{"пл", "пл.", "пл площадь площади"},
	{"туп", "туп.", "туп тупик тупика"},
	{"линия", "линия", "линия линии лин"},
	{"аллея", "аллея", "аллея аллеи ал"},
	{"спуск", "спуск", "спуск с-к сп спуска"},
	{"тракт", "тракт", "тракт"},
	{"дорога", "дорога", "дорога дор автодорога"},
	{"въезд", "въезд", "въезд"},
	{"съезд", "съезд", "съезд"},
	{"просек", "просек", "просек просека"},
	{"кв-л", "кв-л", "кв-л квартал квартала кварт"},
	{"мкр", "мкр.", "мкр мкрн микрорайон м-н мкр-н мк-н"},
	{"городок", "городок", "городок городка"},
	{"тер", "тер.", "тер территория"},
	{"снт", "снт", "снт днт сдт садоводство"},
	{"гск", "гск", "гск пгск"},
	{"рзд", "рзд", "рзд разъезд"},
	{"км", "км", "км километр"},
}

var settlementTypeTable = []typeWords{
	{"с", "с.", "с село селе"},
	{"п", "пос.", "п пос поселок поселка поселке"},
	{"д", "дер.", "д дер деревня деревне"},
	{"нп", "нп.", "нп"},
	{"рп", "рп.", "рп"},
	{"пгт", "пгт", "пгт"},
	{"х", "х.", "х хутор"},
	{"ст", "ст.", "ст станция"},
	{"остров", "о.", "остров о-в"},
}

// mark is what a word says about the number beside it.
type mark uint8

const (
	markNone mark = iota
	markHouse
	markCorpus
	markBuilding
	markStructure
	markLitera
	markFlat
	markEntrance
	markFloor
	markPhone
)

var markTable = map[mark]string{
	markHouse:     "д дом дома доме влд двлд вл двл владение домовладение зд здание",
	markCorpus:    "к корп корпус корпуса кор",
	markBuilding:  "стр строение строен стр-е",
	markStructure: "соор сооружение",
	markLitera:    "лит литер литера",
	markFlat:      "кв квартира квартиры квартире квартиру оф офис пом помещение комн комната ком",
	markEntrance:  "п-д под подъезд подъезде подьезд пд парадная парадный",
	markFloor:     "эт этаж этаже этажа этажи этажей этажах",
	markPhone:     "тел телефон телефона т моб сот",
}

// kindForms name what stands at the number, in brackets behind it.
const kindForms = "влд двлд вл зд соор стр г-ж гараж к двл"

// bareKindForms are the kinds that are recognised without brackets too.
const bareKindForms = "влд двлд зд соор стр г-ж"

// regionForms follow or precede the name of a region; districtForms of a district.
const (
	regionForms   = "обл область области край края респ республика"
	districtForms = "р-н район районе района"
	cityForms     = "г гор город города городе"
)

// noiseForms carry no address. They may still be part of a street's name.
const noiseForms = "им имени и на по в у во около возле рядом с от до не из это адрес адресу россия рф номер"

// fractionForms are the stroke of a number as it is spoken: "два дробь сорок пять".
const fractionForms = "дробь"

// speechForms are what callers say around an address.
const speechForms = "ну вот так там тут здесь алло да здравствуйте здрасьте добрый день вечер утро доброе девушка пожалуйста мне меня нас " +
	"вас живу живем сосед соседи соседей соседка потоп топит заливает затопило течет протечка прорвало авария вода воды водой " +
	"свет света газ газа отопление отопления батарея батареи горячей холодной лифт запах пахнет подвал подвале крыша номер мой наш который"

// wordAliases write several spellings of one word as one.
var wordAliases = map[string]string{
	"летия": "лет", "летие": "лет", "летию": "лет", "годовщины": "лет",
}

// splitWords write one word as number and words.
var splitWords = map[string]string{
	"столетия": "100 лет", "столетие": "100 лет", "пятидесятилетия": "50 лет", "сорокалетия": "40 лет",
	"шестидесятилетия": "60 лет", "тридцатилетия": "30 лет", "десятилетия": "10 лет",
}

// dateWords follow a number that belongs to the street's name: 8 Марта, 40 лет Победы.
const dateWords = "лет января февраля марта апреля мая июня июля августа сентября октября ноября декабря " +
	"года партсъезда съезда интернационала пятилетки армии дивизии бригады линия км разъезд стройплощадка"

// anniversaryForms end what an anniversary is of: "100-летия со дня рождения Ленина"
// is another street than "Ленина".
const anniversaryForms = "рождения основания образования"

// softWords say little: titles, ranks and words that callers leave out.
const softWords = "лет академика генерала маршала адмирала врача доктора поэта писателя летчика комиссара героя героев " +
	"россии реки архитектора художника учителя народного профессора капитана майора полковника лейтенанта " +
	"р-н тер им имени и космонавта композитора снт гск пгск"

// gluedForms may have lost the blank to the name beside them.
const gluedForms = "ул улица улицы пер переулок проспект просп проезд бульвар шоссе площадь набережная тупик дом город с п д г ш х " +
	"гск снт кв квартира село поселок деревня станция под подъезд тер корп стр"

// doubtfulLetters behind a number may be a type, a mark or a preposition before the name that follows.
const doubtfulLetters = "с п д г ш х в у к о и т м"

// pipeForms stand before a pipe's diameter, never before a house: Д=100, д-300.
const pipeForms = "д ф d"

// doubleForms mark a row that the register itself calls a repetition: "43 (дубль 1)".
const doubleForms = "дубль"

// nullWords are what register files write for "unknown".
const nullWords = "|не заполнено|незаполнено|нет данных|не указано|не указан|н/д|нд|null|none|-|—|.|неизвестно|"

// ordinalEndings stand behind the digits of an ordinal: 1-й, 2-я, 154-ой. The
// endings in looseOrdinals count without the hyphen too: a house is never 5й.
const (
	ordinalEndings = "й я е ый ая ой ий го ого ую ом ех их ых ья ье ю"
	looseOrdinals  = "й я ый ая ой ий ого го ья ье"
)

// numeral is the worth of a number word.
type numeral struct {
	value   int
	ordinal bool
}

var numeralTable = []struct {
	value    int
	plain    string
	ordinals string
}{
	{1, "один одна", "первый первая первого первой"},
	{2, "два две", "второй вторая второго"},
	{3, "три", "третий третья третьего третьей"},
	{4, "четыре", "четвертый четвертая четвертого четвертой"},
	{5, "пять", "пятый пятая пятого пятой"},
	{6, "шесть", "шестой шестая шестого"},
	{7, "семь", "седьмой седьмая седьмого"},
	{8, "восемь", "восьмой восьмая восьмого"},
	{9, "девять", "девятый девятая девятого девятой"},
	{10, "десять", "десятый десятая десятого десятой десятом"},
	{11, "одиннадцать", "одиннадцатый одиннадцатая одиннадцатого одиннадцатой одиннадцатом"},
	{12, "двенадцать", "двенадцатый двенадцатая двенадцатого двенадцатой двенадцатом"},
	{13, "тринадцать", "тринадцатый тринадцатая тринадцатого тринадцатой тринадцатом"},
	{14, "четырнадцать", "четырнадцатый четырнадцатая четырнадцатого четырнадцатой четырнадцатом"},
	{15, "пятнадцать", "пятнадцатый пятнадцатая пятнадцатого пятнадцатой пятнадцатом"},
	{16, "шестнадцать", "шестнадцатый шестнадцатая шестнадцатого шестнадцатой шестнадцатом"},
	{17, "семнадцать", "семнадцатый семнадцатая семнадцатого семнадцатой семнадцатом"},
	{18, "восемнадцать", "восемнадцатый восемнадцатая восемнадцатого восемнадцатой восемнадцатом"},
	{19, "девятнадцать", "девятнадцатый девятнадцатая девятнадцатого девятнадцатой девятнадцатом"},
	{20, "двадцать", "двадцатый двадцатая двадцатого двадцатой двадцатом"},
	{30, "тридцать", "тридцатый тридцатая тридцатого тридцатой тридцатом"},
	{40, "сорок", "сороковой сороковая сорокового сороковом"},
	{50, "пятьдесят", "пятидесятый пятидесятая пятидесятого пятидесятой пятидесятом"},
	{60, "шестьдесят", "шестидесятый шестидесятая шестидесятого шестидесятой шестидесятом"},
	{70, "семьдесят", "семидесятый семидесятая семидесятого семидесятой семидесятом"},
	{80, "восемьдесят", "восьмидесятый восьмидесятая восьмидесятого восьмидесятой восьмидесятом"},
	{90, "девяносто", "девяностый девяностая девяностого девяностой девяностом"},
	{100, "сто", "сотый сотая сотого сотой сотом"},
	{200, "двести", "двухсотый двухсотая двухсотого двухсотой двухсотом"},
	{300, "триста", "трехсотый трехсотая трехсотого трехсотой трехсотом"},
	{400, "четыреста", "четырехсотый четырехсотая четырехсотого четырехсотой четырехсотом"},
	{500, "пятьсот", "пятисотый пятисотая пятисотого пятисотой пятисотом"},
	{600, "шестьсот", "шестисотый шестисотая шестисотого шестисотой шестисотом"},
	{700, "семьсот", "семисотый семисотая семисотого семисотой семисотом"},
	{800, "восемьсот", "восьмисотый восьмисотая восьмисотого восьмисотой восьмисотом"},
	{900, "девятьсот", "девятисотый девятисотая девятисотого девятисотой девятисотом"},
	{1000, "тысяча", "тысячный тысячная"},
}

// otherTowns are recognised without "г." before them; the index leaves out its own city.
const otherTowns = `москва санкт-петербург новосибирск екатеринбург казань нижний-новгород челябинск самара омск ростов-на-дону уфа
красноярск воронеж пермь волгоград краснодар саратов тюмень тольятти ижевск барнаул ульяновск иркутск хабаровск ярославль владивосток
махачкала томск оренбург кемерово новокузнецк рязань астрахань набережные-челны пенза киров липецк чебоксары калининград тула курск
ставрополь сочи улан-удэ тверь магнитогорск иваново брянск белгород сургут владимир чита архангельск нижний-тагил калуга смоленск
волжский якутск саранск череповец курган вологда орел владикавказ подольск грозный тамбов мурманск петрозаводск нижневартовск кострома
йошкар-ола новороссийск стерлитамак химки таганрог мытищи сыктывкар комсомольск-на-амуре нижнекамск нальчик шахты дзержинск энгельс
благовещенск братск орск ангарск старый-оскол великий-новгород королев люберцы псков бийск южно-сахалинск прокопьевск армавир балаково
рыбинск абакан северодвинск норильск петропавловск-камчатский сызрань волгодонск каменск-уральский новочеркасск златоуст электросталь
альметьевск салават миасс керчь находка копейск пятигорск рубцовск березники коломна майкоп хасавюрт одинцово ковров домодедово нефтекамск
кисловодск нефтеюганск батайск новочебоксарск серпухов щелково новомосковск каспийск дербент первоуральск черкесск орехово-зуево назрань
раменское невинномысск димитровград камышин кызыл обнинск муром новый-уренгой октябрьский новошахтинск сергиев-посад жуковский евпатория
инза барыш новоульяновск сенгилей чердаклы тара калачинск исилькуль артем уссурийск симферополь севастополь`

var (
	streetTypeOf     = formsOf(streetTypeTable)
	settlementTypeOf = formsOf(settlementTypeTable)
	shownType        = shownOf(streetTypeTable, settlementTypeTable)
	markOf           = marksOf(markTable)
	kindOf           = setOf(kindForms)
	bareKindOf       = setOf(bareKindForms)
	pipeOf           = setOf(pipeForms)
	regionOf         = setOf(regionForms)
	districtOf       = setOf(districtForms)
	cityMarkOf       = setOf(cityForms)
	noiseOf          = setOf(noiseForms + " " + speechForms)
	dateWordOf       = setOf(dateWords)
	softWordOf       = setOf(softWords)
	anniversaryOf    = setOf(anniversaryForms)
	fractionOf       = setOf(fractionForms)
	ordinalOf        = setOf(ordinalEndings)
	looseOrdinalOf   = setOf(looseOrdinals)
	numeralOf        = numeralsOf()
	townOf           = townsOf(otherTowns)
	hyphenatedOf     = hyphenatedForms()
	townWordOf       = wordsOf(townOf)
	gluedMarkOf      = setOf(gluedForms)
	doubtfulLetterOf = setOf(doubtfulLetters)
	vocabularyWords  = allForms()
	vocabularyOf     = setOf(strings.Join(vocabularyWords, " "))
)

func setOf(forms string) map[string]bool {
	set := map[string]bool{}
	for _, f := range strings.Fields(forms) {
		set[f] = true
	}
	return set
}

// formsOf maps a form to its canonical types; "пр" is both a проспект and a проезд.
func formsOf(table []typeWords) map[string][]string {
	types := map[string][]string{}
	for _, t := range table {
		for _, f := range strings.Fields(t.forms) {
			types[f] = append(types[f], t.canon)
		}
	}
	return types
}

func shownOf(tables ...[]typeWords) map[string]string {
	shown := map[string]string{}
	for _, table := range tables {
		for _, t := range table {
			shown[t.canon] = t.shown
		}
	}
	return shown
}

func marksOf(table map[mark]string) map[string]mark {
	marks := map[string]mark{}
	for m, forms := range table {
		for _, f := range strings.Fields(forms) {
			marks[f] = m
		}
	}
	return marks
}

func numeralsOf() map[string]numeral {
	words := map[string]numeral{}
	for _, n := range numeralTable {
		for _, w := range strings.Fields(n.plain) {
			words[w] = numeral{n.value, false}
		}
		for _, w := range strings.Fields(n.ordinals) {
			words[w] = numeral{n.value, true}
		}
	}
	return words
}

// townsOf splits the hyphens, as the lexer does: "йошкар-ола" is found as "йошкар ола".
func townsOf(list string) map[string]bool {
	towns := map[string]bool{}
	for _, t := range strings.Fields(list) {
		towns[strings.ReplaceAll(t, "-", " ")] = true
	}
	return towns
}

// hyphenatedForms are the forms that the lexer must not cut at their hyphen.
func hyphenatedForms() map[string]bool {
	set := map[string]bool{}
	add := func(form string) {
		if strings.Contains(form, "-") {
			set[form] = true
		}
	}
	for f := range streetTypeOf {
		add(f)
	}
	for f := range settlementTypeOf {
		add(f)
	}
	for f := range markOf {
		add(f)
	}
	for f := range kindOf {
		add(f)
	}
	for f := range districtOf {
		add(f)
	}
	return set
}

// wordsOf are the single words of a set of phrases.
func wordsOf(phrases map[string]bool) map[string]bool {
	words := map[string]bool{}
	for p := range phrases {
		for _, w := range strings.Fields(p) {
			words[w] = true
		}
	}
	return words
}

// allForms are all words of this file but the towns, sorted: what a text may hold beside names.
func allForms() []string {
	set := map[string]bool{}
	for _, words := range []map[string]bool{kindOf, regionOf, districtOf, cityMarkOf, noiseOf, softWordOf, dateWordOf, setOf(fractionForms)} {
		maps.Copy(set, words)
	}
	addForms(set, streetTypeOf)
	addForms(set, settlementTypeOf)
	addForms(set, markOf)
	addForms(set, numeralOf)
	addForms(set, wordAliases)
	addForms(set, splitWords)
	return slices.Sorted(maps.Keys(set))
}

func addForms[V any](set map[string]bool, forms map[string]V) {
	for f := range forms {
		set[f] = true
	}
}
