package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"dispatch05/dispatch/postgres"
	"dispatch05/geo/osm"
	"dispatch05/geo/register"
)

// keepRoads makes a file's streets the city's road graph, and tells what became of them. A file that holds no street
// leaves the city the roads that it has.
func keepRoads(ctx context.Context, store *postgres.Store, city string, extract *osm.Extract, now time.Time, out io.Writer) error {
	nodes, edges := extract.Roads.Size()
	if edges == 0 {
		_, err := fmt.Fprintln(out, "no street to drive on: the city's roads stay as they are")
		return err
	}
	if err := store.ReplaceRoads(ctx, city, extract.Roads, register.SourceOSM, extract.RoadsAsOf, now); err != nil {
		return err
	}
	fmt.Fprintf(out, "roads: %d junctions, %d directions to drive\n", nodes, edges)
	if f := extract.RoadFaults; f.Any() {
		fmt.Fprintf(out, "left out of the roads: %d nodes without a place, %d pieces too long to be true, %d pieces of no length, %d streets without a speed\n",
			f.LostNodes, f.LongPieces, f.EmptyPieces, f.BadStreets)
	}
	return nil
}
