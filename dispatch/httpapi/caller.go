package httpapi

import (
	"context"
	"crypto/rand"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"golang.org/x/text/language"
)

// caller is what is known of a call before it is looked into.
type caller struct {
	id      string     // names the call in the log and in the answer's X-Request-Id
	address netip.Addr // of the person, as far as trusted proxies say
	secure  bool       // came over HTTPS, to us or to a trusted proxy
	local   bool       // a browser on this very machine, without a proxy between
	english bool
}

type callerKey struct{}

// callerOf gives the caller of a context; the zero caller where there is none (generating documents).
func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

func (a *api) meetCaller(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := a.callerOf(r)
		w.Header().Set("X-Request-Id", c.id)
		if c.secure {
			w.Header().Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, c)))
	})
}

func (a *api) callerOf(r *http.Request) caller {
	peer := peerOf(r)
	c := caller{id: rand.Text()[:12], address: peer, secure: r.TLS != nil, english: wantsEnglish(r)}
	forwarded := r.Header.Values("X-Forwarded-For")
	if a.trusts(peer) && len(forwarded) > 0 {
		c.address = a.speaksFor(peer, strings.Split(strings.Join(forwarded, ","), ","))
		c.secure = c.secure || r.Header.Get("X-Forwarded-Proto") == "https"
	}
	c.local = peer.IsLoopback() && len(forwarded) == 0 && loopbackHost(r.Host)
	return c
}

func peerOf(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return peer.Addr().Unmap()
}

func (a *api) trusts(peer netip.Addr) bool {
	for _, prefix := range a.Proxies {
		if prefix.Contains(peer) {
			return true
		}
	}
	return false
}

// speaksFor reads a chain of proxies from the near end: the first address that is no trusted proxy is
// the person's. What stands before it may be invented.
func (a *api) speaksFor(peer netip.Addr, chain []string) netip.Addr {
	last := peer
	for i := len(chain) - 1; i >= 0; i-- {
		address, err := netip.ParseAddr(strings.TrimSpace(chain[i]))
		if err != nil {
			return last
		}
		if last = address.Unmap(); !a.trusts(last) {
			return last
		}
	}
	return last
}

func loopbackHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && address.IsLoopback()
}

var languages = language.NewMatcher([]language.Tag{language.Russian, language.English})

func wantsEnglish(r *http.Request) bool {
	tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(tags) == 0 {
		return false
	}
	_, chosen, confidence := languages.Match(tags...)
	return chosen == 1 && confidence > language.No
}

// subnet is what limits count by: an address, or the 64 bits of an IPv6 household.
func (c caller) subnet() netip.Prefix {
	bits := 32
	if c.address.Is6() {
		bits = 64
	}
	prefix, _ := c.address.Prefix(bits)
	return prefix
}
