package web

import (
	"io/fs"
	"net/http"
	"strings"
)

// screens tells which page a path shows. A folder stands for all below it that is no file: "/r/{token}" is
// the portal at a report, "/board/…" a board opened at something.
var screens = map[string]string{
	"":        "portal/index.html",
	"r":       "portal/index.html",
	"board":   "board/index.html",
	"tablet":  "tablet/index.html",
	"login":   "login/index.html",
	"reports": "reports/index.html",
	"admin":   "admin/index.html",
}

const placeholder = "placeholder.html"

// Handler serves the embedded screens; anything else is 404. Only GET and HEAD.
func Handler() http.Handler { return newSite(built()) }

func newSite(dist fs.FS) http.Handler { return &site{files: readFiles(dist)} }

type site struct{ files map[string]*file }

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	secure(w.Header())
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	if found := s.find(strings.TrimPrefix(r.URL.Path, "/")); found != nil {
		found.serve(w, r)
		return
	}
	http.NotFound(w, r)
}

// find gives the file of a path: the very file, else the screen of its first folder, else nothing.
func (s *site) find(path string) *file {
	if found, ok := s.files[path]; ok {
		return found
	}
	folder, _, _ := strings.Cut(path, "/")
	page, ok := screens[folder]
	if !ok {
		return nil
	}
	if found, ok := s.files[page]; ok {
		return found
	}
	return s.files[placeholder]
}
