// Package geo holds what the service knows about places in general: distances
// in metres on the ground, the nearest of many points, districts, the way round
// barriers by their crossings, and vector tiles of a city's map.
//
// It owns values and pure functions over orb. It does no input or output, asks
// no clock, knows no house, crew or order, and keeps no cache.
//
// Coordinates are lon, lat in degrees (orb.Point), metres stand in names. A
// Plane's own coordinates are metres east and north and never leave the
// function that made them.
//
// Plane, Pace and Way are plain values; a Frontier belongs to one search. Nearest, Districts, Barriers, Approach
// and Map are immutable after they are made and safe for any number of
// concurrent readers; whoever holds one swaps the pointer when its data change.
package geo
