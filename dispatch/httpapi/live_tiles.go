package httpapi

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
	"dispatch05/geo"
)

// liveFor is how long a drawn picture of what moves serves before it is drawn anew: a map of many tiles asks once.
const liveFor = time.Second

func (a *api) liveTileRoutes() {
	op := operation(http.MethodGet, "/live/{z}/{x}/{y}.mvt", "get-live-tile", "requests", "A vector tile of the reader's open requests and crews, for maps beside the board (gzip). "+
		"Its tag changes only with what stands on that very tile")
	op.Parameters = pathParams("z", "x", "y")
	op.Security = []map[string][]string{{"session": {}}}
	op.Responses = map[string]*huma.Response{"200": {Description: "Mapbox Vector Tile 2.1: layers requests and crews", Content: map[string]*huma.MediaType{mvt: {}}}, "204": {Description: "Nothing is there"}}
	a.huma.OpenAPI().AddOperation(&op)
	a.mux.HandleFunc("GET /api/v1/live/{z}/{x}/{file}", a.signedInHandler(a.liveTile))
}

func (a *api) liveTile(w http.ResponseWriter, r *http.Request, who auth.Visitor) {
	reader, err := watcher(who)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	drawn, err := a.live.draw(r.Context(), a.Desk, reader)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	a.sendTile(w, r, drawn, "private, no-cache")
}

// livePictures keeps what each circle of readers sees for a moment: those who see the same share one picture.
type livePictures struct {
	mu   sync.Mutex
	kept map[circle]livePicture
}

// circle is who sees the same board.
type circle struct {
	city         string
	role         dispatch.Role
	organisation int64
}

type livePicture struct {
	at    time.Time
	drawn *geo.Map
}

func newLivePictures() *livePictures { return &livePictures{kept: map[circle]livePicture{}} }

// draw holds the lock while it reads: whoever else comes wants the same picture.
func (l *livePictures) draw(ctx context.Context, desk *dispatch.Desk, reader dispatch.Actor) (*geo.Map, error) {
	of := circle{reader.City, reader.Role, reader.Organisation}
	l.mu.Lock()
	defer l.mu.Unlock()
	if known, ok := l.kept[of]; ok && time.Since(known.at) < liveFor {
		return known.drawn, nil
	}
	board, err := desk.Board(ctx, reader)
	if err != nil {
		return nil, err
	}
	drawn := dispatch.LiveMap(board, desk.Now())
	l.kept[of] = livePicture{time.Now(), drawn}
	return drawn, nil
}
