package realtime

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func golden(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("golden", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSpace(content)
}

func TestServerMessagesAreGolden(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 30, 0, 250e6, time.FixedZone("Omsk", 6*3600))
	delta := `{"orders":[{"id":"1204","state":"accepted"},{"id":"1207","state":"assigned"}]}`
	for name, message := range map[string][]byte{
		"hello":    helloMessage(now, "a1"),
		"tick":     tickMessage(now.Add(10 * time.Second)),
		"snapshot": snapshotMessage("crew:17", Snapshot{"6f2c", 41, json.RawMessage(`{"orders":[{"id":"1204","state":"assigned"}]}`)}),
		"delta":    deltaMessage("crew:17", Delta{"6f2c", 41, 43, json.RawMessage(delta)}),
		"live":     liveMessage("crew:17", Position{"6f2c", 43}),
		"error":    errorMessage(ErrorForbidden, "crew:18", "this topic is not open to you"),
		"state": stateMessage("board", map[string]json.RawMessage{
			"crew:18": json.RawMessage("null"), "crew:17": json.RawMessage(`{"lon":73.368,"lat":54.989}`),
		}),
	} {
		if want := golden(t, name); !bytes.Equal(message, want) {
			t.Errorf("%s:\n got %s\nwant %s", name, message, want)
		}
	}
}

func TestClientMessagesAreGolden(t *testing.T) {
	for name, want := range map[string]clientMessage{
		"sub":        {T: "sub", Topic: "crew:17"},
		"sub-resume": {T: "sub", Topic: "crew:17", Epoch: "6f2c", Offset: 41},
		"unsub":      {T: "unsub", Topic: "crew:17"},
		"ack":        {T: "ack", Topic: "crew:17", Epoch: "6f2c", Offset: 43},
	} {
		if got, err := decode(golden(t, name)); err != nil || got != want {
			t.Errorf("%s is read as %+v, %v", name, got, err)
		}
	}
}

func TestCloseCodesAreGolden(t *testing.T) {
	type row struct {
		Code      CloseCode `json:"code"`
		Reason    string    `json:"reason"`
		Reconnect Reconnect `json:"reconnect"`
	}
	var want, got []row
	if err := json.Unmarshal(golden(t, "closecodes"), &want); err != nil {
		t.Fatal(err)
	}
	for code := range closeReasons {
		got = append(got, row{code, code.String(), code.Reconnect()})
	}
	slices.SortFunc(got, func(a, b row) int { return int(a.Code - b.Code) })
	if !slices.Equal(got, want) {
		t.Errorf("close codes:\n got %v\nwant %v", got, want)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, frame := range map[string]string{
		"nothing":              ``,
		"no JSON":              `sub crew:17`,
		"no object":            `["sub","crew:17"]`,
		"unknown t":            `{"t":"shutdown","topic":"crew:17"}`,
		"no topic":             `{"t":"sub"}`,
		"topic with a space":   `{"t":"sub","topic":"crew 17"}`,
		"topic with a control": `{"t":"sub","topic":"crew\u000017"}`,
		"negative offset":      `{"t":"sub","topic":"crew:17","epoch":"e","offset":-1}`,
		"offset too large":     `{"t":"sub","topic":"crew:17","epoch":"e","offset":99999999999999999999}`,
		"offset a fraction":    `{"t":"sub","topic":"crew:17","epoch":"e","offset":1.5}`,
		"offset without epoch": `{"t":"sub","topic":"crew:17","offset":5}`,
		"ack without epoch":    `{"t":"ack","topic":"crew:17"}`,
		"not UTF-8":            "{\"t\":\"sub\",\"topic\":\"\xff\xfe\"}",
		"two values":           `{"t":"sub","topic":"a"}{"t":"sub","topic":"b"}`,
	} {
		if m, err := decode([]byte(frame)); err == nil {
			t.Errorf("%s is taken as %+v", name, m)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"t":"sub","topic":"crew:17","epoch":"6f2c","offset":41}`, `{"t":"ack","topic":"x","epoch":"e","offset":1}`,
		`{"t":"unsub","topic":"Омск"}`, `{"t":null}`, `[[[[`, "\xff",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		m, err := decode(frame)
		if err != nil {
			return
		}
		again, err := decode(encode(m))
		if err != nil || again != m {
			t.Errorf("%+v is written and read as %+v, %v", m, again, err)
		}
		if !m.Topic.valid() || m.Offset < 0 {
			t.Errorf("%+v was let through", m)
		}
	})
}
