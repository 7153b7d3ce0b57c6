package hardset

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// Kind is what a query asks for.
type Kind string

const (
	Known        Kind = "house of the register"
	AbsentHouse  Kind = "house that the street lacks"
	AbsentStreet Kind = "street that does not exist"
	OtherTown    Kind = "address of another town"
)

// Query is one written address with what it means.
type Query struct {
	ID     string
	Text   string
	Kind   Kind
	Noises []Noise
	Want   []string // ids of the house, several when the register lists it twice; none when there is no answer
}

// Set draws count queries: of ten, seven or eight ask for a house that there is.
func (r *Register) Set(seed uint64, count int) []Query {
	random := rand.New(rand.NewPCG(seed, seed))
	set := make([]Query, count)
	for i := range set {
		q := r.query(random)
		q.ID = strconv.Itoa(i + 1)
		set[i] = q
	}
	return set
}

func (r *Register) query(random *rand.Rand) Query {
	h := r.Houses[random.IntN(len(r.Houses))]
	q := Query{Kind: Known, Noises: draw(random)}
	switch n := random.IntN(100); {
	case n < 8:
		q.Kind, h.Number = AbsentHouse, r.absentNumber(random, h)
	case n < 16:
		q.Kind, h.Street, h.Settlement = AbsentStreet, r.absentStreet(random), ""
	case n < 22:
		q.Kind, h.Settlement = OtherTown, pick(random, "г. ", "г ", "город ", "")+otherTowns[random.IntN(len(otherTowns))]
	default:
		q.Want = r.same[h.key()]
	}
	q.Text = write(random, r, h, q.Noises)
	return q
}

// absentNumber is a number that no house of the street begins with.
func (r *Register) absentNumber(random *rand.Rand, h House) string {
	for _, s := range r.streets {
		first := r.Houses[s.houses[0]]
		if first.Street != h.Street || first.Type != h.Type || first.Settlement != h.Settlement {
			continue
		}
		for {
			if n := strconv.Itoa(1 + random.IntN(len(s.houses)*3+40)); !s.taken[n] {
				return n
			}
		}
	}
	return h.Number
}

// absentStreet invents a name that no street of the register resembles by more than its ending.
func (r *Register) absentStreet(random *rand.Rand) string {
	const stems = "Жемчуг Кварц Бархат Фонарн Гречих Парус Метеор Янтар Гранат Клевер Снегир Ураган Чебурек Малахит Тюльпан Водолаз Скворц Абрикос Грамот Пингвин"
	const endings = "ная ская овая овский ова ина енко"
	for {
		name := pick(random, strings.Fields(stems)...) + pick(random, strings.Fields(endings)...)
		free := true
		for _, s := range r.streets {
			free = free && !strings.HasPrefix(r.Houses[s.houses[0]].Street, name[:8])
		}
		if free {
			return name
		}
	}
}

var otherTowns = strings.Fields("Самара Казань Саратов Пенза Тольятти Димитровград Москва Сызрань Оренбург Ижевск Чебоксары Саранск Пермь Уфа Волгоград Воронеж")

// TypedAhead is what stands in the field after four letters of the street and the number.
func TypedAhead(h House) (string, bool) {
	letters := []rune(strings.ToLower(h.Street))
	if len(letters) < 4 {
		return "", false
	}
	return fmt.Sprintf("%s %s", string(letters[:4]), h.Number), true
}
