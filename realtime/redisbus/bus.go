package redisbus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/redis/go-redis/v9"

	"dispatch05/realtime"
)

const (
	// publishWithin bounds what a publisher may lose to a Redis that is away.
	publishWithin = 300 * time.Millisecond
	// silence is how long a subscription may say nothing before an echo is published,
	// and after the echo before it is given up: a black-holed link is found, and one to
	// a master that has handed over (it still answers pings, but nobody publishes there).
	silence = 2 * time.Second
	// kindEcho is a message that means nothing but that it was heard.
	kindEcho = "echo"
	// rest lies between two attempts to subscribe.
	rest = 250 * time.Millisecond
)

// Bus is a realtime.Bus over one Redis channel.
type Bus struct {
	client  redis.UniversalClient
	channel string
	log     *slog.Logger
}

// New gives a bus over the channel; services that share a Redis take different
// channels. log may be nil.
func New(client redis.UniversalClient, channel string, log *slog.Logger) *Bus {
	if log == nil {
		log = slog.Default()
	}
	return &Bus{client: client, channel: channel, log: log}
}

// Publish sends the message, or gives up after 300 ms.
func (b *Bus) Publish(ctx context.Context, message realtime.Message) error {
	ctx, cancel := context.WithTimeout(ctx, publishWithin)
	defer cancel()
	body, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("redisbus: message: %w", err)
	}
	if err := b.client.Publish(ctx, b.channel, body).Err(); err != nil {
		return fmt.Errorf("redisbus: publish: %w", err)
	}
	return nil
}

// Subscribe listens until ctx ends, with a new subscription whenever one fails.
func (b *Bus) Subscribe(ctx context.Context, handle func(realtime.Message)) error {
	for away := false; ctx.Err() == nil; {
		joined, err := b.listen(ctx, handle)
		if ctx.Err() != nil {
			break
		}
		if joined || !away {
			b.log.Warn("redisbus: Redis is away; screens are served by the poll until it is back", "error", err)
		}
		away = true
		select {
		case <-time.After(rest):
		case <-ctx.Done():
		}
	}
	return nil
}

// listen holds one subscription until it fails or ctx ends.
func (b *Bus) listen(ctx context.Context, handle func(realtime.Message)) (joined bool, err error) {
	subscription := b.client.Subscribe(ctx, b.channel)
	defer subscription.Close()
	// A read in progress does not see the end of ctx, but the closed connection.
	release := context.AfterFunc(ctx, func() { _ = subscription.Close() })
	defer release()
	for echoing := false; ; {
		heard, err := subscription.ReceiveTimeout(ctx, silence)
		switch {
		case ctx.Err() != nil:
			return joined, ctx.Err()
		case timedOut(err) && !echoing:
			echoing = true
			err = b.Publish(ctx, realtime.Message{Kind: kindEcho})
		case err == nil:
			echoing = false
		}
		if err != nil {
			return joined, err
		}
		joined = b.deliver(heard, handle) || joined
	}
}

// deliver hands over what was heard, and tells whether the subscription stands anew.
func (b *Bus) deliver(heard any, handle func(realtime.Message)) (joined bool) {
	switch heard := heard.(type) {
	case *redis.Subscription:
		handle(realtime.Message{Kind: realtime.KindJoined})
		return true
	case *redis.Message:
		var message realtime.Message
		if err := json.Unmarshal([]byte(heard.Payload), &message); err != nil {
			b.log.Warn("redisbus: a message of another make is passed over", "bytes", len(heard.Payload))
			return false
		}
		if message.Kind != kindEcho {
			handle(message)
		}
	}
	return false
}

func timedOut(err error) bool {
	var failure net.Error
	return errors.As(err, &failure) && failure.Timeout()
}
