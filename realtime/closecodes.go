package realtime

// CloseCode is why the server closed a socket. Its hundred tells the client
// what to do, so that a code added later is obeyed by an older screen:
//
//	41xx  reconnect at once and resume
//	42xx  reconnect later, after a random 1 to 15 s, doubling up to 60 s
//	43xx  do not reconnect: log in again, or load the page anew
//
// A socket lost without a code (1006), or with a standard one, is a 42xx.
type CloseCode int

const (
	// CloseGoingAway: this node stops; another one, or it again, serves at once.
	CloseGoingAway CloseCode = 4100
	// CloseSlow: the queue of this socket was full; resume from your offset.
	CloseSlow CloseCode = 4101

	// CloseBusy: this node holds as many sockets as it may.
	CloseBusy CloseCode = 4200
	// CloseFlood: this socket sent frames faster than allowed.
	CloseFlood CloseCode = 4201

	// CloseSessionEnded: the login is over or has expired; log in again.
	CloseSessionEnded CloseCode = 4300
	// CloseBadFrames: the client does not speak this protocol; load it anew.
	CloseBadFrames CloseCode = 4301
)

// Reconnect is what a client does after a close.
type Reconnect string

const (
	ReconnectNow   Reconnect = "now"
	ReconnectLater Reconnect = "later"
	ReconnectNever Reconnect = "never"
)

// closeReasons lists every code with the text that travels in the close frame
// (RFC 6455, 5.5.1: at most 123 bytes).
var closeReasons = map[CloseCode]string{
	CloseGoingAway:    "going away",
	CloseSlow:         "slow reader",
	CloseBusy:         "too many sockets",
	CloseFlood:        "too many frames",
	CloseSessionEnded: "session ended",
	CloseBadFrames:    "bad frames",
}

// Reconnect tells what the client does after this code.
func (c CloseCode) Reconnect() Reconnect {
	switch c / 100 {
	case 41:
		return ReconnectNow
	case 43:
		return ReconnectNever
	default:
		return ReconnectLater
	}
}

func (c CloseCode) String() string { return closeReasons[c] }
