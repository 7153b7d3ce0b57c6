// Package geojson reads houses out of GeoJSON (RFC 7946): a FeatureCollection of any length, one Feature, or Features one a
// line, with or without the mark of RFC 8142. A house is a point or a building's outline with an address in its properties,
// by the names of OpenStreetMap or those that Russian offices give their columns.
//
// It holds one feature at a time and the outlines that it gives. It opens no file; register.Import surveys what it gives.
// Not safe for concurrent use.
package geojson
