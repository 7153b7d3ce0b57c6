package dispatch

import (
	"context"
	"time"
)

// NoticeRow is who was told what about a request, and whether it arrived; no address in full.
type NoticeRow struct {
	ID       int64        `json:"id"`
	Kind     NoticeKind   `json:"kind"`
	At       time.Time    `json:"at"`
	To       string       `json:"to"` // a name, a crew, the caller
	Text     string       `json:"text"`
	State    NoticeState  `json:"state"`
	EndedAt  *time.Time   `json:"ended_at"`
	Attempts []AttemptRow `json:"attempts"`
	MayAck   bool         `json:"may_ack"` // by this reader, now
}

// AttemptRow is one means of a notice.
type AttemptRow struct {
	Means   Means        `json:"means"`
	State   AttemptState `json:"state"`
	At      time.Time    `json:"at"`
	Towards string       `json:"towards"` // masked: "+7…01"
	WhyRu   string       `json:"why_ru"`
	WhyEn   string       `json:"why_en"`
}

// attemptWhys are the codes of a failed or skipped attempt in words.
var attemptWhys = map[string][2]string{
	"not_configured":  {"в городе не настроено", "not set up in this city"},
	"switched_off":    {"в городе выключено", "the city does without it"},
	"not_built":       {"в этом городе не построено", "not built in this city"},
	"no_contact":      {"контакт не указан", "no contact is known"},
	"no_login":        {"нет учётной записи", "has no login"},
	"refused":         {"служба доставки отказала", "the carrier refused it"},
	"gone":            {"устройство отключило уведомления", "the device no longer takes messages"},
	"bad_address":     {"адрес неверен", "the address is wrong"},
	"bad_settings":    {"неверные настройки", "the settings are wrong"},
	"foreign_carrier": {"служба доставки не разрешена", "the carrier is not allowed"},
	"busy":            {"служба доставки занята", "the carrier is busy"},
	"carrier_failed":  {"сбой службы доставки", "the carrier failed"},
	"too_slow":        {"служба доставки не ответила вовремя", "the carrier did not answer in time"},
	"unreachable":     {"служба доставки недоступна", "the carrier cannot be reached"},
	"not_delivered":   {"не доставлено", "not delivered"},
}

// AttemptWhy is a code of an attempt in words; the code itself where there are none.
func AttemptWhy(code string) (ru, en string) {
	if words, known := attemptWhys[code]; known {
		return words[0], words[1]
	}
	return code, code
}

// RowOfNotice is a notice for a reader of the board.
func RowOfNotice(t Told, reader Actor) NoticeRow {
	row := NoticeRow{ID: t.ID, Kind: t.Kind, At: t.At, To: t.To.Name, Text: t.Text, State: t.State, EndedAt: t.EndedAt, Attempts: []AttemptRow{}, MayAck: t.mayAck(reader)}
	for _, a := range t.Attempts {
		ru, en := AttemptWhy(a.Why)
		row.Attempts = append(row.Attempts, AttemptRow{Means: a.Means, State: a.State, At: a.At, Towards: a.Towards, WhyRu: ru, WhyEn: en})
	}
	return row
}

// isFor says whether a reader is the recipient.
func (t Told) isFor(reader Actor) bool {
	return (t.To.Account != 0 && t.To.Account == reader.Account) || (t.To.Crew != 0 && t.To.Crew == reader.Crew)
}

// mayAck says whether a notice waits for this very reader's word.
func (t Told) mayAck(reader Actor) bool {
	return t.isFor(reader) && t.AckWithin > 0 && t.State != NoticeAcknowledged && t.State != NoticeVoid
}

// Notices are who was told what about a request.
func (d *Desk) Notices(ctx context.Context, reader Actor, request int64) ([]NoticeRow, error) {
	if err := reader.check(MayWatch); err != nil {
		return nil, err
	}
	if _, err := d.visible(ctx, reader, request); err != nil {
		return nil, err
	}
	all, err := d.Store.Notices(ctx, reader.City, request)
	rows := make([]NoticeRow, len(all))
	for i, t := range all {
		rows[i] = RowOfNotice(t, reader)
	}
	return rows, err
}

// AcknowledgeNotice is the recipient's word that a notice was read. Anybody else's is for nothing: ErrNotFound.
func (d *Desk) AcknowledgeNotice(ctx context.Context, actor Actor, id int64) (NoticeRow, error) {
	t, err := d.Store.Notice(ctx, actor.City, id)
	if err != nil {
		return NoticeRow{}, err
	}
	if !t.isFor(actor) || t.AckWithin == 0 {
		return NoticeRow{}, ErrNotFound
	}
	if err := d.Store.AcknowledgeNotice(ctx, actor.City, id, d.Now()); err != nil {
		return NoticeRow{}, err
	}
	t, err = d.Store.Notice(ctx, actor.City, id)
	return RowOfNotice(t, actor), err
}

// NoticeByToken is a notice for whoever holds its short link.
func (d *Desk) NoticeByToken(ctx context.Context, token string) (Told, error) {
	t, err := d.Store.NoticeByToken(ctx, token)
	if err == nil && t.AckWithin == 0 {
		err = ErrNotFound // nobody asks for an answer
	}
	return t, err
}

// AcknowledgeByToken is the same word from outside of the screens. The link was given to the recipient alone: who
// answers an escalation by it takes it upon themselves, as on the board.
func (d *Desk) AcknowledgeByToken(ctx context.Context, token string) (Told, error) {
	t, err := d.NoticeByToken(ctx, token)
	if err != nil {
		return Told{}, err
	}
	if err := d.Store.AcknowledgeNotice(ctx, t.City, t.ID, d.Now()); err != nil {
		return Told{}, err
	}
	if t.Kind == EscalationNotice && t.State != NoticeVoid {
		if err := d.takeByToken(ctx, t); err != nil {
			return Told{}, err
		}
	}
	return d.Store.NoticeByToken(ctx, token)
}

func (d *Desk) takeByToken(ctx context.Context, t Told) error {
	e, err := d.Store.Escalation(ctx, t.City, t.Escalation)
	if err != nil {
		return err
	}
	return d.Acknowledge(ctx, Actor{City: t.City, Account: t.To.Account, Name: t.To.Name, Role: e.Role, Organisation: e.Organisation}, e.ID, "")
}
