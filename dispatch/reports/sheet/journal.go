package sheet

import (
	"io"

	"dispatch05/dispatch/reports"
)

// Journal is the journal of requests (Rules 416) as a workbook being written.
type Journal struct {
	*Book
	page *page
	rows int
}

var journalColumns = []column{
	{"№ п/п", "Line", 6}, {"Номер заявки", "Number", 11}, {"Поступила", "Received", 16}, {"Зарегистрирована", "Registered", 16}, {"Канал", "Channel", 10},
	{"Принял", "Taken by", 16}, {"Заявитель", "Caller", 24}, {"Адрес", "Address", 30}, {"Система", "System", 16}, {"Характер неисправности", "Nature", 30},
	{"Причина и что сделано", "Cause found, and what was done", 30}, {"Решение, оповещённые службы", "Decision, services told", 34}, {"Плановый срок", "Planned", 16},
	{"Срок сообщён", "Told", 16}, {"Исполнитель", "Worker", 20}, {"Нужен доступ", "Entry needed", 12}, {"Локализована", "Localised", 16}, {"Устранена", "Eliminated", 16},
	{"Закрыта", "Closed", 16}, {"Контроль", "Control", 26},
}

// BeginJournal writes the head.
func BeginJournal(words reports.Words, ask reports.Ask, about string) (*Journal, error) {
	book, err := Begin(words, ask, about)
	if err != nil {
		return nil, err
	}
	j := &Journal{Book: book, page: book.page(words.Say("Журнал заявок", "Journal of requests"), journalColumns...)}
	j.page.title(words.Say("Журнал заявок аварийно-диспетчерской службы", "Journal of requests of the emergency dispatch service"))
	j.page.line(about + ", " + book.period())
	j.page.head(journalColumns...)
	return j, nil
}

// Add writes a request.
func (j *Journal) Add(m reports.Matter) error {
	j.rows++
	l := j.words.Line(j.rows, m, j.ask)
	j.page.line(l.Ordinal, l.Number, l.ReceivedAt, l.RegisteredAt, l.Channel, l.TakenBy, l.Caller, l.Address, l.System, l.Nature, l.Found, l.Decision,
		l.PlannedAt, l.ToldAt, l.Worker, l.Entry, l.LocalisedAt, l.DoneAt, l.ClosedAt, l.Control)
	return j.page.err
}

// Finish sends the workbook.
func (j *Journal) Finish(w io.Writer) error {
	if err := j.page.end(); err != nil {
		return err
	}
	_, err := j.WriteTo(w)
	return err
}
