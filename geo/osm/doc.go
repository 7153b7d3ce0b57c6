// Package osm reads a city out of an OpenStreetMap file: buildings with their addresses, outlines, levels
// and entrances, the shapes that the map draws, and the streets as they are driven. It takes .osm.pbf and .osm, either of them packed by
// gzip or bzip2, told by content and not by name.
//
// A file is read several times, so that only what belongs to the city's houses and shapes is held: its
// relations, then its ways, then the nodes of those ways. Every limit ends in an error that names it.
package osm
