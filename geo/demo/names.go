package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"dispatch05/geo"
)

// The pools of street names, "type name" each, by what a street is.
const (
	avenueNames = `пр-кт Победы|пр-кт Мира|ул Московская|пр-кт Строителей|пр-кт Космонавтов|ул Октябрьская|
		пр-кт Ленина|пр-кт Авиаторов|ул Волжская|пр-кт Академика Королёва|ул Большая Мостовая|пр-кт Созидателей`
	mainNames = `ул Гагарина|ул Карла Маркса|ул Маршала Жукова|ул Минина|ул Куйбышева|ул Железнодорожная|ул Вокзальная|
		ул Орджоникидзе|ул Кирова|ул Промышленная|ул Генерала Карбышева|ул Полярная|ул Станкостроителей|ул Уральская|
		ул Транспортная|ул Элеваторная|ул Локомотивная|ул Складская`
	oldNames = `ул Пушкина|ул Гоголя|ул Советская|ул Театральная|ул Соборная|ул Льва Толстого|ул Лермонтова|ул Кузнецкая|
		ул Красноармейская|ул Дворцовая|пер Гончарный|пер Почтовый|ул Чехова|ул Никитинская|ул Радищева|ул Спасская|
		пер Торговый|ул Энгельса|ул Рылеева|ул Ярмарочная`
	middleNames = `ул Строителей|ул Молодёжная|ул Комсомольская|ул Пионерская|ул 40 лет Победы|ул Ульяны Громовой|ул Тельмана|
		ул 8 Марта|ул Машиностроителей|ул Матросова|ул Чкалова|ул Энтузиастов|ул Заводская|ул Героев Труда|ул Циолковского|
		ул Менделеева|ул Зои Космодемьянской|ул Островского|ул Репина|ул Профсоюзная|ул Ветеранов|ул Доватора|ул Крылова|
		ул Врача Михайлова|ул Хрустальная|ул Отрадная|ул 9 Мая|ул Некрасова|ул Аблукова|ул Кольцова|ул Рабочая|ул Ватутина|
		ул Толбухина|ул Тимирязева|ул Нахимова|ул Панфиловцев|ул Кутузова|ул Суворова|ул Фурманова|ул Димитрова`
	highriseNames = `б-р Юности|б-р Цветной|б-р Архитекторов|б-р Киевский|б-р Знаменский|ул Генерала Мельникова|
		ул Камышинская|ул Самарская|ул Рябикова|ул Дружбы Народов|проезд Сиреневый|проезд Менделеева|б-р Фестивальный|
		ул Шолмова|ул Корунковой|ул Скочилова|б-р Новосондецкий|проезд Полбина`
	laneNames = `ул Садовая|ул Вишнёвая|ул Зелёная|ул Луговая|ул Береговая|ул Родниковая|ул Кленовая|ул Сосновая|ул Школьная|
		ул Полевая|ул Солнечная|ул Тихая|ул Лесная|ул Яблоневая|ул Рябиновая|ул Заречная|ул Ключевая|ул Тенистая|
		ул Малиновая|ул Черёмуховая|ул Дачная|ул Нагорная|ул Майская|ул Тополиная|ул Грибоедова|ул Есенина|ул Шевченко|
		ул Каштановая|ул Ореховая|ул Светлая|ул Казачья|ул Васильковая|ул Просторная|ул Звёздная|ул Ивовая|ул Калиновая|
		ул Огородная|ул Пасечная|ул Ясная|ул Медовая|ул Радужная|ул Липовая|ул Осенняя|ул Песчаная|ул Охотничья|ул Рыбацкая|
		ул Мичурина|ул Пришвина|ул Бианки|ул Бажова|ул Паустовского|ул Куприна|ул Бунина|ул Фета|ул Тютчева|ул Никитина`
	alleyNames = `пер Вишнёвый|пер Тихий|пер Овражный|пер Зелёный|проезд Луговой|пер Колхозный|пер Кузнечный|пер Рыбный|
		проезд Мирный|пер Брусничный|пер Сквозной|пер Глухой|проезд Весенний|пер Дальний|пер Клубный|проезд Лесной`
	ordinalAlleys = "Заречный|Садовый|Полевой|Нагорный|Речной|Лётный"
	villageNames  = "ул Школьная|ул Центральная|ул Молодёжная|ул Садовая|ул Новая|ул Мира|пер Школьный|пер Садовый"
)

// pool hands out names, each once.
type pool struct{ left []string }

func newPool(names string) *pool {
	p := &pool{}
	for name := range strings.SplitSeq(names, "|") {
		p.left = append(p.left, strings.TrimSpace(name))
	}
	return p
}

func (p *pool) shuffled(chance *rand.Rand) *pool {
	chance.Shuffle(len(p.left), func(i, j int) { p.left[i], p.left[j] = p.left[j], p.left[i] })
	return p
}

// first puts a name before all others, so that every city has it.
func (p *pool) first(name string) *pool {
	p.left = slices.DeleteFunc(p.left, func(other string) bool { return other == name })
	p.left = slices.Insert(p.left, 0, name)
	return p
}

// next gives the type and the name of a street.
func (p *pool) next() (kind, name string, found bool) {
	if len(p.left) == 0 {
		return "", "", false
	}
	kind, name, _ = strings.Cut(p.left[0], " ")
	p.left = p.left[1:]
	return kind, name, true
}

// ordinalPool holds numbered lanes: "пер 1-й Заречный", "пер 2-й Заречный", ...
func ordinalPool() *pool {
	p := &pool{}
	for base := range strings.SplitSeq(ordinalAlleys, "|") {
		for number := 1; number <= 4; number++ {
			p.left = append(p.left, fmt.Sprintf("пер %d-й %s", number, base))
		}
	}
	return p
}

// typeWords are the types of streets as written in full on the map.
var typeWords = map[string]string{
	"ул": "улица", "пр-кт": "проспект", "пер": "переулок", "проезд": "проезд",
	"б-р": "бульвар", "ш": "шоссе", "пл": "площадь", "наб": "набережная",
	"мост": "мост", "путепровод": "путепровод", "переезд": "переезд",
}

// shortTypes are the types as written in an address where the canonical short
// form is not what people see.
var shortTypes = map[string]string{"ул": "ул.", "пер": "пер.", "ш": "ш.", "пл": "пл.", "наб": "наб."}

// Shown is the street's name in full: "проспект Победы", "2-й Заречный переулок".
func (s Street) Shown() string {
	word := typeWords[s.Type]
	adjective := strings.HasSuffix(s.Name, "ый") || strings.HasSuffix(s.Name, "ий") ||
		strings.HasSuffix(s.Name, "ой") || strings.HasSuffix(s.Name, "ое") ||
		s.Type == "наб" && strings.HasSuffix(s.Name, "ая")
	if adjective {
		return s.Name + " " + word
	}
	return word + " " + s.Name
}

// addressStreet is a street's name as an address begins: "пр-кт Победы".
func addressStreet(kind, name string) string {
	if short, ok := shortTypes[kind]; ok {
		kind = short
	}
	return kind + " " + name
}

// poolOf names where a street inside a quarter of a use takes its name.
func poolOf(kind use) string {
	switch kind {
	case old:
		return oldNames
	case highrise:
		return highriseNames
	}
	return middleNames
}

// weight orders streets: houses face the weightier one.
var weight = map[geo.StreetClass]int{geo.Avenue: 0, geo.Main: 1, geo.Minor: 2, geo.Highway: 3, geo.Lane: 4}
