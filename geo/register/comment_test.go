package register

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// riverTown is an invented town with the traps of dispatchers' comments.
func riverTown() []House {
	var houses []House
	add := func(settlement, kind, street, numbers string) {
		for _, n := range strings.Split(numbers, ", ") {
			h := House{SourceID: fmt.Sprint(len(houses) + 1), Settlement: settlement, StreetType: kind, Street: street, Number: n}
			h.Address = h.Shown()
			houses = append(houses, h)
		}
	}
	add("", "ул", "Яблонева", "1, 2, 3, 4, 5, 5а, 6, 7/12, 8, 8 к. 1, 9, 10, 11 (двлд), 12, 13 (зд), 14, 20, 20а, 20б, 22 к. 1, 22 к. 2, 22 к. 3, 41, 41 к. 1, 41 к. 2, 41б")
	add("", "ул", "Карла Бакена", "1, 2, 4, 6/2, 7, 9, 21, 23 (влд), 38, 38 (влд)")
	add("", "ул", "40-летия Весны", "5, 7, 12")
	add("", "ул", "9 Ветров", "1")
	add("", "ул", "12 Июня", "7а, 83, 85")
	add("", "пр-кт", "Генерала Рыбина", "2, 4, 6, 25, 29")
	add("", "проезд", "Рыбина", "10, 12а")
	add("", "ул", "Северный Мыс", "10, 14, 16, 18, 20")
	add("", "ш", "Речное", "2, 4, 19")
	add("", "б-р", "Песчаный", "20а")
	add("", "пер", "Луговой 1-й", "1, 2, 3")
	add("", "пер", "Луговой 2-й", "5, 6")
	add("", "ул", "Школьная", "5, 6")
	add("", "ул", "Набережная", "1")
	add("", "ул", "Набережная реки Быстрой", "83, 132, 134")
	add("", "спуск", "Песков", "2, 4")
	add("", "ул", "Спуск Песков", "6")
	add("Тихий Плёс с", "ул", "Школьная", "5, 8")
	add("Тихий Плёс с", "ул", "Центральная", "1, 3, 15")
	add("Бакен п", "ул", "Фасадная", "31, 33")
	return houses
}

func riverReader() *CommentReader {
	return NewCommentReader(NewIndex(riverTown(), Options{}))
}

func shown(houses []NamedHouse) string {
	out := make([]string, len(houses))
	for i, h := range houses {
		out[i] = h.House.Shown()
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

// on writes "ул. Мира: 1 2" as the sorted list that shown gives.
func on(parts ...string) string {
	var out []string
	for _, part := range parts {
		street, numbers, _ := strings.Cut(part, ": ")
		for _, n := range strings.Split(numbers, ", ") {
			out = append(out, street+", "+n)
		}
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

func TestCommentHouses(t *testing.T) {
	tests := []struct{ name, comment, want string }{
		{"a list", "из п/з Д=100. Без хвс Яблонева 1,2, 5а", on("ул. Яблонева: 1, 2, 5а")},
		{"dots and blanks for commas", "без воды ул Яблонева 1.2.4 6.ул Школьная 5", on("ул. Яблонева: 1, 2, 4, 6", "ул. Школьная: 5")},
		{"site and affected", "Яблонева 2 утечка из колодца д=150, без ХВС Яблонева 4, 6.", on("ул. Яблонева: 4, 6")},
		{"streets without separators", "Яблонева 1 2 Школьная 5 6", on("ул. Яблонева: 1, 2", "ул. Школьная: 5, 6")},
		{"range with ends of one parity", "без хвс Яблонева 2-8", on("ул. Яблонева: 2, 4, 6, 8")},
		{"range with ends of both parities", "без хвс Яблонева 1-4", on("ул. Яблонева: 1, 2, 3, 4")},
		{"even side", "без хвс Яблонева 1-8 (четная сторона)", on("ул. Яблонева: 1, 2, 4, 6, 8")},
		{"odd side, corner and dwelling inside, annex left out", "без ХВС Яблонева 7-14 (неч.)", on("ул. Яблонева: 7/12, 9, 11 (двлд), 14")},
		{"a side said before its range", "без ХВС Яблонева четные номера с 1 по 8", on("ул. Яблонева: 1, 2, 4, 6, 8")},
		{"a side said before its street", "без ХВС нечетная сторона ул. Яблонева 1-4, Школьная 6", on("ул. Яблонева: 1, 3, 4", "ул. Школьная: 6")},
		{"a parity before each range", "без ХВС Яблонева чётные 2-8, нечётные с 1 по 5", on("ул. Яблонева: 1, 2, 3, 4, 5, 5а, 6, 8")},
		{"entrances by their letter", "без ХВС Яблонева 4 п.3, 6, п. 2, кв. 15, 8 п2 э5", on("ул. Яблонева: 4, 6, 8")},
		{"days", "без ХВС Яблонева 4 с 9.11 по 10.11, Школьная 5 27 ноября, Школьная 6 с 2 по 4 марта", on("ул. Яблонева: 4", "ул. Школьная: 5, 6")},
		{"houses counted by letters", "без ХВС Яблонева 4, 3 ч.д.", on("ул. Яблонева: 4")},
		{"buildings of a range in brackets", "без хвс Яблонева 22 (к. 1-3)", on("ул. Яблонева: 22 к. 1, 22 к. 2, 22 к. 3")},
		{"a range of marked houses", "без хвс Яблонева с д. 2 по д. 6", on("ул. Яблонева: 2, 4, 6")},
		{"what has water is spared", "Яблонева 4 без ХВС, Школьная 5 с водой. Школьная 6 не отключать", on("ул. Яблонева: 4")},
		{"institutions listed", "без ХВС Яблонева 4, д/с 10, 25", on("ул. Яблонева: 4")},
		{"an institution first", "без ХВС школа 5, 6, 8 по ул. Яблонева", on("ул. Яблонева: 6, 8")},
		{"both sides", "без ХВС Яблонева 2-6 (ч. и неч.)", on("ул. Яблонева: 2, 3, 4, 5, 5а, 6")},
		{"two parities of two pieces", "без ХВС Яблонева с 1 по 5 (неч стор.);8,10(чет стор)", on("ул. Яблонева: 1, 3, 5, 5а, 8, 10")},
		{"exceptions", "без ХВС Яблонева 1-9 (неч., 3 и 5 с водой)", on("ул. Яблонева: 1, 5а, 7/12, 9")},
		{"exceptions in words", "без ХВС Яблонева 2-8, кроме 4 и 6", on("ул. Яблонева: 2, 8")},
		{"private houses are counted", "без ХВС Яблонева 3,9-5 ч/д; Школьная 6, 30 ч/д", on("ул. Яблонева: 3, 9", "ул. Школьная: 6")},
		{"floors, flats, entrances", "без ХВС Яблонева 4 (5 эт.), 6 кв. 10, 8 подъезд 1, 10 (1 и 2 подъезд)", on("ул. Яблонева: 4, 6, 8, 10")},
		{"institutions keep their numbers", "без хвс Яблонева 4 (д/с №6 и 8), 9 школа № 10, 12 д/с, ЦТП 1, Школьная 5", on("ул. Яблонева: 4, 9, 12", "ул. Школьная: 5")},
		{"hours, dates and telephones", "с 9 до 17 часов 01.02.22 без воды Яблонева 4, тел 73-79-11 до 18:00", on("ул. Яблонева: 4")},
		{"pipes", "из в/к Д-10 без хвс Яблонева 4; замена трубы 12 мм", on("ул. Яблонева: 4")},
		{"letters", "без хвс Яблонева 5-а, 20 А, б", on("ул. Яблонева: 5а, 20а, 20б")},
		{"buildings counted on", "без хвс Яблонева 22 корп. 1,2,3, 41", on("ул. Яблонева: 22 к. 1, 22 к. 2, 22 к. 3, 41")},
		{"buildings behind a comma", "без хвс Яблонева 41б, к. 1, 2, 3", on("ул. Яблонева: 41б, 41 к. 1, 41 к. 2")},
		{"buildings in brackets", "без хвс Яблонева 22 (корп. 1,3)", on("ул. Яблонева: 22 к. 1, 22 к. 3")},
		{"corner house", "без хвс Карла Бакена 6", on("ул. Карла Бакена: 6/2")},
		{"own yard for the house", "без хвс К.Бакена 23,38", on("ул. Карла Бакена: 23 (влд), 38")},
		{"initial, abbreviation, title", "без хвс К. Бакена 21, Ябл. 4, Сев. Мыс 14-20, Ген. Рыбина 25", on("ул. Карла Бакена: 21", "ул. Яблонева: 4", "ул. Северный Мыс: 14, 16, 18, 20", "пр-кт Генерала Рыбина: 25")},
		{"the type decides, then the numbers", "без хвс пр-д Рыбина 10, Рыбина 2,4", on("проезд Рыбина: 10", "пр-кт Генерала Рыбина: 2, 4")},
		{"a type is the name", "без хвс Р.шоссе 2, ул. Речное шоссе 19, П.Бульвар 20а", on("ш. Речное: 2, 19", "б-р Песчаный: 20а")},
		{"numbers in names", "без хвс Яблонева 3, 12 Июня 83, 40 лет Весны 5,7", on("ул. Яблонева: 3", "ул. 12 Июня: 83", "ул. 40-летия Весны: 5, 7")},
		{"ordinal lanes", "без ХВС 2 пер. Луговой 5, 1 пер Луговой с 1 по 3 (чет;неч)", on("пер. Луговой 2-й: 5", "пер. Луговой 1-й: 1, 2, 3")},
		{"lanes without houses leave the list alone", "без ХВС Яблонева 5, 1, 2 пер. Луговой", on("ул. Яблонева: 5")},
		{"slips", "без ХВС Яблоневва 4, Ябонева 6, Набережная р. Бытсрой 83", on("ул. Яблонева: 4, 6", "ул. Набережная реки Быстрой: 83")},
		{"slips of the comma's key", "без хвс Яблонева 4,ь 6ю 8.", on("ул. Яблонева: 4, 6, 8")},
		{"words run together", "Без хвсЯблонева 4.улШкольная 5", on("ул. Яблонева: 4", "ул. Школьная: 5")},
		{"a village named first", "Тихий Плёс Центральная 1 утечка, без ХВС Школьная 5, Центральная 3", on("Тихий Плёс с, ул. Школьная: 5", "Тихий Плёс с, ул. Центральная: 3")},
		{"the city's own street", "без ХВС Школьная 5, Фасадная 31", on("ул. Школьная: 5", "Бакен п, ул. Фасадная: 31")},
		{"a program's list", "Речной г, Яблонева ул, д. 4, 0/ост. Школьная, 6, вост.д.№8, 12 Речной г, Школьная ул, д. 5", on("ул. Яблонева: 4, 6, 12", "ул. Школьная: 5")},
		{"the house first", "дома 4, 6 по ул. Яблонева", on("ул. Яблонева: 4, 6")},
		{"speech", "ну яблонева девять квартира триста десять", on("ул. Яблонева: 9")},
		{"wrong keyboard layout", ",tp [dc z,kjytdf 4", on("ул. Яблонева: 4")},
		{"a conjunction is no letter", "без хвс Яблонева 9 и Школьная 5", on("ул. Яблонева: 9", "ул. Школьная: 5")},
		{"letters behind a bare number", "без хвс Яблонева 20, а, б", on("ул. Яблонева: 20, 20а, 20б")},
		{"letters in brackets", "без хвс Яблонева 20(а,б)", on("ул. Яблонева: 20а, 20б")},
		{"the lane's number behind its name", "без хвс Луговой 2 пер. 5, 6", on("пер. Луговой 2-й: 5, 6")},
		{"the village behind the house", "без хвс ул. Школьная 5, с. Тихий Плёс, Яблонева 4", on("Тихий Плёс с, ул. Школьная: 5", "ул. Яблонева: 4")},
		{"the village in brackets behind", "без хвс ул. Школьная 5 (с. Тихий Плёс), Яблонева 4", on("Тихий Плёс с, ул. Школьная: 5", "ул. Яблонева: 4")},
		{"houses before each street", "без хвс дом 4 улица Яблонева, дом 5 улица Школьная", on("ул. Яблонева: 4", "ул. Школьная: 5")},
		{"floors in the plural", "закрыли стояк Яблонева 4 кв 5,6, этажи 1-5", on("ул. Яблонева: 4")},
		{"a street in two rows of the register", "без хвс Спуск Песков 2-6", on("спуск Песков: 2, 4", "ул. Спуск Песков: 6")},
		{"an anniversary is another street", "Речной г, 100-летия со дня рождения К.Бакена ул, д. 1, Школьная ул, д. 5", on("ул. Школьная: 5")},
		{"flats go on", "без хвс Яблонева 22 к. 1 кв. 1, 3, 5, 41", on("ул. Яблонева: 22 к. 1, 41")},
		{"entrances in the plural", "без хвс Яблонева 14 подъезды 1, 3, 5, 20", on("ул. Яблонева: 14, 20")},
		{"a range of entrances", "без хвс Яблонева 14, подъезды с 1 по 4, 20", on("ул. Яблонева: 14, 20")},
		{"counts of flats, houses, people", "без хвс Яблонева 14, 20 квартир, 9 домов, 3 человека, 5-ти этажный", on("ул. Яблонева: 14")},
		{"a telephone with its code", "без хвс Яблонева 14, 8(8422)42-24-20", on("ул. Яблонева: 14")},
		{"dots of a range", "без хвс Яблонева 2...6", on("ул. Яблонева: 2, 4, 6")},
		{"a letter before works", "без хвс Яблонева 5 а замена", on("ул. Яблонева: 5а")},
		{"a corner the other way round", "без хвс Карла Бакена 2/6", on("ул. Карла Бакена: 6/2")},
		{"the house first, twice", "д. 4 по ул. Яблонева и 5 по Школьной", on("ул. Яблонева: 4", "ул. Школьная: 5")},
		{"ordinals of several lanes", "без хвс 1-й и 2-й пер. Луговой 2, 5", on("пер. Луговой 1-й: 2", "пер. Луговой 2-й: 5")},
		{"several lanes, no street before", "без хвс 1, 2 пер. Луговой 5", on("пер. Луговой 2-й: 5")},
		{"another case", "отключили Школьную 5", on("ул. Школьная: 5")},
		{"limits are no houses", "без хвс Школьная от Яблонева 4 до Центральной", ""},
		{"nothing at all", "закрытие по письму для УК", ""},
	}
	r := riverReader()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := r.Read(tt.comment)
			if shown(got.Houses) != tt.want {
				t.Errorf("%s\n got %s\nwant %s", tt.comment, shown(got.Houses), tt.want)
			}
		})
	}
}

func TestCommentTellsWhatItCannotPlace(t *testing.T) {
	tests := []struct {
		comment string
		text    string
		reason  ReasonCode
	}{
		{"без хвс Яблонева 4, 99", "99", ReasonNoSuchHouse},
		{"без хвс Яблонева 14-4", "4", ReasonAmbiguous},
		{"без хвс Грушевая 4", "Грушевая 4", ReasonUnknownStreet},
		{"с. Дальнее ул. Яблонева 4", "ул. Яблонева 4", ReasonOtherTown},
		{"Яблонева 4 утечка, без хвс Дальние Сады", "Дальние Сады", ReasonUnknownStreet},
		{"без хвс ул. Школьная, Грушевая (ч/дома)", "Грушевая", ReasonUnknownStreet},
	}
	r := riverReader()
	for _, tt := range tests {
		got := r.Read(tt.comment)
		found := slices.ContainsFunc(got.Unresolved, func(u Unresolved) bool { return u.Span.Text == tt.text && u.Reason == tt.reason })
		if !found {
			t.Errorf("%s: %+v", tt.comment, got.Unresolved)
		}
	}
}

func TestCommentKeepsToItsCity(t *testing.T) {
	r := NewCommentReader(NewIndex(riverTown(), Options{City: "Речноград"}))
	away := []string{"Самара, без хвс Яблонева 4", "Дальнегорский район, без хвс Яблонева 4", "Школьная область, без хвс Яблонева 4",
		"Республика Заречье, без хвс Яблонева 4", "г. Самара, без хвс Яблонева 4", "рп Дальнегорка, без хвс Яблонева 4", "р.п. Дальнегорка, без хвс Яблонева 4"}
	for _, comment := range away {
		if got := r.Read(comment); len(got.Houses) > 0 {
			t.Errorf("%s: %s", comment, shown(got.Houses))
		}
	}
	home := []string{"Речноградская обл, без хвс Яблонева 4", "Советский район, без хвс Яблонева 4", "г. Речноград, без хвс Яблонева 4",
		"Дальняя обл., г. Речноград, без хвс Яблонева 4"}
	for _, comment := range home {
		if got := r.Read(comment); shown(got.Houses) != on("ул. Яблонева: 4") {
			t.Errorf("%s: %s", comment, shown(got.Houses))
		}
	}
}

func TestCommentFacts(t *testing.T) {
	got := riverReader().Read("Яблонева 2 утечка, замена задвижки Д=150, без ХВС Яблонева 4 (д/с № 6), ул. Школьная; на пониж. давл. Карла Бакена 1")
	switch {
	case shown(got.Site) != on("ул. Яблонева: 2"):
		t.Errorf("site %s", shown(got.Site))
	case got.Cause != "утечка" || got.Works != "замена":
		t.Errorf("cause %q, works %q", got.Cause, got.Works)
	case !slices.Equal(got.DiametersMM, []int{150}):
		t.Errorf("diameters %v", got.DiametersMM)
	case len(got.Areas) != 1 || got.Areas[0].Name != "ул. Школьная" || got.Areas[0].Houses != 2:
		t.Errorf("areas %+v", got.Areas)
	case len(got.Institutions) != 1 || got.Institutions[0].Text != "д/с № 6":
		t.Errorf("institutions %+v", got.Institutions)
	case len(got.Houses) != 2 || got.Houses[0].Effect != EffectCut || got.Houses[1].Effect != EffectLowered:
		t.Errorf("houses %+v", got.Houses)
	case got.Houses[0].Span.Text != "4" || got.Houses[0].Confidence < 0.9:
		t.Errorf("house %+v", got.Houses[0])
	case !slices.Equal(got.Utilities, []Utility{{"ХВС", EffectCut}}):
		t.Errorf("utilities %+v", got.Utilities)
	}
}

func TestCommentAreas(t *testing.T) {
	for comment, want := range map[string]string{
		"без хвс Тихий Плёс":                                  "Тихий Плёс с",
		"Тихий Плёс с, Школьная ул, д. 5":                     "", // says only where the street is
		"без хвс Школьная, Школьная":                          "ул. Школьная",
		"без хвс 13 кв. (Школьная - Яблонева - Северный Мыс)": "ул. Школьная!; ул. Яблонева!; ул. Северный Мыс!",
		"без хвс четная сторона Яблонева, Школьная (неч.)":    "ул. Яблонева even; ул. Школьная odd",
		"без хвс Песчаные рынки":                              "",
	} {
		var names []string
		for _, area := range riverReader().Read(comment).Areas {
			if area.Bound {
				area.Name += "!"
			}
			names = append(names, strings.TrimSpace(area.Name+" "+string(area.Side)))
		}
		if got := strings.Join(names, "; "); got != want {
			t.Errorf("%s: %s, want %s", comment, got, want)
		}
	}
}

func TestCommentFactsInHurriedWords(t *testing.T) {
	got := riverReader().Read("промывка водопроводной сети из в/кД-300. Без хвс Яблонева 4")
	if got.Works != "промывка" || !slices.Equal(got.DiametersMM, []int{300}) || len(got.Institutions) > 0 {
		t.Errorf("works %q, diameters %v, institutions %v", got.Works, got.DiametersMM, got.Institutions)
	}
}

func TestCommentKinds(t *testing.T) {
	r := riverReader()
	for comment, want := range map[string]CommentKind{
		"утечка из-под земли, без ХВС Яблонева 4": CommentOutage,
		"замена задвижки, без ХВС Яблонева 4":     CommentPlanned,
		"на пониженном давлении Яблонева 4":       CommentLowPressure,
		"закрытие по письму для УК":               CommentNoAddress,
	} {
		if got := r.Read(comment).Kind; got != want {
			t.Errorf("%s: %s, want %s", comment, got, want)
		}
	}
}

func TestCommentNamesDoubledRows(t *testing.T) {
	houses := riverTown()
	houses[0].Doubles = []string{"again"}
	r := NewCommentReader(NewIndex(houses, Options{}))
	if got := r.Read("без хвс Яблонева 1").SourceIDs(); !slices.Equal(got, []string{"1", "again"}) {
		t.Errorf("%v", got)
	}
}

// TestCommentReadsBackWhatIsWritten writes any houses of the town down as a
// dispatcher does, and reads exactly them.
func TestCommentReadsBackWhatIsWritten(t *testing.T) {
	houses, r := riverTown(), riverReader()
	byStreet := map[string][]int{}
	var streets []string
	for i, h := range houses {
		if h.Settlement != "" || strings.HasSuffix(h.Number, ")") {
			continue
		}
		street := streetShown(h.StreetType, h.Street)
		if byStreet[street] == nil {
			streets = append(streets, street)
		}
		byStreet[street] = append(byStreet[street], i)
	}
	rapid.Check(t, func(t *rapid.T) {
		var pieces, want []string
		for _, street := range rapid.SliceOfNDistinct(rapid.SampledFrom(streets), 1, 4, rapid.ID).Draw(t, "streets") {
			var numbers []string
			for _, i := range rapid.SliceOfNDistinct(rapid.SampledFrom(byStreet[street]), 1, 5, rapid.ID).Draw(t, street) {
				if strings.Contains(houses[i].Number, "к.") {
					numbers = append(numbers, houses[i].Number) // last: "8 к. 1, 2" would be two buildings
				} else {
					numbers = append([]string{houses[i].Number}, numbers...)
				}
				want = append(want, houses[i].Shown())
			}
			pieces = append(pieces, street+" "+strings.Join(numbers, ", "))
		}
		comment := "утечка Д=100, без ХВС " + strings.Join(pieces, rapid.SampledFrom([]string{"; ", ", ", " "}).Draw(t, "separator"))
		slices.Sort(want)
		if got := shown(r.Read(comment).Houses); got != strings.Join(want, "; ") {
			t.Fatalf("%s\n got %s\nwant %s", comment, got, strings.Join(want, "; "))
		}
	})
}

func FuzzComment(f *testing.F) {
	for _, text := range []string{"из п/з Д=100. Без хвс Яблонева 1-8(четн.), 22 корп. 1,2", "1, 2 пер. Луговой 5 (кроме 6", "без ХВС (((", "Р.шоссе -2-", "\xff№№ 5"} {
		f.Add(text)
	}
	r := riverReader()
	f.Fuzz(func(t *testing.T, text string) {
		got := r.Read(text)
		for _, h := range got.Houses {
			if h.House == nil || h.Confidence <= 0 || h.Confidence > 1 || h.Span.Start < 0 || h.Span.Start > h.Span.End {
				t.Fatalf("%q: %+v", text, h)
			}
		}
	})
}
