package notify

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// hosts are those that may be called: "push.example.ru", or ".example.ru" for all below it. Nothing else is, whatever
// an answer or a browser says.
type hosts []string

func (h hosts) allow(host string) bool {
	host = strings.ToLower(host)
	for _, known := range h {
		if host == known || (strings.HasPrefix(known, ".") && strings.HasSuffix(host, known)) {
			return true
		}
	}
	return false
}

var errForeignHost = errors.New("not a host of the settings")

// only is a transport that calls the named hosts and nobody else.
type only struct {
	hosts hosts
	next  http.RoundTripper
}

func (o only) RoundTrip(r *http.Request) (*http.Response, error) {
	if !o.hosts.allow(r.URL.Hostname()) {
		return nil, errForeignHost
	}
	return o.next.RoundTrip(r)
}

// client calls the given hosts. It follows no redirect: the answer is the redirect itself, which is a refusal.
func client(allowed hosts, open bool) *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	if open {
		dialer.Control = publicOnly
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DialContext, transport.MaxIdleConnsPerHost = dialer.DialContext, 4
	return &http.Client{Transport: only{allowed, transport}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// publicOnly refuses addresses inside of the own network: the name may have been made to point there.
func publicOnly(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if ip := at.Addr().Unmap(); !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return errForeignHost
	}
	return nil
}

// maxAnswer is how much of a carrier's answer is read.
const maxAnswer = 64 << 10

// answerOf reads an answer, and says what its status means: nil is a success.
func answerOf(r *http.Response) ([]byte, error) {
	defer r.Body.Close()
	body, err := io.ReadAll(io.LimitReader(r.Body, maxAnswer))
	switch code := r.StatusCode; {
	case err != nil:
		return nil, unreachable(err)
	case code >= 200 && code < 300:
		return body, nil
	case code == http.StatusTooManyRequests, code == http.StatusServiceUnavailable:
		return nil, &Refusal{Why: "busy", After: retryAfter(r.Header)}
	case code >= 500, code == http.StatusRequestTimeout, code == http.StatusTooEarly:
		return nil, transient("carrier_failed")
	default:
		return nil, final("refused")
	}
}

// retryAfter is how long a carrier asks us to wait, an hour at most; 0 where it does not say.
func retryAfter(header http.Header) time.Duration {
	seconds, err := strconv.Atoi(header.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return min(time.Duration(seconds)*time.Second, time.Hour)
}
