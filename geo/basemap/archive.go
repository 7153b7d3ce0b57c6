package basemap

import (
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/paulmach/orb"
)

// headBytes is the length of a PMTiles head, version 3 (github.com/protomaps/PMTiles, spec/v3).
const headBytes = 127

// maxMetadata bounds the description of an archive.
const maxMetadata = 8 << 20

// head is what is needed of an archive's first bytes.
type head struct {
	metadataAt, metadataLength uint64
	compression, tiles         byte
	minZoom, maxZoom           byte
	bound                      orb.Bound
}

// Numbers of the specification.
const (
	plainBytes, gzipped         = 1, 2
	tilesVector, tilesAVIF byte = 1, 5
)

func readHead(file io.Reader) (head, error) {
	var b [headBytes]byte
	if _, err := io.ReadFull(file, b[:]); err != nil || string(b[:7]) != "PMTiles" {
		return head{}, errors.New("no PMTiles archive")
	}
	if b[7] != 3 {
		return head{}, fmt.Errorf("PMTiles version %d: version 3 is read (pmtiles upgrade)", b[7])
	}
	degrees := func(at int) float64 { return float64(int32(binary.LittleEndian.Uint32(b[at:]))) / 1e7 }
	return head{
		metadataAt: binary.LittleEndian.Uint64(b[24:]), metadataLength: binary.LittleEndian.Uint64(b[32:]),
		compression: b[97], tiles: b[99], minZoom: b[100], maxZoom: b[101],
		bound: orb.Bound{Min: orb.Point{degrees(102), degrees(106)}, Max: orb.Point{degrees(110), degrees(114)}},
	}, nil
}

func probeArchive(path string, centre orb.Point) (Mount, error) {
	file, err := os.Open(path)
	if err != nil {
		return Mount{}, err
	}
	defer file.Close()
	h, err := readHead(file)
	if err != nil {
		return Mount{}, fmt.Errorf("basemap: %s: %w", path, err)
	}
	if !h.bound.Contains(centre) {
		return Mount{}, fmt.Errorf("%w: %s covers %.3f…%.3f, %.3f…%.3f", ErrElsewhere, path, h.bound.Min.Lon(), h.bound.Max.Lon(), h.bound.Min.Lat(), h.bound.Max.Lat())
	}
	if h.tiles < tilesVector || h.tiles > tilesAVIF || h.maxZoom > 24 || h.minZoom > h.maxZoom {
		return Mount{}, fmt.Errorf("basemap: %s: tiles of kind %d, zooms %d to %d cannot be drawn", path, h.tiles, h.minZoom, h.maxZoom)
	}
	mount := Mount{Place: path, Kind: Archive, Format: Raster, MinZoom: int(h.minZoom), MaxZoom: int(h.maxZoom)}
	told, err := h.metadata(file)
	if err != nil {
		return Mount{}, fmt.Errorf("basemap: %s: its description cannot be read: %w", path, err)
	}
	mount.Credit = told.Attribution
	if h.tiles == tilesVector {
		var names []string
		for _, layer := range told.Layers {
			names = append(names, layer.ID)
		}
		mount.Format, err = schemaOf(names)
	}
	return mount, err
}

// metadata is what an archive tells of itself.
type metadata struct {
	Attribution string `json:"attribution"`
	Layers      []struct {
		ID string `json:"id"`
	} `json:"vector_layers"`
}

func (h head) metadata(file io.ReaderAt) (told metadata, err error) {
	if h.metadataLength == 0 {
		return told, nil
	}
	if h.metadataLength > maxMetadata || h.metadataAt > 1<<50 {
		return told, errors.New("larger than 8 MB")
	}
	var text io.Reader = io.NewSectionReader(file, int64(h.metadataAt), int64(h.metadataLength))
	switch h.compression {
	case plainBytes:
	case gzipped:
		if text, err = gzip.NewReader(text); err != nil {
			return told, err
		}
	default:
		return told, fmt.Errorf("compression %d: none and gzip are read", h.compression)
	}
	return told, json.NewDecoder(io.LimitReader(text, maxMetadata)).Decode(&told)
}
