package httpapi_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"testing"

	"dispatch05/dispatch/atlas"
	"dispatch05/dispatch/httpapi"
	"dispatch05/geo/register"
)

type found struct {
	Answer     *int64
	ReasonCode register.ReasonCode `json:"reason_code"`
	Candidates []struct {
		HouseID    *int64 `json:"house_id"`
		Address    string
		Confidence float64
		Why        string
		WhyCode    register.Why `json:"why_code"`
	}
}

// taughtTown is a town whose door reads addresses from an atlas, as the service does.
func taughtTown(t *testing.T) (*town, *atlas.Atlas) {
	var a *atlas.Atlas
	w := newTown(t, func(c *httpapi.Config) {
		var err error
		a, err = atlas.Open(t.Context(), c.Directory.(atlas.Archive), slog.New(slog.NewTextHandler(io.Discard, nil)))
		must(t, err)
		c.Register, c.Comments, c.Desk.Sure = a.Index, a.Comments, a.Sure
	})
	t.Cleanup(a.Close)
	return w, a
}

// The whole loop: an operator takes a house for words that the register does not know, then a second person does; the third
// look-up answers by itself and says why, in the language of the reader.
func TestTwoPeopleTeachTheThirdLookUp(t *testing.T) {
	w, a := taughtTown(t)
	place := w.places[home]
	look := func(text string) found {
		must(t, a.Refresh(t.Context()))
		return read[found](t, w.nobody().call("GET", "/api/v1/cities/reka/addresses?q="+url.QueryEscape(text), nil), http.StatusOK)
	}
	choose := func(login, text string, house int64) {
		body := map[string]any{"channel": "telephone", "house_id": house, "address_text": text, "problem": leak, "phone": ""}
		read[map[string]any](t, w.enter(home, login).call("POST", "/api/v1/requests", body), http.StatusCreated)
	}
	const words = "у старой мельницы, кв. 5"
	if got := look(words); got.Answer != nil || len(got.Candidates) != 0 {
		t.Fatalf("known before anybody chose: %+v", got)
	}
	choose("operator", words, place.lone)
	got := look(words)
	if got.Answer != nil || len(got.Candidates) == 0 || *got.Candidates[0].HouseID != place.lone || got.Candidates[0].WhyCode != register.WhyChosenBefore {
		t.Fatalf("one person's choice: %+v", got)
	}
	choose("dispatcher", "У старой мельницы кв 8", place.lone)
	got = look("у старой мельницы")
	if got.Answer == nil || *got.Answer != place.lone || got.Candidates[0].Why != "так выбирали раньше" || got.Candidates[0].Confidence < 0.9 {
		t.Errorf("two people agree: %+v", got)
	}
	english := read[found](t, w.nobody().with("Accept-Language", "en").call("GET", "/api/v1/cities/reka/addresses?q="+url.QueryEscape(words), nil), http.StatusOK)
	if english.Candidates[0].Why != "chosen so before" || english.Candidates[0].WhyCode != register.WhyChosenBefore {
		t.Errorf("in English: %+v", english)
	}
}

// What is typed on the way to an address is not another name of it: it teaches nothing, however many people choose.
func TestABeginningTeachesNothing(t *testing.T) {
	w, a := taughtTown(t)
	for _, login := range []string{"operator", "dispatcher", "senior"} {
		body := map[string]any{"channel": "telephone", "house_id": w.places[home].lone, "address_text": "лес", "problem": leak, "phone": ""}
		read[map[string]any](t, w.enter(home, login).call("POST", "/api/v1/requests", body), http.StatusCreated)
	}
	must(t, a.Refresh(t.Context()))
	if got := read[found](t, w.nobody().call("GET", "/api/v1/cities/reka/addresses?q="+url.QueryEscape("лес"), nil), http.StatusOK); got.Answer != nil {
		t.Errorf("a beginning is answered: %+v", got)
	}
}

// A far guess and a neighbour are not shown as if they were what was said.
func TestAGuessIsCalledOne(t *testing.T) {
	w := newTown(t)
	for text, want := range map[string]struct {
		code register.Why
		why  string
	}{
		"лыснойя 2": {register.WhyLooksLike, "похоже на"}, "лесная 3": {register.WhyNearNumber, "ближайший номер"}, "лесная 2": {register.WhyWords, ""},
	} {
		got := read[found](t, w.nobody().call("GET", "/api/v1/cities/reka/addresses?q="+url.QueryEscape(text), nil), http.StatusOK)
		if len(got.Candidates) == 0 || got.Candidates[0].Address != "ул. Лесная, 2" || got.Candidates[0].WhyCode != want.code || got.Candidates[0].Why != want.why {
			t.Errorf("%s: %+v", text, got)
		}
		if (got.Answer == nil) != (want.code != register.WhyWords) {
			t.Errorf("%s is answered %v", text, got.Answer)
		}
	}
}
