package httpapi

import (
	"context"
	"net/http"
	"regexp"

	"dispatch05/dispatch"
)

// cityName is a city in the list of cities.
type cityName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Zone string `json:"zone"`
	Demo bool   `json:"demo"`
}

// cityCard is a city as its screens know it.
type cityCard struct {
	dispatch.City
	PhotoMaxBytes int `json:"photo_max_bytes"`
}

// OfCity is the city that a public call is about.
type OfCity struct {
	City string `path:"city" example:"demograd"`
}

func (a *api) cityRoutes() {
	public(a, operation(http.MethodGet, "/cities", "list-cities", "cities", "Cities of this service"), a.cities)
	public(a, operation(http.MethodGet, "/cities/{city}", "get-city", "cities", "A city"), a.cityCard)
}

func (a *api) cities(ctx context.Context, _ *struct{}) (reply[[]cityName], error) {
	found, err := a.Directory.Cities(ctx)
	names := []cityName{}
	for _, c := range found {
		names = append(names, cityName{c.ID, c.Name, c.Zone, c.Demo})
	}
	return reply[[]cityName]{body: names}, err
}

func (a *api) cityCard(ctx context.Context, in *OfCity) (reply[cityCard], error) {
	city, err := a.city(ctx, in.City)
	return reply[cityCard]{body: cardOfCity(city)}, err
}

func cardOfCity(city dispatch.City) cityCard {
	return cityCard{City: city, PhotoMaxBytes: maxPhotoBytes}
}

var cityForm = regexp.MustCompile(`^[a-z][a-z0-9-]{1,30}$`)

// city reads a city by the name in a path.
func (a *api) city(ctx context.Context, id string) (dispatch.City, error) {
	if !cityForm.MatchString(id) {
		return dispatch.City{}, dispatch.ErrNotFound
	}
	return a.Desk.Store.City(ctx, id)
}
