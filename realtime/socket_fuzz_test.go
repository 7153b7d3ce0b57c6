package realtime_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
)

// Whatever bytes come over a socket behind its handshake, the others' news go on.
func FuzzSocket(f *testing.F) {
	for _, seed := range []string{"\x81\x85\x00\x00\x00\x00{\"t\":", "\x81\xfe\xff\xff\x00\x00\x00\x00", "\x89\x80\x00\x00\x00\x00", "\x88\x82\x00\x00\x00\x00\x03\xe8", "\xff\xff\xff\xff", "\x01\x81\x00\x00\x00\x00{\x80\x81\x00\x00\x00\x00}", "\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00"} {
		f.Add([]byte(seed))
	}
	n := newNode(f, newLedger(), nil)
	bystander := n.open(f, "ivanov")
	bystander.sub(crew)
	bystander.untilLive()
	f.Fuzz(func(t *testing.T, bytes []byte) {
		socket, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(n.server.URL, "http")+"/?viewer=mallory", http.Header{"Origin": {n.server.URL}})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = socket.NetConn().Write(bytes)
		_ = socket.Close()
		bystander.t = t
		bystander.untilAt(n.commit(crew))
	})
}
