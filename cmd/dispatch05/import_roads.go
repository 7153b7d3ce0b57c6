package main

import (
	"fmt"

	"dispatch05/dispatch/postgres"
	"dispatch05/geo/osm"
)

// roadsOf are a file's streets as a road graph, and what became of them in words. A file that holds no street leaves
// the city the roads that it has.
func roadsOf(extract *osm.Extract) (*postgres.NewRoads, []string) {
	nodes, edges := extract.Roads.Size()
	if edges == 0 {
		return nil, []string{"no street to drive on: the city's roads stay as they are"}
	}
	told := []string{fmt.Sprintf("roads: %d junctions, %d directions to drive", nodes, edges)}
	if f := extract.RoadFaults; f.Any() {
		told = append(told, fmt.Sprintf("left out of the roads: %d nodes without a place, %d pieces too long to be true, %d pieces of no length, %d streets without a speed",
			f.LostNodes, f.LongPieces, f.EmptyPieces, f.BadStreets))
	}
	return &postgres.NewRoads{Graph: extract.Roads, AsOf: extract.RoadsAsOf}, told
}
