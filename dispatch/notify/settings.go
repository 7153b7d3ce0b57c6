package notify

import (
	"context"
	"net/url"
	"strings"

	"dispatch05/dispatch"
)

// Settings are how a city tells people; what is empty it does not have.
type Settings struct {
	Public   string // address of the service as people reach it; "": messages hold no links
	Mail     Mail
	Telegram Telegram
	SMS      Gateway
	Push     Push
	Quiet    Quiet
}

// Open makes the channels of the settings. An error is one of the settings, and holds no secret of them.
func Open(s Settings, forget func(ctx context.Context, endpoint string) error) (Set, error) {
	set := Set{Channels: map[dispatch.Means]Channel{}, Public: strings.TrimSuffix(s.Public, "/"), Quiet: s.Quiet}
	for _, one := range []struct {
		means dispatch.Means
		set   bool
		open  func() (Channel, error)
	}{
		{dispatch.ByMail, s.Mail.URL != "", func() (Channel, error) { return ByMail(s.Mail) }},
		{dispatch.ByTelegram, s.Telegram.Token != "", func() (Channel, error) { return ByTelegram(s.Telegram) }},
		{dispatch.BySMS, s.SMS.URL != "", func() (Channel, error) { return SMS(s.SMS) }},
		{dispatch.ByPush, s.Push.Public != "", func() (Channel, error) { return WebPush(s.Push, forget), nil }},
	} {
		if !one.set {
			continue
		}
		channel, err := one.open()
		if err != nil {
			return Set{}, err
		}
		set.Channels[one.means] = channel
	}
	return set, nil
}

// CheckPublic says whether an address can stand before a link.
func CheckPublic(address string) bool {
	at, err := url.Parse(address)
	return address == "" || (err == nil && (at.Scheme == "https" || at.Scheme == "http") && at.Host != "")
}
