package register

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// inventedCity is a register of about the given size: streets named by joining
// invented stems, the same ones again as lanes and in villages.
func inventedCity(size int) []House {
	random := rand.New(rand.NewPCG(5, 5))
	stems := []string{"Берез", "Речн", "Камен", "Лугов", "Заводск", "Мост", "Яблон", "Сосн", "Ветр", "Рыбн", "Пристан", "Туман", "Песчан", "Озерн", "Хвойн"}
	heads := []string{"Ново", "Старо", "Верхне", "Нижне", "Дальне", "Ближне", "Крайне", "Средне", "Велико", "Мало", "Тихо", "Светло", "Красно", "Бело", "Черно", ""}
	villages := []string{"", "", "", "Тихий Плёс с", "Бакен п"}
	kinds := []string{"ул", "пер", "ул", "пр-кт", "проезд"}
	var houses []House
	for len(houses) < size {
		street := heads[random.IntN(len(heads))] + strings.ToLower(stems[random.IntN(len(stems))]) + []string{"ая", "ый", "ова", "ская", "ского"}[random.IntN(5)]
		if random.IntN(6) == 0 {
			street += fmt.Sprintf(" %d-я", 1+random.IntN(5))
		}
		village, kind := villages[random.IntN(len(villages))], kinds[random.IntN(len(kinds))]
		for n := 1; n < 20+random.IntN(60); n++ {
			number := fmt.Sprint(n) + []string{"", "", "", "а", " к. 1"}[random.IntN(5)]
			houses = append(houses, House{ID: int64(len(houses) + 1), Settlement: village, StreetType: kind, Street: street, Number: number})
		}
	}
	return houses[:size]
}

func BenchmarkNewIndex50k(b *testing.B) {
	houses := inventedCity(50_077)
	b.ReportAllocs()
	for b.Loop() {
		NewIndex(houses, Options{City: "Демоград"})
	}
}

// benchmarkQueries writes houses as people do: every fifth exactly, then with a
// typo, on the wrong layout, transliterated and half typed.
func benchmarkQueries(houses []House, count int) []string {
	random := rand.New(rand.NewPCG(6, 6))
	latin := strings.NewReplacer("а", "a", "б", "b", "в", "v", "е", "e", "и", "i", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "р", "r", "с", "s", "т", "t", "у", "u")
	queries := make([]string, count)
	for i := range queries {
		h := houses[random.IntN(len(houses))]
		name := []rune(strings.ToLower(h.Street))
		switch i % 5 {
		case 1:
			at := 1 + random.IntN(len(name)-2)
			name = slices.Delete(name, at, at+1)
		case 2:
			for j, r := range name {
				if k := slices.Index([]rune(cyrillicKeys), r); k >= 0 {
					name[j] = rune(latinKeys[k])
				}
			}
		case 3:
			name = []rune(latin.Replace(string(name)))
		case 4:
			name = name[:min(5, len(name))]
		}
		queries[i] = string(name) + " " + h.Number
	}
	return queries
}

func benchmarkSearch(b *testing.B, size int, search func(*Index, string)) {
	houses := inventedCity(size)
	x := NewIndex(houses, Options{City: "Демоград"})
	queries := benchmarkQueries(houses, 5000)
	b.ReportAllocs()
	spent := make([]time.Duration, 0, 1<<20)
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		search(x, queries[i%len(queries)])
		spent = append(spent, time.Since(start))
	}
	slices.Sort(spent)
	b.ReportMetric(float64(spent[len(spent)*99/100].Nanoseconds()), "p99-ns/op")
}

func BenchmarkSuggest100k(b *testing.B) {
	benchmarkSearch(b, 100_000, func(x *Index, q string) { x.Suggest(q, 10) })
}

func BenchmarkResolve100k(b *testing.B) {
	benchmarkSearch(b, 100_000, func(x *Index, q string) { x.Resolve(q) })
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Parse("Речная обл, Демоград г, Луговка с, Новояблонева 2-я ул, 17А к. 2 (двлд.)")
	}
}
