package dispatch

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// lineOf words a journal entry for the desk.
func lineOf(e Entry, zone *time.Location) JournalEntry {
	line := JournalEntry{Seq: e.Seq, At: e.At, DeviceAt: e.DeviceAt, Actor: e.Actor, Role: e.Role, Kind: e.Kind, From: e.From, To: e.To,
		OrderID: known(e.Order), Reason: e.Reason}
	line.TextRu, line.TextEn = wordsOf(e, zone)
	return line
}

// wordsOf says an entry in both languages.
func wordsOf(e Entry, zone *time.Location) (ru, en string) {
	who := e.Detail.whom()
	switch e.Kind {
	case "registered":
		return "Заявка зарегистрирована", "Request registered"
	case "state":
		return "Заявка: " + StateRu(e.To) + who + e.Detail.outcome(DispositionRu), "Request: " + StateEn(e.To) + who + e.Detail.outcome(StateEn)
	case "order":
		return "Наряд" + who + ": " + OrderStateRu(OrderState(e.To)) + e.Detail.voice(" (по рации или телефону)"), "Order" + who + ": " + StateEn(e.To) + e.Detail.voice(" (by voice)")
	case "inform":
		return "Заявителю назван срок" + e.Detail.term(zone), "The caller was told the term" + e.Detail.term(zone)
	case "place":
		return placeWords(e.Detail.Note)
	case "joined":
		return "Присоединена к заявке " + e.Detail.Main, "Joined to request " + e.Detail.Main
	case "parted":
		return "Отделена от основной заявки", "Parted from the main request"
	case "released":
		return "Проверена и выпущена в работу", "Looked at and released"
	case "photo":
		return "Добавлена фотография", "A photograph was added"
	case "clock":
		return turnWords(e, zone)
	case "escalation":
		return escalationWords(e.Detail)
	case "untold":
		title := ClockTitle(e.Detail.Clock)
		return fmt.Sprintf("Просрочка «%s»: не удалось никого известить (%s)", title.Ru, RoleRu(e.Detail.Role)),
			fmt.Sprintf("Overdue “%s”: nobody could be told (%s)", title.En, e.Detail.Role)
	case "acknowledged":
		return "Просрочка принята: " + ClockTitle(e.Detail.Clock).Ru, "Escalation acknowledged: " + ClockTitle(e.Detail.Clock).En
	case "lapsed":
		title := ClockTitle(e.Detail.Clock)
		return fmt.Sprintf("Просрочка «%s» принята, но дела нет (%s): снова поднята", title.Ru, e.Detail.Note),
			fmt.Sprintf("Overdue “%s” was acknowledged without action (%s): raised again", title.En, e.Detail.Note)
	default:
		return e.Kind, e.Kind
	}
}

// turnWords says what became of a clock.
func turnWords(e Entry, zone *time.Location) (ru, en string) {
	due := ""
	if e.Detail.DueAt != nil {
		due = e.Detail.DueAt.In(zone).Format("02.01 15:04")
	}
	switch title := ClockTitle(e.Detail.Clock); e.To {
	case "paused":
		return "Срок на паузе: " + title.Ru, "Term paused: " + title.En
	case "unknown":
		return fmt.Sprintf("Срок не рассчитан: %s (%s), нет производственного календаря на %s год", title.Ru, e.Detail.Clause, e.Detail.Note),
			fmt.Sprintf("Term not known: %s (%s), no production calendar of %s is loaded", title.En, e.Detail.Clause, e.Detail.Note)
	case "started":
		return fmt.Sprintf("Срок рассчитан: %s (%s), до %s", title.Ru, e.Detail.Clause, due), fmt.Sprintf("Term known by now: %s (%s), until %s", title.En, e.Detail.Clause, due)
	case "resumed":
		return fmt.Sprintf("Срок снова идёт: %s, до %s", title.Ru, due), fmt.Sprintf("Term runs again: %s, until %s", title.En, due)
	default:
		return fmt.Sprintf("Срок выполнен: %s (%s)", title.Ru, e.Detail.Clause), fmt.Sprintf("Term met: %s (%s)", title.En, e.Detail.Clause)
	}
}

func escalationWords(d Detail) (ru, en string) {
	title := ClockTitle(d.Clock)
	if d.Passed {
		return fmt.Sprintf("Просрочка «%s»: уровень «%s» пропущен, никого нет", title.Ru, RoleRu(d.Role)),
			fmt.Sprintf("Overdue “%s”: level %s passed, nobody holds it", title.En, d.Role)
	}
	return fmt.Sprintf("Просрочка «%s»: извещается %s", title.Ru, RoleRu(d.Role)), fmt.Sprintf("Overdue “%s”: being told to %s", title.En, d.Role)
}

func (d Detail) whom() string {
	var parts []string
	if d.Crew == "" {
		parts = append(parts, d.Organisation)
	}
	parts = append(parts, d.Crew, d.HandedTo, d.HandedPhone)
	if d.TheirNumber != "" {
		parts = append(parts, "№ "+d.TheirNumber)
	}
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// outcome is how a closed request ended.
func (d Detail) outcome(words func(string) string) string {
	if d.Disposition == "" {
		return ""
	}
	return ", " + words(d.Disposition)
}

// term is the planned time, on the city's clock.
func (d Detail) term(zone *time.Location) string {
	if d.PlannedAt == nil {
		return ""
	}
	return ": " + d.PlannedAt.In(zone).Format("02.01 15:04")
}

func (d Detail) voice(words string) string {
	if d.ByVoice {
		return words
	}
	return ""
}

// plainWords says an entry to a resident, or nothing: names of people and crews stay inside.
func plainWords(e Entry, zone *time.Location) (ru, en string) {
	switch {
	case e.Kind == "registered":
		return "Обращение зарегистрировано", "Your report is registered"
	case e.Kind == "joined":
		return "По этому дому уже работают: ваше обращение присоединено", "Work on this house is under way: your report was joined to it"
	case e.Kind == "inform" && e.Detail.PlannedAt != nil:
		at := e.Detail.PlannedAt.In(zone).Format("02.01 15:04")
		return "Плановый срок: " + at, "Planned by " + at
	case e.Kind == "order":
		return plainOrder(e.To)
	case e.Kind == "state":
		return plainState(e.To)
	default:
		return "", ""
	}
}

func plainOrder(to string) (ru, en string) {
	switch OrderState(to) {
	case OrderEnRoute:
		return "Бригада выехала", "A crew is on the way"
	case OrderOnSite:
		return "Бригада на месте", "The crew is on site"
	case OrderLocalised:
		return "Авария локализована", "The damage is contained"
	case OrderSuspended:
		return "Работы приостановлены", "The work is suspended"
	default:
		return "", ""
	}
}

func plainState(to string) (ru, en string) {
	switch RequestState(to) {
	case Accepted:
		return "Заявка принята в работу", "Your report is accepted"
	case Done:
		return "Работы выполнены. Подтвердите, что неисправность устранена", "The work is done. Please say whether it is fixed"
	case Confirmed:
		return "Вы подтвердили устранение", "You confirmed that it is fixed"
	case Returned:
		return "Возвращено в работу: не устранено", "Returned to work: not fixed"
	case Closed:
		return "Заявка закрыта", "The request is closed"
	case Rejected:
		return "Заявка отклонена. Позвоните диспетчеру", "The report was declined. Please call the dispatcher"
	case Duplicate:
		return "Объединено с другой заявкой", "Merged with another report"
	case Redirected:
		return "Передано ответственной организации", "Passed to the organisation responsible"
	default:
		return "", ""
	}
}

var roleWords = map[string]string{
	"operator": "оператор", "dispatcher": "диспетчер", "senior": "старший диспетчер", "crew": "бригада", "foreman": "мастер",
	"chief_engineer": "главный инженер", "committee": "комитет ЖКХ", "admin": "администратор", "resident": "житель", "system": "система",
}

// RoleRu is a role as people say it.
func RoleRu(role string) string {
	if word, ok := roleWords[role]; ok {
		return word
	}
	return role
}

// placeWords tells a change of the request's own place from one of its house's.
func placeWords(note string) (ru, en string) {
	switch note {
	case housePinned:
		return "Место дома уточнено на карте", "The place of the house was put right on the map"
	case houseUnpinned:
		return "Место дома возвращено к прежнему", "The place of the house was put back"
	default:
		return "Место уточнено", "The place was put right"
	}
}
