package roads

import (
	"slices"
	"strings"

	"dispatch05/geo"
)

var russianTurns = map[Turn]string{
	SetOff: "Выезд", Straight: "Прямо", Left: "Налево", Right: "Направо", Back: "Разворот",
	Ring: "По кольцу", Leave: "Съезд с кольца", OffRoad: "От дороги до места",
}

var englishTurns = map[Turn]string{
	SetOff: "Set off", Straight: "Straight on", Left: "Left", Right: "Right", Back: "Turn round",
	Ring: "Round the roundabout", Leave: "Leave the roundabout", OffRoad: "From the road to the place",
}

// Russian says a step: "Налево на ул. Минаева, 300 м".
func (s Step) Russian() string {
	said := russianTurns[s.Turn]
	if s.Street != "" {
		name, declined := onto(s.Street)
		if declined {
			said += " на " + name
		} else {
			said += ", " + name
		}
	}
	return said + ", " + geo.RussianLength(s.Meters)
}

// English is the same in English: "Left, улица Минаева, 300 m".
func (s Step) English() string {
	said := englishTurns[s.Turn]
	if s.Street != "" {
		said += ", " + s.Street
	}
	return said + ", " + geo.EnglishLength(s.Meters)
}

// shortTypes are the types of streets whose abbreviation spares the case that "на" asks for, and steadyTypes those that
// have the same form in it.
var (
	shortTypes  = map[string]string{"улица": "ул.", "площадь": "пл.", "набережная": "наб.", "проспект": "просп.", "переулок": "пер.", "бульвар": "бульв.", "шоссе": "ш."}
	steadyTypes = []string{"проезд", "тупик", "мост", "путепровод", "тракт", "спуск", "переезд", "тоннель", "въезд", "ул.", "пер.", "просп.", "пл.", "наб.", "ш."}
)

// onto is a street's name as it stands behind "на", its type first: "Зелёная улица" is "ул. Зелёная". False where the
// name would need another ending: "Аллея Героев".
func onto(street string) (string, bool) {
	words := strings.Fields(street)
	for i, word := range words {
		if short := shortTypes[strings.ToLower(word)]; short != "" {
			return strings.Join(append([]string{short}, slices.Delete(slices.Clone(words), i, i+1)...), " "), true
		}
		if slices.Contains(steadyTypes, strings.ToLower(word)) {
			return street, true
		}
	}
	return street, false
}

// Russian names the way and its length for people: "по дорогам 4,8 км".
func (t Trip) Russian() string {
	if !t.Reachable {
		return "проезда нет"
	}
	said := "по дорогам " + geo.RussianLength(t.Meters)
	if t.Private {
		said += ", через закрытый проезд"
	}
	return said
}

// English is the same in English: "by road 4.8 km".
func (t Trip) English() string {
	if !t.Reachable {
		return "no way there"
	}
	said := "by road " + geo.EnglishLength(t.Meters)
	if t.Private {
		said += ", over a private road"
	}
	return said
}
