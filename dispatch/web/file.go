package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

// file is one built file as it leaves, read and compressed once at the start.
type file struct {
	kind       string // Content-Type
	caching    string // Cache-Control
	etag       string
	plain      []byte
	compressed []byte // gzip; nil where it would not be smaller
}

// readFiles takes the whole build into memory: some megabytes, and no request touches the file system.
// An unreadable embedded file is a broken binary, hence the panic.
func readFiles(dist fs.FS) map[string]*file {
	files := map[string]*file{}
	err := fs.WalkDir(dist, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(dist, name)
		if err != nil {
			return err
		}
		files[name] = newFile(name, content)
		return nil
	})
	if err != nil {
		panic(fmt.Errorf("web: %w", err))
	}
	return files
}

func newFile(name string, content []byte) *file {
	sum := sha256.Sum256(content)
	return &file{
		kind:       kindOf(name),
		caching:    cachingOf(name),
		etag:       `"` + hex.EncodeToString(sum[:8]) + `"`,
		plain:      content,
		compressed: compress(name, content),
	}
}

// The types that the screens use, named here because a machine's own table may lack or change them.
var kinds = map[string]string{
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".mjs":         "text/javascript; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".svg":         "image/svg+xml",
	".png":         "image/png",
	".json":        "application/json",
	".webmanifest": "application/manifest+json",
	".woff":        "font/woff",
	".woff2":       "font/woff2",
}

func kindOf(name string) string {
	extension := path.Ext(name)
	if kind, ok := kinds[extension]; ok {
		return kind
	}
	if kind := mime.TypeByExtension(extension); kind != "" {
		return kind
	}
	return "application/octet-stream"
}

// cachingOf: a file under assets carries the hash of its content in its name, so it never changes; all else is asked anew.
func cachingOf(name string) string {
	if strings.HasPrefix(name, "assets/") {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}

func compress(name string, content []byte) []byte {
	switch path.Ext(name) {
	case ".woff", ".woff2", ".png", ".jpg":
		return nil
	}
	var out bytes.Buffer
	writer, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed+4) // a known level: no error
	_, _ = writer.Write(content)                             // into memory: no error
	_ = writer.Close()
	if out.Len() >= len(content) {
		return nil
	}
	return out.Bytes()
}

func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Type", f.kind)
	header.Set("Cache-Control", f.caching)
	content, etag := f.plain, f.etag
	if f.compressed != nil {
		header.Add("Vary", "Accept-Encoding")
		if acceptsGzip(r) {
			header.Set("Content-Encoding", "gzip")
			content, etag = f.compressed, strings.TrimSuffix(f.etag, `"`)+`-gz"`
		}
	}
	header.Set("ETag", etag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

// acceptsGzip is true when the client names gzip and does not forbid it (RFC 9110, 12.5.3).
func acceptsGzip(r *http.Request) bool {
	for _, offer := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(offer), ";")
		if coding == "gzip" {
			weight = strings.ReplaceAll(weight, " ", "")
			return weight != "q=0" && weight != "q=0.0" && weight != "q=0.00" && weight != "q=0.000"
		}
	}
	return false
}
