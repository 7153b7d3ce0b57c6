package dispatch

import (
	"time"

	"dispatch05/geo/basemap"
)

// City is a city as its screens know it.
type City struct {
	ID          string         `json:"id"`
	Name        string         `json:"name"`
	Zone        string         `json:"zone"`
	Demo        bool           `json:"demo"`
	Phone       string         `json:"phone"`
	Centre      [2]float64     `json:"centre"` // lon, lat
	Bounds      [4]float64     `json:"bounds"` // west, south, east, north
	ReturnHours int            `json:"return_hours"`
	MapCredit   string         `json:"map_credit"` // whom the licence of the city's map wants named
	Basemap     *basemap.Mount `json:"basemap"`    // nil: the city's own map alone
}

// ReturnWindow is how long after "done" a resident may return a request.
func (c City) ReturnWindow() time.Duration { return time.Duration(c.ReturnHours) * time.Hour }
