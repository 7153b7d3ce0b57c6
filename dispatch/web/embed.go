package web

import (
	"embed"
	"io/fs"
)

// The build is not committed; the placeholder beside it lets go build work without Node.
//
//go:embed all:dist
var embedded embed.FS

func built() fs.FS {
	dist, err := fs.Sub(embedded, "dist")
	if err != nil {
		panic(err) // only for a malformed path, and it is a constant
	}
	return dist
}
