package httpapi

import (
	"context"
	"net/http"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

// Push keeps the browsers that take messages. Implemented by cmd over dispatch/notify and dispatch/postgres.
type Push interface {
	// Key is the service's public key, which a browser wants to see. ErrNotFound: the city sends none.
	Key(ctx context.Context, city string) (string, error)
	// Subscribe refuses a browser whose carrier may not be called.
	Subscribe(ctx context.Context, city string, account int64, endpoint, p256dh, auth string) error
	Unsubscribe(ctx context.Context, endpoint string) error
}

type pushKeyBody struct {
	Key string `json:"key"`
}

type subscriptionInput struct {
	Body struct {
		Endpoint string `json:"endpoint" maxLength:"1000"`
		Keys     struct {
			P256dh string `json:"p256dh" maxLength:"200"`
			Auth   string `json:"auth" maxLength:"100"`
		} `json:"keys"`
	}
}

type unsubscriptionInput struct {
	Body struct {
		Endpoint string `json:"endpoint" maxLength:"1000"`
	}
}

type doneBody struct {
	Done bool `json:"done"`
}

func (a *api) pushRoutes() {
	staff(a, operation(http.MethodGet, "/push/key", "push-key", "staff", "The key by which a browser subscribes to messages"), a.pushKey)
	staff(a, operation(http.MethodPost, "/push/subscriptions", "push-subscribe", "staff", "Let this browser take messages for oneself"), a.pushSubscribe)
	staff(a, operation(http.MethodPost, "/push/subscriptions/forget", "push-unsubscribe", "staff", "Let this browser take no more messages"), a.pushUnsubscribe)
}

func (a *api) pushKey(ctx context.Context, who auth.Visitor, _ *struct{}) (reply[pushKeyBody], error) {
	if a.Push == nil {
		return reply[pushKeyBody]{}, dispatch.ErrNotFound
	}
	key, err := a.Push.Key(ctx, who.City)
	return reply[pushKeyBody]{body: pushKeyBody{key}}, err
}

func (a *api) pushSubscribe(ctx context.Context, who auth.Visitor, in *subscriptionInput) (reply[doneBody], error) {
	if a.Push == nil {
		return reply[doneBody]{}, dispatch.ErrNotFound
	}
	err := a.Push.Subscribe(ctx, who.City, who.Account.ID, in.Body.Endpoint, in.Body.Keys.P256dh, in.Body.Keys.Auth)
	return reply[doneBody]{body: doneBody{true}}, err
}

func (a *api) pushUnsubscribe(ctx context.Context, _ auth.Visitor, in *unsubscriptionInput) (reply[doneBody], error) {
	if a.Push == nil {
		return reply[doneBody]{}, dispatch.ErrNotFound
	}
	return reply[doneBody]{body: doneBody{true}}, a.Push.Unsubscribe(ctx, in.Body.Endpoint)
}
