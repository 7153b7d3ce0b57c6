// Package roads is the graph of a city's streets as a repair van drives them: how long from here to there, along which
// line, and how to be told so. A Graph is made once, by Build or out of what MarshalBinary kept, and never changes:
// it is safe for concurrent use. An Approach (all ways to one place) belongs to the goroutine that asks it.
//
// The search is one Dijkstra from the place backwards, which answers any number of crews; a city's worth of it takes
// some milliseconds (BenchmarkToOneHouse). gonum's graph/path keeps a map and an interface value for every node and
// edge and fits that badly; contraction hierarchies (as in OSRM) pay only for countries and are made anew after every
// import. No turn costs, no traffic: seconds are those of an empty road at the speeds that the streets were given.
//
// Coordinates are lon, lat; metres, seconds and km/h stand in names.
package roads
