package notify_test

import (
	"strings"
	"testing"

	"dispatch05/dispatch"
	"dispatch05/dispatch/notify"
)

const telegramTaken = `{"ok":true,"result":{"message_id":345,"date":1,"chat":{"id":7000123,"type":"private"}}}`

// TestTelegram: the Bot API is called as it wants to be; a blocked bot is final, a busy one is waited for.
func TestTelegram(t *testing.T) {
	busy := answer(429, `{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":1}}`)
	blocked := answer(403, `{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}`)
	for _, row := range []struct {
		name   string
		script []script
		calls  int
		state  dispatch.AttemptState
		why    string
		ends   dispatch.NoticeState
	}{
		{"busy", []script{busy, answer(200, telegramTaken)}, 2, dispatch.AttemptSent, "", dispatch.NoticeSent},
		{"ill", []script{answer(502, "<html>bad gateway</html>"), answer(200, telegramTaken)}, 2, dispatch.AttemptSent, "", dispatch.NoticeSent},
		{"blocked", []script{blocked}, 1, dispatch.AttemptFailed, "refused", dispatch.NoticeFailed},
		{"wrong token", []script{answer(401, `{"ok":false,"error_code":401,"description":"Unauthorized"}`)}, 1, dispatch.AttemptFailed, "bad_settings", dispatch.NoticeFailed},
	} {
		t.Run(row.name, func(t *testing.T) {
			w, s := newTown(t), serve(t, row.script...)
			w.carry(notify.Settings{Telegram: notify.Telegram{Token: "1:secret", Server: s.URL}})
			told := w.ended(w.tell(dispatch.Notice{Urgent: true, Means: []dispatch.Means{dispatch.ByTelegram}}), row.ends)
			wantAttempt(t, told, dispatch.ByTelegram, row.state, row.why, row.calls)
			heard := s.heard()
			if len(heard) != row.calls || heard[0].path != "/bot1:secret/sendMessage" || !strings.Contains(heard[0].body, "7000123") || !strings.Contains(heard[0].body, "Лесная") {
				t.Errorf("%d calls, the first %+v", len(heard), heard[0])
			}
			if row.state == dispatch.AttemptSent && told.Attempts[0].Reference != "345" {
				t.Errorf("reference %q", told.Attempts[0].Reference)
			}
			if strings.Contains(w.log.String(), "secret") {
				t.Error("the token is in the log")
			}
		})
	}
}
