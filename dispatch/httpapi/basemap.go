package httpapi

import (
	"net/http"
	"os"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"dispatch05/dispatch"
	"dispatch05/geo/basemap"
)

// basemapBeyond is how far beyond the bounds of a city, in degrees, tiles of an address are still fetched:
// this is no open door to somebody's tile server.
const basemapBeyond = 0.3

func (a *api) basemapRoutes() {
	archive := operation(http.MethodGet, "/cities/{city}/basemap.pmtiles", "get-basemap-archive", "cities", "The basemap that the city has mounted: a PMTiles archive, by ranges")
	archive.Parameters = pathParams("city")
	archive.Responses = map[string]*huma.Response{"200": {Description: "The archive"}, "206": {Description: "A range of it"}}
	tile := operation(http.MethodGet, "/cities/{city}/basemap/{z}/{x}/{y}", "get-basemap-tile", "cities", "A tile of the basemap whose address the city has mounted")
	tile.Parameters = pathParams("city", "z", "x", "y")
	tile.Responses = map[string]*huma.Response{"200": {Description: "A picture or a vector tile, as the mount's format says"}, "204": {Description: "Nothing is there"}}
	a.huma.OpenAPI().AddOperation(&archive)
	a.huma.OpenAPI().AddOperation(&tile)
	a.mux.HandleFunc("GET /api/v1/cities/{city}/basemap.pmtiles", a.basemapArchive)
	a.mux.HandleFunc("GET /api/v1/cities/{city}/basemap/{z}/{x}/{y}", a.basemapTile)
}

func (a *api) basemapArchive(w http.ResponseWriter, r *http.Request) {
	_, mount, err := a.mounted(r, basemap.Archive)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	file, err := os.Open(mount.Place)
	if err != nil {
		a.Log.Warn("the basemap's archive cannot be opened on this node", "city", r.PathValue("city"), "error", err)
		a.refuse(w, r, dispatch.ErrNotFound)
		return
	}
	defer file.Close()
	about, err := file.Stat()
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/vnd.pmtiles")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	w.Header().Set("ETag", strconv.Quote(strconv.FormatInt(about.ModTime().UnixNano(), 36)+"-"+strconv.FormatInt(about.Size(), 36)))
	http.ServeContent(w, r, "", about.ModTime(), file)
}

func (a *api) basemapTile(w http.ResponseWriter, r *http.Request) {
	city, mount, err := a.mounted(r, basemap.Address)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	at, err := numbers(r.PathValue("z"), r.PathValue("x"), r.PathValue("y"))
	if err != nil || !ofCity(city, mount, at[0], at[1], at[2]) {
		a.refuse(w, r, dispatch.ErrNotFound)
		return
	}
	data, err := a.basemaps.Tile(r.Context(), mount.Place, at[0], at[1], at[2])
	if err != nil {
		a.Log.Warn("no tile of the basemap", "city", city.ID, "error", err)
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, http.StatusText(http.StatusBadGateway), http.StatusBadGateway)
		return
	}
	kind := mvt
	if mount.Format == basemap.Raster {
		kind = http.DetectContentType(data)
	}
	if len(data) > 0 && mount.Format == basemap.Raster && !strings.HasPrefix(kind, "image/") {
		a.Log.Warn("a tile of the basemap is no picture", "city", city.ID)
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, http.StatusText(http.StatusBadGateway), http.StatusBadGateway)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=86400")
	if len(data) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data)
}

// mounted is the basemap of the city in a path, when it is of a kind.
func (a *api) mounted(r *http.Request, kind basemap.Kind) (dispatch.City, basemap.Mount, error) {
	city, err := a.city(r.Context(), r.PathValue("city"))
	if err != nil {
		return city, basemap.Mount{}, err
	}
	if city.Basemap == nil || city.Basemap.Kind != kind {
		return city, basemap.Mount{}, dispatch.ErrNotFound
	}
	return city, *city.Basemap, nil
}

// ofCity says whether a tile exists in a mount and touches the city or its surroundings.
func ofCity(city dispatch.City, mount basemap.Mount, z, x, y int) bool {
	if z < mount.MinZoom || z > mount.MaxZoom || x < 0 || y < 0 || x >= 1<<z || y >= 1<<z {
		return false
	}
	around := orb.Bound{Min: orb.Point{city.Bounds[0], city.Bounds[1]}, Max: orb.Point{city.Bounds[2], city.Bounds[3]}}.Pad(basemapBeyond)
	return maptile.New(uint32(x), uint32(y), maptile.Zoom(z)).Bound().Intersects(around)
}
