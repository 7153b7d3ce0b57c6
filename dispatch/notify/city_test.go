package notify_test

import (
	"testing"
	"time"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/notify"
)

// carryUnder starts a carrier whose city goes by rules of its own, which the test may change meanwhile.
func (w *town) carryUnder(settings notify.Settings, rules func() *dispatch.Rules) {
	w.t.Helper()
	set, err := notify.Open(settings, w.store.Unsubscribe)
	must(w.t, err)
	config := w.config(set)
	config.Set = func(string) notify.Set { return set.Under(rules()) }
	w.start(config)
}

// rulesWith are the shipped rules with other channels.
func rulesWith(change func(*norms.Channels)) *dispatch.Rules {
	rules := *dispatch.StandardRules()
	change(&rules.Channels)
	return &rules
}

// TestWhatTheCityDoesWithoutIsPassedOver: also where the notice was written before it was switched off.
func TestWhatTheCityDoesWithoutIsPassedOver(t *testing.T) {
	w, s, chat := newTown(t), serve(t, answer(200, taken)), serve(t, answer(200, telegramTaken))
	settings := gateway(s)
	settings.Telegram = notify.Telegram{Token: "1:t", Server: chat.URL}
	rules := rulesWith(func(c *norms.Channels) { c.Off = []string{"telegram"} })
	w.carryUnder(settings, func() *dispatch.Rules { return rules })
	told := w.ended(w.tell(dispatch.Notice{Urgent: true, Means: []dispatch.Means{dispatch.ByTelegram, dispatch.BySMS}}), dispatch.NoticeSent)
	wantAttempt(t, told, dispatch.ByTelegram, dispatch.AttemptSkipped, "switched_off", 0)
	wantAttempt(t, told, dispatch.BySMS, dispatch.AttemptSent, "", 1)
	if len(chat.heard()) != 0 || len(s.heard()) != 1 {
		t.Errorf("%d by Telegram, %d by SMS", len(chat.heard()), len(s.heard()))
	}
}

// TestQuietHoursAreTheCitys: they take the place of those the service was started with, and none is an answer too.
func TestQuietHoursAreTheCitys(t *testing.T) {
	w, s := newTown(t), serve(t, answer(200, taken))
	zone, err := time.LoadLocation("Asia/Omsk")
	must(t, err)
	local := time.Now().In(zone)
	around := local.Add(-time.Hour).Format("15:00") + "-" + local.Add(2*time.Hour).Format("15:00")
	quiet := make(chan string, 1)
	quiet <- around
	settings := gateway(s)
	settings.Quiet = notify.Quiet{} // the service itself keeps none
	w.carryUnder(settings, func() *dispatch.Rules {
		hours := <-quiet
		quiet <- hours
		return rulesWith(func(c *norms.Channels) { c.Quiet = &hours })
	})
	w.ended(w.tell(dispatch.Notice{Occasion: "waits", Means: []dispatch.Means{dispatch.BySMS}}), dispatch.NoticeHeld)
	<-quiet
	quiet <- ""
	w.ended(w.tell(dispatch.Notice{Occasion: "goes", Means: []dispatch.Means{dispatch.BySMS}}), dispatch.NoticeSent)
}
