package basemap_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

	"dispatch05/geo/basemap"
)

var centre = orb.Point{73.4, 55.0}

// archive is a PMTiles file without tiles: its head and its description.
type archive struct {
	version, compression, tiles, minZoom, maxZoom byte
	bound                                         orb.Bound
	metadata                                      []byte
	claimed                                       uint64 // length of the description that the head tells; 0 = the true one
}

func sound() archive {
	return archive{version: 3, compression: 1, tiles: 1, maxZoom: 15, bound: orb.Bound{Min: orb.Point{73, 54.5}, Max: orb.Point{74, 55.5}},
		metadata: []byte(`{"attribution":"© OpenStreetMap","vector_layers":[{"id":"earth"},{"id":"roads"}]}`)}
}

func (a archive) write(t *testing.T) string {
	t.Helper()
	head := make([]byte, 127)
	copy(head, "PMTiles")
	head[7], head[97], head[99], head[100], head[101] = a.version, a.compression, a.tiles, a.minZoom, a.maxZoom
	length := uint64(len(a.metadata))
	if a.claimed != 0 {
		length = a.claimed
	}
	binary.LittleEndian.PutUint64(head[24:], 127)
	binary.LittleEndian.PutUint64(head[32:], length)
	for i, degrees := range []float64{a.bound.Min.Lon(), a.bound.Min.Lat(), a.bound.Max.Lon(), a.bound.Max.Lat()} {
		binary.LittleEndian.PutUint32(head[102+4*i:], uint32(int32(degrees*1e7)))
	}
	return file(t, append(head, a.metadata...))
}

func file(t *testing.T, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "city.pmtiles")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestArchiveTellsWhatItIs(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(`{"vector_layers":[{"id":"transportation"}]}`))
	_ = w.Close()
	zipped := sound()
	zipped.compression, zipped.metadata = 2, packed.Bytes()
	pictures := sound()
	pictures.tiles, pictures.metadata = 2, []byte(`{}`)
	for name, c := range map[string]struct {
		archive archive
		format  basemap.Format
		credit  string
	}{
		"vector tiles of Protomaps":             {sound(), basemap.Protomaps, "© OpenStreetMap"},
		"of OpenMapTiles, description zipped":   {zipped, basemap.OpenMapTiles, ""},
		"pictures, whatever the description is": {pictures, basemap.Raster, ""},
	} {
		path := c.archive.write(t)
		mount, err := basemap.Probe(t.Context(), path, centre)
		want := basemap.Mount{Place: path, Kind: basemap.Archive, Format: c.format, MaxZoom: 15, Credit: c.credit}
		if want.Version = mount.Version; err != nil || mount != want || len(mount.Version) != 8 {
			t.Errorf("%s: %+v, %v", name, mount, err)
		}
	}
}

func TestBrokenArchivesAreRefused(t *testing.T) {
	spoilt := func(change func(*archive)) string {
		a := sound()
		change(&a)
		return a.write(t)
	}
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	_, _ = w.Write(append([]byte(`{"attribution":"`), bytes.Repeat([]byte{'a'}, 9<<20)...))
	_ = w.Close()
	for name, c := range map[string]struct{ path, says string }{
		"no such file":           {filepath.Join(t.TempDir(), "none"), "no such file"},
		"another file":           {file(t, []byte("GIF89a")), "no PMTiles archive"},
		"cut within the head":    {file(t, []byte("PMTiles\x03")), "no PMTiles archive"},
		"version 2":              {spoilt(func(a *archive) { a.version = 2 }), "version 2"},
		"another city":           {spoilt(func(a *archive) { a.bound = orb.Bound{Min: orb.Point{37, 55}, Max: orb.Point{38, 56}} }), "another part of the earth"},
		"tiles of a new kind":    {spoilt(func(a *archive) { a.tiles = 99 }), "cannot be drawn"},
		"an unknown compression": {spoilt(func(a *archive) { a.compression = 4 }), "compression 4"},
		"an unknown schema":      {spoilt(func(a *archive) { a.metadata = []byte(`{"vector_layers":[{"id":"strade"}]}`) }), "strade"},
		"no description":         {spoilt(func(a *archive) { a.metadata = []byte(`{`) }), "description"},
		"a description of 1 EB":  {spoilt(func(a *archive) { a.claimed = 1 << 60 }), "8 MB"},
		"a bomb":                 {spoilt(func(a *archive) { a.compression, a.metadata = 2, bomb.Bytes() }), "description"},
	} {
		if _, err := basemap.Probe(t.Context(), c.path, centre); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, wanted to hear of %q", name, err, c.says)
		}
	}
	if _, err := basemap.Probe(t.Context(), spoilt(func(a *archive) { a.bound = orb.Bound{} }), centre); !errors.Is(err, basemap.ErrElsewhere) {
		t.Errorf("elsewhere: %v", err)
	}
}

// tileServer answers with body for every tile and counts the calls.
func tileServer(t *testing.T, status int, body []byte) (template string, calls *atomic.Int64) {
	t.Helper()
	calls = &atomic.Int64{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		w.WriteHeader(status)
		_, _ = w.Write(body)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/{z}/{x}/{y}?key=secret", calls
}

var png = []byte("\x89PNG\r\n\x1a\n and so on")

func TestAddressTellsWhatItGives(t *testing.T) {
	vector, err := mvt.Marshal(mvt.Layers{mvt.NewLayer("transportation", geojson.NewFeatureCollection().Append(geojson.NewFeature(orb.Point{1, 1})))})
	if err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, _ = w.Write(vector)
	_ = w.Close()
	pictures, _ := tileServer(t, http.StatusOK, png)
	vectors, _ := tileServer(t, http.StatusOK, vector)
	packed, _ := tileServer(t, http.StatusOK, zipped.Bytes()) // as hosts of files give it, without a word of it
	for template, want := range map[string]basemap.Mount{
		pictures: {Place: pictures, Kind: basemap.Address, Format: basemap.Raster, MaxZoom: 19},
		vectors:  {Place: vectors, Kind: basemap.Address, Format: basemap.OpenMapTiles, MaxZoom: 14},
		packed:   {Place: packed, Kind: basemap.Address, Format: basemap.OpenMapTiles, MaxZoom: 14},
	} {
		mount, err := basemap.Probe(t.Context(), template, centre)
		if want.Version = mount.Version; err != nil || mount != want {
			t.Errorf("%+v, %v", mount, err)
		}
	}
}

func TestBadAddressesAreRefusedWithoutTheirKey(t *testing.T) {
	page, _ := tileServer(t, http.StatusOK, []byte("<html>"))
	closed, _ := tileServer(t, http.StatusForbidden, nil)
	large, _ := tileServer(t, http.StatusOK, append(bytes.Clone(png), make([]byte, 2<<20)...))
	empty, _ := tileServer(t, http.StatusNotFound, nil)
	elsewhere := httptest.NewServer(http.RedirectHandler(strings.NewReplacer("{z}", "1", "{x}", "1", "{y}", "1").Replace(page), http.StatusFound))
	defer elsewhere.Close()
	for name, template := range map[string]string{
		"a page": page, "forbidden": closed, "too large": large, "nothing there": empty, "a redirect to another host": elsewhere.URL + "/{z}/{x}/{y}?key=secret",
		"no template": "https://tiles.example/?key=secret", "a file": "file:///{z}/{x}/{y}?key=secret", "nobody answers": "http://127.0.0.1:1/{z}/{x}/{y}?key=secret",
	} {
		_, err := basemap.Probe(t.Context(), template, centre)
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestManyCallersOfOneTileMakeOneCall(t *testing.T) {
	asked, answer := make(chan struct{}), make(chan struct{})
	var calls atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if calls.Add(1) == 1 {
			close(asked)
		}
		<-answer
		_, _ = w.Write(png)
	}))
	defer server.Close()
	fetcher := basemap.NewFetcher()
	impatient, leave := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			ctx := t.Context()
			if i == 0 {
				ctx = impatient
			}
			data, err := fetcher.Tile(ctx, server.URL+"/{z}/{x}/{y}", 10, 1, 2)
			if i > 0 && (err != nil || !bytes.Equal(data, png)) {
				t.Errorf("%q, %v", data, err)
			}
		})
	}
	<-asked
	leave()
	close(answer)
	all.Wait()
	if _, err := fetcher.Tile(t.Context(), server.URL+"/{z}/{x}/{y}", 10, 1, 2); err != nil || calls.Load() > 2 {
		t.Errorf("%d calls, %v", calls.Load(), err)
	}
}
