// Package demo generates "Демоград", the demonstration city: streets along a
// river with three bridges, a railway with two crossings, houses with their
// numbers, organisations with their contracts, crews, and the heat, water and
// power networks from their sources to the houses.
//
// It owns the whole of that city and nothing of any real one: every name of an
// organisation, every telephone number (+7 000 ..., no such code exists) and
// every house is made up by code. The same seed gives the same city, byte for
// byte. It reads no file, keeps no state and asks no clock.
//
// New works through stages, a file each: ground (river, rails), plan (quarters),
// streets, roads, houses, numbers, organisations, crews, network. A City is
// immutable after New and safe for any number of concurrent readers.
package demo
