package realtime

import (
	"encoding/binary"

	"github.com/gorilla/websocket"
)

// Frames leave a server unmasked and, without compression, alike for every
// socket (RFC 6455, 5.2), so each is laid out once, and all that wait for one
// socket go to the kernel in one write. gorilla reads; our outbox alone writes.

func textFrame(payload []byte) []byte { return layFrame(websocket.TextMessage, payload) }

func pingFrame() []byte { return layFrame(websocket.PingMessage, nil) }

func pongFrame(payload string) []byte { return layFrame(websocket.PongMessage, []byte(payload)) }

func closeFrame(code CloseCode) []byte {
	return layFrame(websocket.CloseMessage, websocket.FormatCloseMessage(int(code), code.String()))
}

// layFrame builds one final frame: FIN and opcode, length in 7, 16 or 64 bits,
// payload.
func layFrame(opcode int, payload []byte) []byte {
	const final = 0x80
	frame := make([]byte, 0, len(payload)+10)
	frame = append(frame, final|byte(opcode))
	switch size := len(payload); {
	case size < 126:
		frame = append(frame, byte(size))
	case size < 1<<16:
		frame = binary.BigEndian.AppendUint16(append(frame, 126), uint16(size))
	default:
		frame = binary.BigEndian.AppendUint64(append(frame, 127), uint64(size))
	}
	return append(frame, payload...)
}
