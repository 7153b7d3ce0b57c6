package realtime

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/gorilla/websocket"
)

// handshakeBuffers are lent to sockets for the time of their handshake only.
var handshakeBuffers = &sync.Pool{}

// Serve upgrades the request to a socket of this viewer, whom the caller has
// authenticated, and returns at once; the hub owns the socket from then on. On
// an error the response has been written.
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request, viewer Viewer) error {
	upgrader := websocket.Upgrader{
		CheckOrigin:     h.config.CheckOrigin,
		ReadBufferSize:  1 << 10,
		WriteBufferSize: 1 << 10,
		WriteBufferPool: handshakeBuffers,
	}
	socket, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return fmt.Errorf("realtime: handshake: %w", err)
	}
	c := newConnection(h, socket, viewer)
	if refusal, refused := h.sockets.add(c); refused {
		c.close(refusal)
	}
	if viewer.expired(h.config.Now()) {
		c.close(CloseSessionEnded)
	}
	if !h.tasks.run(c.run) {
		c.end(nil)
	}
	return nil
}

// sameOrigin accepts a browser page of this very host only.
func sameOrigin(r *http.Request) bool {
	origin, err := url.Parse(r.Header.Get("Origin"))
	return err == nil && origin.Host != "" && strings.EqualFold(origin.Host, r.Host)
}
