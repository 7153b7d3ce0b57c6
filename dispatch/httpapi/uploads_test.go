package httpapi_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"dispatch05/dispatch"
)

type uploadState struct {
	Held    int   `json:"held"`
	PhotoID int64 `json:"photo_id"`
}

// A photograph comes in pieces: what is known stays known, a piece that comes again changes nothing, and the whole is kept once.
func TestPhotoInPieces(t *testing.T) {
	w := newTown(t)
	m := w.matter(home)
	tablet, path := w.enter(home, "crew").with("Content-Type", "application/octet-stream"), fmt.Sprintf("/api/v1/orders/%d/photos/upload-0001", m.order)
	picture := asJPEG(t, striped(900, 700))
	third := len(picture)/3 + 1
	put := func(start int, piece []byte) uploadState {
		t.Helper()
		return read[uploadState](t, tablet.call("PUT", fmt.Sprintf("%s?start=%d&size=%d", path, start, len(picture)), piece), http.StatusOK)
	}
	if begun := read[uploadState](t, tablet.call("GET", path, nil), http.StatusOK); begun != (uploadState{}) {
		t.Errorf("before the first piece: %+v", begun)
	}
	put(0, picture[:third])
	if again := put(0, picture[:third]); again.Held != third {
		t.Errorf("the first piece again: %+v", again)
	}
	if ahead := put(2*third, picture[2*third:]); ahead.Held != third || ahead.PhotoID != 0 {
		t.Errorf("a piece that is not the next one: %+v", ahead)
	}
	if known := read[uploadState](t, tablet.call("GET", path, nil), http.StatusOK); known.Held != third {
		t.Errorf("asked: %+v", known)
	}
	put(third, picture[third:2*third])
	kept := put(2*third, picture[2*third:])
	if again := put(len(picture), nil); kept.PhotoID == 0 || again != kept {
		t.Errorf("the last piece: %+v, and again: %+v", kept, again)
	}
	card := read[dispatch.RequestCard](t, w.enter(home, "dispatcher").call("GET", fmt.Sprintf("/api/v1/requests/%d", m.request), nil), http.StatusOK)
	if len(card.Photos) != 2 || card.Photos[1].ID != kept.PhotoID {
		t.Errorf("card shows %+v", card.Photos)
	}
	if other := read[uploadState](t, w.enter(home, "dispatcher").call("GET", path, nil), http.StatusOK); other != (uploadState{}) {
		t.Errorf("another account sees the upload: %+v", other)
	}
}

// What was put together is judged like what came whole; what nobody goes on with is forgotten.
func TestPiecesThatAreNoPhoto(t *testing.T) {
	w := newTown(t)
	m := w.matter(home)
	tablet := w.enter(home, "crew").with("Content-Type", "application/octet-stream")
	path := fmt.Sprintf("/api/v1/orders/%d/photos/", m.order)
	picture := asJPEG(t, striped(90, 70))
	half := append(append([]byte{}, picture[:20]...), make([]byte, 100)...) // a JPEG's head and nothing behind
	for name, c := range map[string]struct {
		query, code string
		body        []byte
	}{
		"no picture":        {"?start=0&size=9", "not_a_picture", []byte("something")},
		"a broken picture":  {fmt.Sprintf("?start=0&size=%d", len(half)), "not_a_picture", half},
		"longer than said":  {"?start=0&size=9", "bad_piece", picture},
		"larger than 10 MB": {"?start=0&size=10485761", "bad_piece", picture},
		"before the start":  {"?start=-1&size=9", "bad_piece", picture[:9]},
		"an empty piece":    {"?start=0&size=9", "bad_piece", nil},
	} {
		answer := tablet.call("PUT", path+"upload-0002"+c.query, c.body)
		if problem := read[struct{ Code string }](t, answer, http.StatusUnprocessableEntity); problem.Code != c.code {
			t.Errorf("%s: %s", name, problem.Code)
		}
	}
	begun := func() uploadState {
		return read[uploadState](t, tablet.call("GET", path+"upload-0003", nil), http.StatusOK)
	}
	read[uploadState](t, tablet.call("PUT", fmt.Sprintf("%supload-0003?start=0&size=%d", path, len(picture)), picture[:100]), http.StatusOK)
	if answer := tablet.call("PUT", path+"upload-0003?start=100&size=500", picture[100:200]); answer.status != http.StatusConflict {
		t.Errorf("the key of another picture: %d %s", answer.status, answer.body)
	}
	if _, err := w.store.TrimUploads(t.Context(), w.time().Add(-time.Hour)); err != nil || begun().Held != 100 {
		t.Errorf("trimmed too early: %v, %+v", err, begun())
	}
	if n, err := w.store.TrimUploads(t.Context(), w.time().Add(time.Second)); err != nil || n != 1 || begun().Held != 0 {
		t.Errorf("not trimmed: %d, %v", n, err)
	}
}
