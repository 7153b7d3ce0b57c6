package sheet

import (
	"errors"
	"io"
	"strings"

	"dispatch05/dispatch"
	"dispatch05/dispatch/reports"
)

// Report is a report as a workbook being written: first each term as it is read, then the figures.
type Report struct {
	*Book
	terms *page
}

var termColumns = []column{
	{"Заявка", "Request", 11}, {"Адрес", "Address", 34}, {"Неисправность", "Fault", 34}, {"Срок", "Term", 22}, {"Пункт", "Clause", 20}, {"Редакция", "Edition", 12},
	{"Начат", "Started", 16}, {"Истекает", "Due", 16}, {"Завершён", "Ended", 16}, {"Итог", "Result", 18}, {"Опоздание, мин", "Late, min", 12},
}

// BeginReport starts with the sheet of all terms.
func BeginReport(words reports.Words, ask reports.Ask, about string) (*Report, error) {
	book, err := Begin(words, ask, about)
	if err != nil {
		return nil, err
	}
	r := &Report{Book: book, terms: book.page(words.Say("Сроки", "Terms"), termColumns...)}
	r.terms.head(termColumns...)
	return r, nil
}

// Add writes the terms of a matter.
func (r *Report) Add(m reports.Matter) error {
	for _, t := range m.Terms(r.ask) {
		k := t.Clock
		r.terms.line(t.Ref.Number, m.Place.Address, r.words.Problem(m.Request.Problem), r.kind(string(k.Kind)), k.Clause, k.Edition,
			k.StartedAt, k.DueAt, t.EndedAt, r.standing(t.Standing), int(t.By.Minutes()))
	}
	return r.terms.err
}

func (r *Report) kind(kind string) string {
	title := dispatch.ClockTitle(kind)
	return r.words.Say(title.Ru, title.En)
}

// term tells apart what one clause holds: to answer the telephone, and to answer a message.
func (r *Report) term(c reports.Clause) string {
	if !c.ToldByChannel() {
		return r.kind(c.Kind)
	}
	names := make([]string, len(c.Channels))
	for i, channel := range c.Channels {
		names[i] = r.words.Channel(dispatch.Channel(channel))
	}
	return r.kind(c.Kind) + ": " + strings.Join(names, ", ")
}

func (r *Report) standing(s reports.Standing) string {
	word := map[reports.Standing][2]string{
		reports.OnTime: {"в срок", "on time"}, reports.Late: {"с опозданием", "late"},
		reports.Overdue: {"просрочен, не завершён", "overdue, open"}, reports.Running: {"идёт", "running"},
	}[s]
	return r.words.Say(word[0], word[1])
}

// Finish writes the figures, puts them first and sends the workbook.
func (r *Report) Finish(figures reports.Report, w io.Writer) error {
	if err := r.terms.end(); err != nil {
		return err
	}
	err := errors.Join(r.summary(figures), r.reasons(figures), r.repeats(figures), r.returns(figures), r.states(figures), r.escalations(figures))
	if err != nil {
		return err
	}
	if err := r.file.MoveSheet(r.words.Say("Итоги", "Summary"), r.words.Say("Сроки", "Terms")); err != nil {
		return err
	}
	r.file.SetActiveSheet(0)
	_, err = r.WriteTo(w)
	return err
}

var clauseColumns = []column{
	{"Пункт", "Clause", 24}, {"Редакция", "Edition", 12}, {"Срок", "Term", 24}, {"В срок", "On time", 10}, {"С опозданием", "Late", 12}, {"Просрочено, открыто", "Overdue, open", 14},
	{"Идёт", "Running", 10}, {"Доля в срок", "Honest rate", 12}, {"Медиана опоздания", "Median lateness", 14}, {"90 % не хуже", "90 % within", 14}, {"Сверено с текстом", "Checked", 12}, {"Неисправности", "Faults", 50},
}

func (r *Report) summary(f reports.Report) error {
	p, say := r.page(r.words.Say("Итоги", "Summary"), clauseColumns...), r.words.Say
	p.title(say("Отчёт о работе аварийно-диспетчерской службы", "Report of the emergency dispatch service"))
	p.line(r.about + ", " + r.period())
	p.line(say("По состоянию на", "As of"), f.AsOf)
	p.line(say("Поступило", "Registered"), f.Registered.Count)
	p.line(say("Закрыто", "Closed"), f.Closed.Count)
	p.line(say("Отклонено, повторы, передано", "Rejected, repeats, redirected"), f.Withdrawn.Count)
	p.line(say("Открыто на конец", "Open at the end"), f.Open.Count)
	p.line(say("Сроки: завершено в срок / (завершено + просрочено)", "Terms: closed on time / (closed + open overdue)"), f.Honest.Part, f.Honest.Of, f.Honest)
	p.line()
	p.head(clauseColumns...)
	for _, c := range f.Clauses {
		p.line(c.Text, c.Edition, r.term(c), c.OnTime.Count, c.Late.Count, c.Overdue.Count, c.Running.Count, c.Honest,
			r.words.Span(c.Lateness.Median), r.words.Span(c.Lateness.P90), map[bool]string{true: say("да", "yes"), false: say("нет", "no")}[c.Verified], r.faults(c.Problems))
	}
	return p.end()
}

func (r *Report) faults(codes []string) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = r.words.Problem(code)
	}
	return strings.Join(names, "; ")
}

func (r *Report) reasons(f reports.Report) error {
	columns := []column{{"Что", "What", 30}, {"Причина", "Reason", 60}, {"Случаев", "Count", 10}}
	p := r.page(r.words.Say("Причины", "Reasons"), columns...)
	p.head(columns...)
	for _, reason := range f.Reasons {
		p.line(r.what(reason.What), r.reason(reason), reason.Count)
	}
	return p.end()
}

func (r *Report) what(state string) string {
	return r.words.Say(dispatch.StateRu(state), dispatch.StateEn(state))
}

func (r *Report) reason(reason reports.Reason) string {
	if reason.What == "closed" {
		return r.words.Say(dispatch.DispositionRu(reason.Reason), dispatch.StateEn(reason.Reason))
	}
	return reason.Reason
}

func (r *Report) repeats(f reports.Report) error {
	columns := []column{{"Заявка", "Request", 12}, {"Прежняя", "Earlier", 12}, {"Адрес", "Address", 40}, {"Неисправность", "Fault", 40}}
	p := r.page(r.words.Say("Повторы", "Repeats"), columns...)
	p.line(r.words.Say("Та же неисправность того же дома в течение 30 дней", "The same fault of the same house within 30 days"), f.Repeated)
	p.head(columns...)
	for _, repeat := range f.Repeats {
		p.line(repeat.Number, repeat.Earlier.Number, repeat.Address, r.words.Problem(repeat.Problem))
	}
	return p.end()
}

func (r *Report) returns(f reports.Report) error {
	columns := []column{{"Организация", "Organisation", 36}, {"Бригада", "Crew", 24}, {"Выполнено", "Done", 12}, {"Возвращено", "Returned", 12}, {"Из", "Of", 12}, {"Доля", "Share", 12}}
	p := r.page(r.words.Say("Возвраты", "Returned work"), columns...)
	p.head(columns...)
	for _, w := range f.Returned.Works {
		p.line(w.Organisation, w.Crew, w.Done.Count, w.Returned.Count, w.Rate.Of, w.Rate)
	}
	return p.end()
}

func (r *Report) states(f reports.Report) error {
	columns := []column{{"Чего", "Of", 12}, {"Состояние", "State", 30}, {"Вышло", "Left", 10}, {"Медиана", "Median", 14}, {"90 % не дольше", "90 % within", 14}, {"Ещё в нём", "Still in it", 12}, {"Дольше всех", "Longest", 14}}
	p := r.page(r.words.Say("Время в состояниях", "Time in states"), columns...)
	p.head(columns...)
	for _, s := range f.States {
		of, state := r.words.Say("заявка", "request"), r.what(s.State)
		if s.Of == "order" {
			of, state = r.words.Say("наряд", "order"), r.words.Say(dispatch.OrderStateRu(dispatch.OrderState(s.State)), dispatch.StateEn(s.State))
		}
		p.line(of, state, s.Left.Count, r.words.Span(s.Left.Median), r.words.Span(s.Left.P90), s.Still.Count, r.words.Span(s.Longest))
	}
	return p.end()
}

func (r *Report) escalations(f reports.Report) error {
	columns := []column{{"Уровень", "Level", 10}, {"Роль", "Role", 24}, {"Сообщено", "Told", 12}, {"Принято", "Acknowledged", 14}, {"Без ответа", "Silent", 12}, {"Не дошло", "Not delivered", 12}, {"Пропущено: никого", "Passed: nobody", 18}, {"Медиана ответа", "Median answer", 14}, {"90 % не дольше", "90 % within", 14}}
	p := r.page(r.words.Say("Эскалации", "Escalations"), columns...)
	p.head(columns...)
	for _, e := range f.Escalations {
		p.line(e.Level, r.words.Say(dispatch.RoleRu(e.Role), dispatch.StateEn(e.Role)), e.Told.Count, e.Acknowledged.Count, e.Silent.Count, e.Untold.Count, e.Passed.Count,
			r.words.Span(e.Answered.Median), r.words.Span(e.Answered.P90))
	}
	return p.end()
}
