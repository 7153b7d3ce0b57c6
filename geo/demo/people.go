package demo

import (
	"fmt"
	"strings"
)

// Person is an invented worker.
type Person struct {
	Name         string
	Organisation string // code
	Role         string // as an account's: "crew", "foreman", ...
	Crew         string // callsign
	Phone        string // invented
	Email        string // of a domain that cannot exist
	Login        string // of the demo account that is theirs
}

// Post is a duty with the people who hold it in turn.
type Post struct {
	Name         string
	Role         string
	Organisation string  // code; "" = of the city
	Crew         string  // callsign
	Supervisor   string  // name of the post that answers when nobody holds this one
	OnCall       bool    // from home
	Hours        int     // of a watch, from 08:00
	Turns        [][]int // places of people in City.People
}

const surnames = `Абрамов|Агафонов|Баранов|Белов|Беляев|Блинов|Бобров|Быков|Васин|Власов|Воронов|Галкин|Герасимов|Горбунов|Громов|Гусев|Давыдов|
	Дроздов|Егоров|Ершов|Жданов|Жуков|Зайцев|Зимин|Зотов|Исаев|Калинин|Карпов|Киселёв|Климов|Ковалёв|Козлов|Комаров|Корнилов|Крылов|Кудрявцев|
	Лазарев|Лебедев|Логинов|Лукин|Мальцев|Медведев|Миронов|Морозов|Носов|Орехов|Панов|Поляков|Рогов|Савин|Селезнёв|Сидоров|Соболев|Сорокин|
	Тарасов|Тихонов|Уваров|Фадеев|Филатов|Фомин|Хохлов|Чернов|Шубин|Щукин`

const initials = "АБВГДЕИКЛМНПРСТ"

// staff hires people and writes the posts that they hold.
type staff struct {
	people   []Person
	posts    []Post
	surnames []string
}

// named are the people of the demo logins, the first of their posts.
var named = map[string]Person{
	"Мастер, 05":               {Name: "Матвей Мастеров", Login: "foreman"},
	"Старший диспетчер":        {Name: "Светлана Старшова", Login: "senior"},
	"Главный инженер, dvor":    {Name: "Глеб Инженеров", Login: "engineer"},
	"Дежурный комитета города": {Name: "Кира Комитетова", Login: "committee"},
}

// man gives every crew, foreman, chief engineer and the city's own posts their people. Crews and foremen work a day
// and rest three; senior dispatchers work a day, then a night; engineers and the committee are on call for a week.
func (d *draft) man(crews []Crew) ([]Person, []Post) {
	s := &staff{}
	for name := range strings.SplitSeq(surnames, "|") {
		s.surnames = append(s.surnames, strings.TrimSpace(name))
	}
	d.chance(stagePeople).Shuffle(len(s.surnames), func(i, j int) { s.surnames[i], s.surnames[j] = s.surnames[j], s.surnames[i] })
	s.cityPosts()
	for _, o := range organisations {
		if o.Kind == Management || o.Code == CityService {
			s.post(Post{Name: "Главный инженер, " + o.Code, Role: "chief_engineer", Organisation: o.Code, OnCall: true, Hours: 7 * 24}, o.Code, 2, 1)
		}
		if worksHere(crews, o.Code) {
			s.post(Post{Name: "Мастер, " + o.Code, Role: "foreman", Organisation: o.Code, Hours: 24}, o.Code, 4, 1)
		}
	}
	for _, c := range crews {
		s.post(Post{Name: c.Callsign, Role: "crew", Organisation: c.Organisation, Crew: c.Callsign, Supervisor: "Мастер, " + c.Organisation, Hours: 24}, c.Organisation, 4, min(c.People, 2))
	}
	for i := range s.posts {
		s.posts[i].Name, s.posts[i].Supervisor = spelled(s.posts[i].Name), spelled(s.posts[i].Supervisor)
	}
	return s.people, s.posts
}

func worksHere(crews []Crew, organisation string) bool {
	for _, c := range crews {
		if c.Organisation == organisation {
			return true
		}
	}
	return false
}

// cityPosts are held for the whole city.
func (s *staff) cityPosts() {
	senior := Post{Name: "Старший диспетчер", Role: "senior", Hours: 12}
	s.post(senior, CityService, 4, 1)
	last := &s.posts[len(s.posts)-1]
	a, b, c, e := last.Turns[0], last.Turns[1], last.Turns[2], last.Turns[3]
	last.Turns = [][]int{a, e, b, a, c, b, e, c} // a day, the next night, two days off
	s.post(Post{Name: "Дежурный комитета города", Role: "committee", OnCall: true, Hours: 7 * 24}, "committee", 3, 1)
}

// post hires the people of a post, so many turns of so many.
func (s *staff) post(p Post, employer string, turns, people int) {
	for range turns {
		var turn []int
		for range people {
			turn = append(turn, s.hire(p, employer))
		}
		p.Turns = append(p.Turns, turn)
	}
	s.posts = append(s.posts, p)
}

func (s *staff) hire(p Post, employer string) int {
	n := len(s.people)
	letters := []rune(initials)
	person, known := named[p.Name]
	if !known || s.hired(person.Name) {
		person = Person{Name: fmt.Sprintf("%s %c. %c.", s.surnames[n%len(s.surnames)], letters[n%len(letters)], letters[n/len(s.surnames)%len(letters)])}
	}
	person.Organisation, person.Role, person.Crew = employer, p.Role, p.Crew
	person.Phone = fmt.Sprintf("+7 000 006-%02d-%02d", n/100, n%100)
	if p.Role != "crew" {
		person.Email = fmt.Sprintf("%s%d@demograd.invalid", strings.ReplaceAll(p.Role, "_", "-"), n)
	}
	s.people = append(s.people, person)
	return n
}

func (s *staff) hired(name string) bool {
	for _, p := range s.people {
		if p.Name == name {
			return true
		}
	}
	return false
}

// spelled is a post's name with its organisation's in full.
func spelled(name string) string {
	post, code, of := strings.Cut(name, ", ")
	if !of {
		return name
	}
	return post + ", " + organisationName(code)
}
