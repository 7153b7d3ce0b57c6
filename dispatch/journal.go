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
		return "Место уточнено", "The place was put right"
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
	case "acknowledged":
		return fmt.Sprintf("Просрочка принята: %s", ClockRu(e.Detail.Clock)), "Escalation acknowledged: " + e.Detail.Clock
	case "lapsed":
		return fmt.Sprintf("Просрочка «%s» принята, но дела нет (%s): снова поднята", ClockRu(e.Detail.Clock), e.Detail.Note),
			fmt.Sprintf("Overdue %s was acknowledged without action (%s): raised again", e.Detail.Clock, e.Detail.Note)
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
	switch kind := ClockRu(e.Detail.Clock); e.To {
	case "paused":
		return fmt.Sprintf("Срок на паузе: %s", kind), fmt.Sprintf("Term paused: %s", e.Detail.Clock)
	case "resumed":
		return fmt.Sprintf("Срок снова идёт: %s, до %s", kind, due), fmt.Sprintf("Term runs again: %s, until %s", e.Detail.Clock, due)
	default:
		return fmt.Sprintf("Срок выполнен: %s (%s)", kind, e.Detail.Clause), fmt.Sprintf("Term met: %s (%s)", e.Detail.Clock, e.Detail.Clause)
	}
}

func escalationWords(d Detail) (ru, en string) {
	if d.Passed {
		return fmt.Sprintf("Просрочка «%s»: уровень «%s» пропущен, никого нет", ClockRu(d.Clock), RoleRu(d.Role)),
			fmt.Sprintf("Overdue %s: level %s passed, nobody holds it", d.Clock, d.Role)
	}
	return fmt.Sprintf("Просрочка «%s»: извещается %s", ClockRu(d.Clock), RoleRu(d.Role)), fmt.Sprintf("Overdue %s: being told to %s", d.Clock, d.Role)
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

var clockWords = map[string]string{
	"answer": "ответ", "inform": "сообщить срок", "localise": "локализация", "clear": "устранение засора", "eliminate": "устранение аварии",
	"restore": "восстановление подачи", "own_term": "выполнение работ", "check": "проверка на месте", "notify": "оповещение служб",
	"work": "срок службы", "state": "наряд без движения", "reply": "ответ на обращение", "keep": "хранение записей",
}

// ClockRu is a kind of clock as the desk says it.
func ClockRu(kind string) string {
	if word, ok := clockWords[kind]; ok {
		return word
	}
	return kind
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
