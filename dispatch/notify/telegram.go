package notify

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// Telegram is a bot; people write to it once, and their chat's number is kept with them.
type Telegram struct {
	Token  string
	Server string // "": Telegram's own
}

const telegramServer = "https://api.telegram.org"

type telegram struct{ bot *bot.Bot }

// ByTelegram sends as a bot.
func ByTelegram(settings Telegram) (Channel, error) {
	server := strings.TrimSuffix(settings.Server, "/")
	if server == "" {
		server = telegramServer
	}
	at, err := url.Parse(server)
	if err != nil || at.Hostname() == "" {
		return nil, errors.New("telegram: the server is no URL")
	}
	b, err := bot.New(settings.Token, bot.WithServerURL(server), bot.WithSkipGetMe(), bot.WithErrorsHandler(func(error) {}),
		bot.WithHTTPClient(sendWithin, client(hosts{strings.ToLower(at.Hostname())}, false)))
	if err != nil {
		return nil, errors.New("telegram: the token is missing")
	}
	return &telegram{b}, nil
}

func (t *telegram) Towards(c Contact) string {
	if c.Telegram == "" {
		return ""
	}
	return "…" + c.Telegram[max(0, len(c.Telegram)-3):]
}

func (t *telegram) Send(ctx context.Context, to Contact, m Message) (string, error) {
	off := true
	sent, err := t.bot.SendMessage(ctx, &bot.SendMessageParams{ChatID: to.Telegram, Text: fmt.Sprintf("%s\n%s", m.Subject, m.asLetter()),
		LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: &off}, DisableNotification: !m.Urgent})
	var busy *bot.TooManyRequestsError
	switch {
	case err == nil:
		return strconv.Itoa(sent.ID), nil
	case errors.As(err, &busy):
		return "", &Refusal{Why: "busy", After: time.Duration(busy.RetryAfter) * time.Second}
	case errors.Is(err, bot.ErrorUnauthorized) || errors.Is(err, bot.ErrorNotFound):
		return "", final("bad_settings")
	case errors.Is(err, bot.ErrorForbidden) || errors.Is(err, bot.ErrorBadRequest):
		return "", final("refused") // the chat is gone, or the bot is blocked
	case strings.Contains(err.Error(), "error do request"):
		return "", unreachable(err)
	default:
		return "", transient("carrier_failed")
	}
}
