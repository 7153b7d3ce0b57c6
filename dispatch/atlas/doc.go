// Package atlas keeps each city's houses and map in memory: the index that resolves addresses, the tiles
// that the screens draw, and the roads and barriers that the way to a house obeys. It is read from the database
// when the service starts and again whenever a city's register or roads have changed, and swapped whole: readers
// never wait and never see half a city.
//
// It writes nothing. An Atlas is safe for concurrent use.
package atlas
