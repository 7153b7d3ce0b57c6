package httpapi

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"dispatch05/dispatch"
	"dispatch05/geo"
)

const mvt = "application/vnd.mapbox-vector-tile"

func (a *api) tileRoutes() {
	op := operation(http.MethodGet, "/cities/{city}/tiles/{z}/{x}/{y}.mvt", "get-tile", "cities", "A vector tile of the city's own map (gzip)")
	op.Parameters = pathParams("city", "z", "x", "y")
	op.Responses = map[string]*huma.Response{"200": {Description: "Mapbox Vector Tile 2.1", Content: map[string]*huma.MediaType{mvt: {}}}, "204": {Description: "Nothing is there"}}
	a.huma.OpenAPI().AddOperation(&op)
	a.mux.HandleFunc("GET /api/v1/cities/{city}/tiles/{z}/{x}/{file}", a.tile)
}

func pathParams(names ...string) []*huma.Param {
	params := []*huma.Param{}
	for _, name := range names {
		params = append(params, &huma.Param{Name: name, In: "path", Required: true, Schema: &huma.Schema{Type: "string"}})
	}
	return params
}

func (a *api) tile(w http.ResponseWriter, r *http.Request) {
	a.sendTile(w, r, a.Map(r.PathValue("city")), "public, max-age=300")
}

// sendTile answers with the tile of a map that the path names; nil: there is none.
func (a *api) sendTile(w http.ResponseWriter, r *http.Request, drawn *geo.Map, keep string) {
	y, isTile := strings.CutSuffix(r.PathValue("file"), ".mvt")
	at, err := numbers(r.PathValue("z"), r.PathValue("x"), y)
	if drawn == nil || !isTile || err != nil {
		a.refuse(w, r, dispatch.ErrNotFound)
		return
	}
	etag, err := drawn.ETag(at[0], at[1], at[2])
	if err != nil { // geo.ErrNoTile
		a.refuse(w, r, dispatch.ErrNotFound)
		return
	}
	gzipped := takesGzip(r.Header.Get("Accept-Encoding"))
	w.Header().Set("Cache-Control", keep)
	w.Header().Set("ETag", tagOf(etag, gzipped))
	w.Header().Set("Vary", "Accept-Encoding")
	if matches(r.Header.Get("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	packed, err := a.tiles.get(etag, func() ([]byte, error) { data, _, err := drawn.Tile(at[0], at[1], at[2]); return data, err })
	if err != nil {
		w.Header().Del("ETag")
		w.Header().Set("Cache-Control", "no-store")
		a.refuse(w, r, err)
		return
	}
	writeTile(w, packed, gzipped)
}

// tagOf is the tag of a representation: packed bytes are other bytes (RFC 9110, 8.8.3.3).
func tagOf(etag string, gzipped bool) string {
	if gzipped {
		return strings.TrimSuffix(etag, `"`) + `-gz"`
	}
	return etag
}

// matches reads If-None-Match: a list of tags, weak ones too, of either representation, or "*" (RFC 9110, 13.1.2).
func matches(header, etag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == "*" || one == etag || one == tagOf(etag, true) {
			return true
		}
	}
	return false
}

// takesGzip reads Accept-Encoding: gzip, unless its weight is nothing (RFC 9110, 12.5.3).
func takesGzip(header string) bool {
	for one := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(one, ";")
		if strings.TrimSpace(name) == "gzip" {
			_, q, _ := strings.Cut(weight, "=")
			least, err := strconv.ParseFloat(strings.TrimSpace(q), 64)
			return err != nil || least > 0
		}
	}
	return false
}

func numbers(texts ...string) (out []int, err error) {
	for _, text := range texts {
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

func writeTile(w http.ResponseWriter, packed tile, gzipped bool) {
	if len(packed.plain) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", mvt)
	body := packed.plain
	if gzipped {
		w.Header().Set("Content-Encoding", "gzip")
		body = packed.gzipped
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
}

// tile is a cut tile, as it is and packed.
type tile struct{ plain, gzipped []byte }

// tileCache keeps cut tiles by their tag. When it is full it starts anew: a city's hot tiles are back
// within a minute.
type tileCache struct {
	mu    sync.Mutex
	kept  map[string]tile
	bytes int
}

const maxTileBytes = 64 << 20

func newTileCache() *tileCache { return &tileCache{kept: map[string]tile{}} }

func (c *tileCache) get(tag string, cut func() ([]byte, error)) (tile, error) {
	c.mu.Lock()
	found, ok := c.kept[tag]
	c.mu.Unlock()
	if ok {
		return found, nil
	}
	data, err := cut()
	if err != nil {
		return tile{}, err
	}
	made := tile{plain: data, gzipped: pack(data)}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.bytes += len(made.plain) + len(made.gzipped) + len(tag); c.bytes > maxTileBytes {
		c.kept, c.bytes = map[string]tile{}, 0
	}
	c.kept[tag] = made
	return made, nil
}

func pack(data []byte) []byte {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(data) // into memory: cannot fail
	_ = w.Close()
	return packed.Bytes()
}
