package dispatch

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"dispatch05/dispatch/norms"
)

// What is told in a message. No flat and no name of the caller: a message lies open on a screen.

func (c Case) where() string {
	return cmp.Or(c.Place.Address, c.Request.AddressText, "место на карте")
}

// onClock is a moment on the city's clock.
func (c Case) onClock(at time.Time) string { return at.In(c.Zone).Format("02.01 в 15:04") }

func registeredText(c Case) string {
	text := fmt.Sprintf("Заявка %s принята: %s.", c.Request.Label(), c.where())
	if c.Request.PlannedAt != nil {
		return text + " Плановый срок: " + c.onClock(*c.Request.PlannedAt) + "."
	}
	if due := c.latestTerm(); due != nil {
		text += " Крайний срок: " + c.onClock(*due) + ", плановый сообщим."
	}
	return text
}

// latestTerm is by when the fault is mended at the latest, by a norm or the service's own term; nil: none says.
func (c Case) latestTerm() (due *time.Time) {
	for _, k := range c.Clocks {
		if slices.Contains([]norms.Kind{norms.Eliminate, norms.Restore, norms.Clear, norms.OwnTerm}, k.Kind) && k.VoidAt == nil && (due == nil || k.DueAt.Before(*due)) {
			due = &k.DueAt
		}
	}
	return due
}

func plannedText(c Case, changed bool) string {
	word := "Плановый срок"
	if changed {
		word = "Новый плановый срок"
	}
	return fmt.Sprintf("%s по заявке %s (%s): %s.", word, c.Request.Label(), c.where(), c.onClock(*c.Request.PlannedAt))
}

func doneText(c Case) string {
	return fmt.Sprintf("По заявке %s (%s) работы выполнены. Неисправность устранена? Ответьте по ссылке или позвоните диспетчеру.", c.Request.Label(), c.where())
}

func endedText(c Case) string {
	end := StateRu(string(c.Request.State))
	if c.Request.State == Closed && c.Request.Disposition != "" {
		end += ", " + DispositionRu(c.Request.Disposition)
	}
	return fmt.Sprintf("Заявка %s (%s) %s.", c.Request.Label(), c.where(), end)
}

func orderText(c Case, fault string) string {
	text := fmt.Sprintf("Наряд по заявке %s: %s", c.Request.Label(), c.where())
	if c.Request.Entrance != "" {
		text += ", подъезд " + c.Request.Entrance
	}
	return text + ". " + strings.TrimSuffix(fault, ".") + ". Откройте планшет."
}

func escalationText(c Case, e Escalation) string {
	return fmt.Sprintf("Просрочен срок «%s» по заявке %s: %s. Срок был %s.", ClockTitle(string(e.Clock.Kind)).Ru, c.Request.Label(), c.where(), c.onClock(e.Clock.DueAt))
}
