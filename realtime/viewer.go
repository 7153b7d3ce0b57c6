package realtime

import "time"

// Viewer is who stands behind a socket. It is a value: a change of rights is a
// new viewer on a new socket (see Hub.Revoke).
type Viewer struct {
	// Session is the opaque name of the login; Hub.EndSession closes by it.
	Session string
	// Expires ends the viewer's sockets by itself; the zero time never does.
	Expires time.Time
	// Who is what the host knows of the viewer; this package only hands it back.
	Who any
}

func (v Viewer) expired(now time.Time) bool {
	return !v.Expires.IsZero() && !now.Before(v.Expires)
}
