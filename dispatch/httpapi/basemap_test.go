package httpapi_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dispatch05/geo/basemap"
)

// mount puts a basemap beneath the town's map.
func (w *town) mount(mount basemap.Mount) {
	w.t.Helper()
	must(w.t, w.store.MountBasemap(w.t.Context(), home, &mount))
}

func TestBasemapArchiveIsReadByRanges(t *testing.T) {
	w := newTown(t)
	path := filepath.Join(t.TempDir(), "reka.pmtiles")
	must(t, os.WriteFile(path, []byte("PMTiles, the first and the last bytes"), 0o644))
	const at = "/api/v1/cities/reka/basemap.pmtiles"
	if before := w.nobody().call("GET", at, nil); before.status != http.StatusNotFound {
		t.Errorf("before it is mounted: %d", before.status)
	}
	w.mount(basemap.Mount{Place: path, Kind: basemap.Archive, Format: basemap.Raster, MaxZoom: 14, Credit: "Карта"})
	part := w.nobody().with("Range", "bytes=0-6").call("GET", at, nil)
	if part.status != http.StatusPartialContent || part.body != "PMTiles" || part.header.Get("ETag") == "" {
		t.Errorf("a range: %d %q %v", part.status, part.body, part.header)
	}
	city := w.nobody().call("GET", "/api/v1/cities/reka", nil)
	if !strings.Contains(city.body, `"kind":"archive"`) || strings.Contains(city.body, path) {
		t.Errorf("the city tells %s", city.body)
	}
	if other := w.nobody().call("GET", "/api/v1/cities/reka/basemap/12/0/0", nil); other.status != http.StatusNotFound {
		t.Errorf("an archive has no tiles of an address: %d", other.status)
	}
	must(t, os.Remove(path))
	if gone := w.nobody().call("GET", at, nil); gone.status != http.StatusNotFound || strings.Contains(gone.body, path) {
		t.Errorf("the file is gone: %d %s", gone.status, gone.body)
	}
}

func TestBasemapTilesOfAnAddressAreTheCitysOnly(t *testing.T) {
	w := newTown(t)
	broken, page := false, false
	var asked []string
	tiles := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path)
		if broken {
			rw.WriteHeader(http.StatusInternalServerError)
			return
		}
		if page {
			_, _ = rw.Write([]byte("<html><script>"))
			return
		}
		_, _ = rw.Write([]byte("\x89PNG\r\n\x1a\n"))
	}))
	defer tiles.Close()
	w.mount(basemap.Mount{Place: tiles.URL + "/{z}/{x}/{y}?key=secret", Kind: basemap.Address, Format: basemap.Raster, MinZoom: 5, MaxZoom: 18})
	const path = "/api/v1/cities/reka/basemap/"
	got := w.nobody().call("GET", path+"12/2883/1295", nil)
	if got.status != http.StatusOK || got.header.Get("Content-Type") != "image/png" || len(asked) != 1 || asked[0] != "/12/2883/1295" {
		t.Fatalf("%d %v, asked %v", got.status, got.header, asked)
	}
	for name, none := range map[string]string{"another part of the earth": "12/0/0", "beyond the zooms": "19/369100/165800", "no number": "12/x/1", "no tile": "12/-1/99999"} {
		if got := w.nobody().call("GET", path+none, nil); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	page = true
	if got := w.nobody().call("GET", path+"12/2882/1295", nil); got.status != http.StatusBadGateway {
		t.Errorf("a page in place of a picture: %d", got.status)
	}
	broken = true
	if got := w.nobody().call("GET", path+"12/2884/1295", nil); got.status != http.StatusBadGateway || strings.Contains(w.log.String(), "secret") {
		t.Errorf("their server is broken: %d", got.status)
	}
	if len(asked) != 3 {
		t.Errorf("asked %v", asked)
	}
}
