package basemap

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/golang-lru/v2/expirable"
	"golang.org/x/sync/singleflight"
)

// Limits of a fetched tile.
const (
	maxTileBytes = 1 << 20
	fetchTimeout = 10 * time.Second
	keptTiles    = 512
	keptFor      = 24 * time.Hour
)

// ErrBadAddress refuses a template that names no tile.
var ErrBadAddress = errors.New("basemap: an address of tiles is http(s)://host/…{z}…{x}…{y}…")

// Fetcher gets tiles of addresses and keeps the last ones for a day. Many callers of one tile make one
// call. It follows no redirect to another host.
type Fetcher struct {
	client *http.Client
	kept   *expirable.LRU[string, []byte]
	once   singleflight.Group
}

// NewFetcher makes a Fetcher.
func NewFetcher() *Fetcher {
	return &Fetcher{
		client: &http.Client{Timeout: fetchTimeout, CheckRedirect: func(to *http.Request, via []*http.Request) error {
			if to.URL.Host != via[0].URL.Host || len(via) > 3 {
				return errors.New("basemap: redirected elsewhere")
			}
			return nil
		}},
		kept: expirable.NewLRU[string, []byte](keptTiles, nil, keptFor),
	}
}

// Tile gets one tile. No bytes and no error mean that the server has none there. The caller's own
// impatience ends its waiting, not a call that others wait for.
func (f *Fetcher) Tile(ctx context.Context, template string, z, x, y int) ([]byte, error) {
	address, err := fill(template, z, x, y)
	if err != nil {
		return nil, err
	}
	if data, known := f.kept.Get(address); known {
		return data, nil
	}
	fetched := f.once.DoChan(address, func() (any, error) {
		data, err := f.fetch(address)
		if err == nil {
			f.kept.Add(address, data)
		}
		return data, err
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case got := <-fetched:
		return got.Val.([]byte), got.Err
	}
}

// fetch names no address in its errors: it may hold a key.
func (f *Fetcher) fetch(address string) ([]byte, error) {
	answer, err := f.client.Get(address)
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err
		}
		return nil, fmt.Errorf("basemap: no answer: %w", err)
	}
	defer answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusNoContent, http.StatusNotFound:
		return nil, nil
	default:
		return nil, fmt.Errorf("basemap: the tile server answers %d", answer.StatusCode)
	}
	data, err := limited(answer.Body)
	if err == nil && bytes.HasPrefix(data, []byte{0x1f, 0x8b}) { // hosts of files give vector tiles as they lie there, packed
		unpacked, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("basemap: a packed tile: %w", err)
		}
		return limited(unpacked)
	}
	return data, err
}

func limited(body io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(body, maxTileBytes+1))
	if err == nil && len(data) > maxTileBytes {
		err = fmt.Errorf("basemap: a tile of more than %d kB", maxTileBytes>>10)
	}
	return data, err
}

func fill(template string, z, x, y int) (string, error) {
	for _, part := range []string{"{z}", "{x}", "{y}"} {
		if !strings.Contains(template, part) {
			return "", ErrBadAddress
		}
	}
	filled := strings.NewReplacer("{z}", strconv.Itoa(z), "{x}", strconv.Itoa(x), "{y}", strconv.Itoa(y)).Replace(template)
	at, err := url.Parse(filled)
	if err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" {
		return "", ErrBadAddress
	}
	return filled, nil
}
