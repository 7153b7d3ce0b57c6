package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
)

// serveCommand runs the service until it is interrupted.
type serveCommand struct {
	databaseFlags
	Listen      string      `env:"LISTEN" help:"Address to listen on. Default: this machine only while demo logins exist, else every address."`
	Port        int         `env:"PORT" default:"8005" help:"Port to listen on; 0 takes a free one."`
	RedisURL    string      `name:"redis-url" env:"REDIS_URL" help:"Redis that joins several nodes; without it one runs inside the process."`
	Demo        bool        `env:"DEMO" help:"Load the demonstration city into an empty database of your own too."`
	Certificate string      `env:"TLS_CERT" type:"path" help:"Certificate chain (PEM) for HTTPS."`
	Key         string      `env:"TLS_KEY" type:"path" help:"Private key (PEM) for HTTPS."`
	Proxies     []string    `env:"TRUSTED_PROXIES" help:"Peers (address or prefix) that may say for whom they speak by X-Forwarded-*."`
	Origins     []string    `env:"ORIGINS" help:"Further origins whose pages may call, such as https://05.example.ru."`
	Open311Keys []string    `name:"open311-keys" env:"OPEN311_KEYS" help:"Keys that Open311 clients must show; none: everybody may report."`
	Intake      intakeFlags `embed:"" prefix:"intake-"`
	Notices     noticeFlags `embed:""`
	LogLevel    string      `env:"LOG_LEVEL" default:"info" enum:"debug,info,warn,error" help:"How much to log."`
	LogJSON     bool        `name:"log-json" env:"LOG_JSON" help:"Log as JSON lines."`
}

// Run serves until the context ends, then stops all that it started, last first.
func (c *serveCommand) Run(ctx context.Context, std *streams) error {
	if _, err := c.proxies(); err != nil {
		return err // told before anything is started
	}
	log := c.logger(std.err)
	ends := &closing{log: log}
	defer ends.run()
	service, err := c.start(ctx, ends, log)
	if err != nil {
		return err
	}
	failed, address, err := c.listen(ends, service, log)
	if err != nil {
		return err
	}
	service.greet(std.out, c.scheme(), address)
	select {
	case <-ctx.Done():
		log.Info("stopping")
		return nil
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	}
}

// listen opens the door. Its failures after that come on the channel.
func (c *serveCommand) listen(ends *closing, service *service, log *slog.Logger) (<-chan error, string, error) {
	host := c.Listen
	if host == "" && service.demo {
		host = "127.0.0.1"
	}
	if !strings.Contains(host, ":") || net.ParseIP(host) != nil {
		host = net.JoinHostPort(host, strconv.Itoa(c.Port))
	}
	listener, err := net.Listen("tcp", host)
	if err != nil {
		return nil, "", fmt.Errorf("cannot listen on %s: %w (PORT moves it)", host, err)
	}
	failed := make(chan error, 1)
	go func() {
		if err := c.serveOn(service.server, listener); !errors.Is(err, http.ErrServerClosed) {
			failed <- err
		}
	}()
	ends.add("door", func(ctx context.Context) {
		service.hub.Stop() // sockets are told to go elsewhere; HTTP's own shutdown does not know them
		if err := service.server.Shutdown(ctx); err != nil {
			_ = service.server.Close()
		}
	})
	log.Info("listening", "address", listener.Addr().String())
	return failed, listener.Addr().String(), nil
}

func (c *serveCommand) serveOn(server *http.Server, listener net.Listener) error {
	if c.Certificate != "" || c.Key != "" {
		return server.ServeTLS(listener, c.Certificate, c.Key)
	}
	return server.Serve(listener)
}

func (c *serveCommand) scheme() string {
	if c.Certificate != "" {
		return "https"
	}
	return "http"
}

// proxies reads the peers that may speak for others.
func (c *serveCommand) proxies() ([]netip.Prefix, error) {
	var prefixes []netip.Prefix
	for _, written := range c.Proxies {
		if address, err := netip.ParseAddr(written); err == nil {
			prefixes = append(prefixes, netip.PrefixFrom(address, address.BitLen()))
			continue
		}
		prefix, err := netip.ParsePrefix(written)
		if err != nil {
			return nil, fmt.Errorf("TRUSTED_PROXIES: %q is neither an address nor a prefix", written)
		}
		prefixes = append(prefixes, prefix)
	}
	return prefixes, nil
}

func (c *serveCommand) logger(to io.Writer) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // the flag allows only words that it knows
	options := &slog.HandlerOptions{Level: level}
	if c.LogJSON {
		return slog.New(slog.NewJSONHandler(to, options))
	}
	return slog.New(slog.NewTextHandler(to, options))
}
