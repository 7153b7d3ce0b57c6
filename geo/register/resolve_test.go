package register

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// demoHouses is a small invented town with every trap that the tests name.
func demoHouses() []House {
	var houses []House
	add := func(settlement, kind, street string, numbers ...string) {
		for _, n := range numbers {
			h := House{ID: int64(len(houses) + 1), Settlement: settlement, StreetType: kind, Street: street, Number: n}
			h.Address = h.Shown()
			houses = append(houses, h)
		}
	}
	add("", "ул", "Яблонева", "1", "2", "20", "22", "43", "43а", "44", "140 к. 1", "140 к. 2", "63", "63 к. 12")
	add("", "пер", "Яблонева", "1", "5")
	add("", "ул", "Карла Бакена", "21", "38", "7 к. а")
	add("", "ул", "40 лет Весны", "5", "19 к. 1")
	add("", "пр-кт", "Генерала Рыбина", "5", "57 (зд)", "57")
	add("", "пер", "Луговой 1-й", "5")
	add("", "пер", "Луговой 2-й", "5", "6")
	add("", "ул", "Школьная", "5", "6")
	add("Тихий Плёс с", "ул", "Школьная", "5", "8")
	add("Бакен п", "ул", "Фасадная", "31")
	add("Бакен п", "", "", "9")
	add("", "ул", "Набережная реки Быстрой", "83")
	add("", "линия", "13-я", "4")
	add("", "ул", "Речников", "4,6,8")
	return houses
}

func demoIndex() *Index {
	return NewIndex(demoHouses(), Options{City: "Демоград", Spoken: map[string]string{
		"Пентагон": "ул. Яблонева, 44", "Бродвей": "ул. Карла Бакена", "У моста": "ул. Мостовая, 1",
	}})
}

func TestResolveAnswers(t *testing.T) {
	x := demoIndex()
	tests := []struct{ query, want string }{
		{"ул. Яблонева, 20", "ул. Яблонева, 20"},
		{"яблонева20", "ул. Яблонева, 20"},
		{"20 яблонева", "ул. Яблонева, 20"},
		{"Яблонева двадцать", "ул. Яблонева, 20"},
		{"ул Яблонева д 20 п 2 кв 15", "ул. Яблонева, 20"},
		{"школа 22 Яблонева 20", "ул. Яблонева, 20"},
		{"д/с 22, Яблонева 20", "ул. Яблонева, 20"},
		{"яблонева 43 А", "ул. Яблонева, 43а"},
		{"яблоневва 43", "ул. Яблонева, 43"},
		{"ябл онева 43", "ул. Яблонева, 43"},
		{"yablonevа 22", "ул. Яблонева, 22"},
		{"z,kjytdf 43", "ул. Яблонева, 43"},
		{"yablonevf 22", "ул. Яблонева, 22"},
		{"К. Бакена 21", "ул. Карла Бакена, 21"},
		{"карлабакена 38", "ул. Карла Бакена, 38"},
		{"бакена карла 38", "ул. Карла Бакена, 38"},
		{"Карла Бакена 7а", "ул. Карла Бакена, 7 к. а"},
		{"40-летия весны 5", "ул. 40 лет Весны, 5"},
		{"5 40 лет весны", "ул. 40 лет Весны, 5"},
		{"40 лет весны 19/1", "ул. 40 лет Весны, 19 к. 1"},
		{"пр. Рыбина 57", "пр-кт Генерала Рыбина, 57"},
		{"пр. Рыбина 57 (зд.)", "пр-кт Генерала Рыбина, 57 (зд)"},
		{"2 пер. Луговой 6", "пер. Луговой 2-й, 6"},
		{"второй луговой 5", "пер. Луговой 2-й, 5"},
		{"школьная 5", "ул. Школьная, 5"},
		{"Тихий Плёс школьная 5", "Тихий Плёс с, ул. Школьная, 5"},
		{"г. Демоград, ул. Школьная, 5", "ул. Школьная, 5"},
		{"Фасадная 31", "Бакен п, ул. Фасадная, 31"},
		{"п. Бакен, 9", "Бакен п, 9"},
		{"наб. р. Быстрой 83", "ул. Набережная реки Быстрой, 83"},
		{"13-я линия 4", "линия 13-я, 4"},
		{"речников 6", "ул. Речников, 4,6,8"},
		{"Рыбина пр-т 57 зд.", "пр-кт Генерала Рыбина, 57 (зд)"},
		{"демоградяблонева 20", "ул. Яблонева, 20"},
		{"демоградяблоевна 20", "ул. Яблонева, 20"},
		{"яблонева 43-Акв. 7", "ул. Яблонева, 43а"},
		{`z,kjytdf 43 "f"`, "ул. Яблонева, 43а"},
		{"z,kjytdf 43 @f@", "ул. Яблонева, 43а"},
		{"школьнаяпять", "ул. Школьная, 5"},
		{"yablonevadvadtsat'", "ул. Яблонева, 20"},
		{"яблонева 2089271234567", "ул. Яблонева, 20"},
		{"квартира 3 яблонева двадцать второй дом 89271234567", "ул. Яблонева, 22"},
		{"пентагон", "ул. Яблонева, 44"},
		{"бродвей 38", "ул. Карла Бакена, 38"},
		{"алло здравствуйте у нас потоп яблонева 20 третий этаж", "ул. Яблонева, 20"},
	}
	for _, tt := range tests {
		r := x.Resolve(tt.query)
		switch {
		case r.Answer == nil:
			t.Errorf("%q: no answer (%s), candidates %v", tt.query, r.Reason.Code, texts(r.Candidates))
		case r.Answer.Shown() != tt.want:
			t.Errorf("%q: %q, want %q", tt.query, r.Answer.Shown(), tt.want)
		case r.Candidates[0].House != r.Answer || r.Confidence < answerThreshold || r.Reason.Code != ReasonNone:
			t.Errorf("%q: the answer does not lead its candidates: %+v", tt.query, r)
		}
	}
}

func TestResolveAsksInsteadOfGuessing(t *testing.T) {
	x := demoIndex()
	tests := []struct {
		query string
		why   ReasonCode
		first string // best candidate, "" when it does not matter
	}{
		{"", ReasonEmpty, ""},
		{"5", ReasonEmpty, ""},
		{"ул. Несуществующая 5", ReasonUnknownStreet, ""},
		{"ул. Яблонева", ReasonNoNumber, ""},
		{"Яблонева 43б", ReasonNoSuchHouse, "ул. Яблонева, 43"},
		{"Карла Бакена 20", ReasonNoSuchHouse, ""},
		{"яблонева 1", ReasonAmbiguous, "ул. Яблонева, 1"},
		{"школьная 8", ReasonUnsure, "Тихий Плёс с, ул. Школьная, 8"},
		{"луговой 5", ReasonUnsure, ""},
		{"яюлнва 44", ReasonUnknownStreet, "ул. Яблонева, 44"},
		{"2-ч луггвй 6", ReasonUnknownStreet, "пер. Луговой 2-й, 6"},
		{"43 к. 2г. демоград яблонева", ReasonNoSuchHouse, "ул. Яблонева, 43"},
		{"п. Бакен, Береговая, 9", ReasonUnsure, "Бакен п, 9"},
		{"яблонева 63 12", ReasonAmbiguous, "ул. Яблонева, 63"},
		{"Самара, Яблонева 20", ReasonOtherTown, ""},
		{"г. Нижняя Тавда, Яблонева 20", ReasonOtherTown, ""},
		{"Дальнегорка, ул. Яблонева 20", ReasonUnsure, "ул. Яблонева, 20"},
		{"Дальнегорка Яблонева 20", ReasonUnsure, "ул. Яблонева, 20"},
		{"Яблонева 20 Дальнегорка", ReasonUnsure, "ул. Яблонева, 20"},
		{"с. Дальнегорка ул. Яблонева 20", ReasonOtherTown, "ул. Яблонева, 20"},
		{"Дальнегорский район, Яблонева 20", ReasonOtherTown, "ул. Яблонева, 20"},
		{"Татарстан Яблонева 20", ReasonOtherTown, ""},
	}
	for _, tt := range tests {
		r := x.Resolve(tt.query)
		if r.Answer != nil {
			t.Errorf("%q: answered %q, want %s", tt.query, r.Answer.Shown(), tt.why)
			continue
		}
		if r.Reason.Code != tt.why && !(tt.why == ReasonUnsure && r.Reason.Code == ReasonAmbiguous) {
			t.Errorf("%q: reason %s (%v), want %s", tt.query, r.Reason.Code, texts(r.Candidates), tt.why)
		}
		if r.Reason.Russian == "" || r.Reason.English == "" {
			t.Errorf("%q: a reason without words", tt.query)
		}
		if tt.first != "" && (len(r.Candidates) == 0 || r.Candidates[0].Text != tt.first) {
			t.Errorf("%q: candidates %v, want %q first", tt.query, texts(r.Candidates), tt.first)
		}
	}
}

func TestResolveKeepsToItsCity(t *testing.T) {
	for _, query := range []string{"Советский район, Яблонева 20", "Яблонева 20, Ленинский р-н"} {
		if r := demoIndex().Resolve(query); r.Answer == nil || r.Answer.Number != "20" {
			t.Errorf("%q: %+v", query, r.Reason)
		}
	}
}

func TestResolveTellsTheNearestNumbers(t *testing.T) {
	r := demoIndex().Resolve("Яблонева 43б")
	want := "ул. Яблонева: дома 43б в реестре нет, ближайшие номера: 43, 43а, 44, 63."
	if r.Reason.Russian != want {
		t.Errorf("got  %s\nwant %s", r.Reason.Russian, want)
	}
}

func TestResolveKeepsEntranceAndFlat(t *testing.T) {
	r := demoIndex().Resolve("яблонева дом 20 п-д 3 эт 4 кв 45 тел 89001234567")
	if r.Answer == nil || r.Parts.Entrance != "3" || r.Parts.Floor != "4" || r.Parts.Flat != "45" {
		t.Errorf("got %+v", r.Parts)
	}
	if r := demoIndex().Resolve("яблонева 22-15"); r.Answer == nil || r.Parts.Flat != "15" {
		t.Errorf("22-15: got %+v", r.Parts)
	}
}

func TestSpokenNameWithoutTargetIsTold(t *testing.T) {
	if got := demoIndex().UnknownSpoken(); len(got) != 1 || got[0] != "У моста" {
		t.Errorf("got %v", got)
	}
}

// A house in the form that the register shows resolves to itself.
func TestShownHouseResolvesToItself(t *testing.T) {
	houses := demoHouses()
	x := NewIndex(houses, Options{City: "Демоград"})
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(houses)-1).Draw(t, "house")
		text := "г. Демоград, " + houses[i].Shown()
		if flat := rapid.IntRange(0, 300).Draw(t, "flat"); flat > 0 {
			text += fmt.Sprintf(", кв. %d", flat)
		}
		if r := x.Resolve(text); r.Answer == nil || r.Answer.ID != houses[i].ID {
			t.Fatalf("%q: %s %v", text, r.Reason.Code, texts(r.Candidates))
		}
	})
}

func TestSuggest(t *testing.T) {
	x := demoIndex()
	tests := []struct{ query, want string }{
		{"яб", "ул. Яблонева"},
		{"ябл 4", "ул. Яблонева, 43"},
		{"ябло 43", "ул. Яблонева, 43"},
		{"43 ябло", "ул. Яблонева, 43"},
		{"яблн 43", "ул. Яблонева, 43"},
		{"бак 21", "ул. Карла Бакена, 21"},
		{"z,kj 43", "ул. Яблонева, 43"},
		{"yabl 43", "ул. Яблонева, 43"},
		{"пента", "ул. Яблонева, 44"},
		{"40 лет ве 5", "ул. 40 лет Весны, 5"},
	}
	for _, tt := range tests {
		got := x.Suggest(tt.query, 5)
		if len(got) == 0 || got[0].Text != tt.want {
			t.Errorf("Suggest(%q) = %v, want %q first", tt.query, texts(got), tt.want)
		}
	}
	if got := x.Suggest("яблонева", 0); got != nil {
		t.Errorf("limit 0 gave %v", texts(got))
	}
	if got := x.Suggest("ябл", 3); len(got) > 3 {
		t.Errorf("limit 3 gave %d", len(got))
	}
}

func texts(candidates []Candidate) []string {
	out := make([]string, len(candidates))
	for i, c := range candidates {
		out[i] = c.Text
	}
	return out
}

// A text that is one endless word, or thousands of short ones, costs no more than a long address.
func TestLongTextsAreRead(t *testing.T) {
	x := demoIndex()
	for _, text := range []string{strings.Repeat("a", 5000), strings.Repeat("ул", 5000), strings.Repeat("z,", 5000), strings.Repeat("4a ", 3000), strings.Repeat("а-", 3000)} {
		if r := x.Resolve(text); r.Answer != nil {
			t.Errorf("%.12s…: %s", text, r.Answer.Shown())
		}
		x.Suggest(text, 5)
	}
}

func FuzzResolve(f *testing.F) {
	for _, text := range []string{"ул. Яблонева, 20", "2 пер. Луговой 6", "z,kjytdf 43", "4,6,8-9/10 к. к. к.", "\xff\xfe", "N N N"} {
		f.Add(text)
	}
	x := demoIndex()
	f.Fuzz(func(t *testing.T, text string) {
		r := x.Resolve(text)
		if (r.Answer == nil) == (r.Reason.Code == ReasonNone) {
			t.Fatalf("answer %v with reason %q", r.Answer, r.Reason.Code)
		}
		if r.Answer != nil && r.Candidates[0].House != r.Answer {
			t.Fatalf("the answer is not the first candidate")
		}
		if got := x.Suggest(text, 5); len(got) > 5 {
			t.Fatalf("%d suggestions", len(got))
		}
	})
}
