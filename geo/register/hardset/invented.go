package hardset

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
)

const (
	inventedHeads   = "Ново Старо Верхне Нижне Дальне Ближне Крайне Средне Велико Мало Тихо Светло Красно Бело Черно Остро Мокро Сухо Добро Вольно"
	inventedStems   = "берез речн камен лугов заводск мост яблон сосн ветр рыбн пристан туман песчан озерн хвойн глин мельнич кузнеч лодоч гончар"
	inventedEndings = "ая ый ова ская ского"
	inventedKinds   = "ул ул ул пер пр-кт проезд"
)

// Invented writes a register of a city that does not exist, in the form that Read reads: streets named by
// joined stems, some numbered, some again as lanes or in villages. It is the same for a seed.
func Invented(out io.Writer, houses int, seed uint64) error {
	random := rand.New(rand.NewPCG(seed, seed))
	pickOf := func(words string) string { return pick(random, strings.Fields(words)...) }
	w := bufio.NewWriter(out)
	fmt.Fprintln(w, "house_uuid;house_full_address")
	for written := 0; written < houses; {
		name := pickOf(inventedHeads) + pickOf(inventedStems) + pickOf(inventedEndings)
		if random.IntN(6) == 0 {
			name = fmt.Sprintf("%s %d-й", name, 1+random.IntN(5))
		}
		street := name + " " + pickOf(inventedKinds)
		village := pick(random, "", "", "", "", "", "Тихий Плёс с, ", "Бакен п, ")
		for n, last := 1, 20+random.IntN(60); n < last && written < houses; n++ {
			written++
			fmt.Fprintf(w, "%08d;Речная обл, Демоград г, %s%s, %d%s\n", written, village, street, n, pick(random, "", "", "", "А", " к. 1"))
		}
	}
	return w.Flush()
}
