// Package basemap mounts a map that a city has got elsewhere beneath its own: a PMTiles archive on this
// machine, or the address of a tile server.
//
// It owns: what a place holds (Probe), and fetching tiles of an address with limits (Fetcher). An archive
// is served whole by range requests, which is its point; nothing of it is read here but the head.
//
// It stores nothing. Everything here is safe for concurrent use.
package basemap
