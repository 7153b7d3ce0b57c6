package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/paulmach/orb"

	"dispatch05/dispatch"
	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/postgres"
	"dispatch05/geo/register"
)

type importCrewsCommand struct{ importFlags }

// Run takes crews: skills are words of the classifier divided by spaces, commas or semicolons; base is "lon lat" or an address of the city's register.
func (c *importCrewsCommand) Run(ctx context.Context, std *streams) error {
	return c.into(ctx, std, func(file *os.File, store *postgres.Store, _ time.Time) error {
		rows, err := openTable(file, "name", "organisation", "skills", "people", "phone", "tablet", "base")
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		doubts, err := newComplaints(c.Report)
		if err != nil {
			return err
		}
		rows.torn = doubts.torn("crew")
		houses, err := store.Houses(ctx, c.City)
		if err != nil {
			return err
		}
		taker := crewTaker{store: store, city: c.City, index: register.NewIndex(houses, register.Options{}), doubts: doubts}
		taken, err := taker.all(ctx, rows)
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		return doubts.tellTaken(std.out, taken, "crew", "crews")
	})
}

type crewTaker struct {
	store  *postgres.Store
	city   string
	index  *register.Index
	doubts *complaints
}

// all reads the file to its end before anything is written: a file that breaks off leaves no trace.
func (k crewTaker) all(ctx context.Context, rows *table) (taken int, err error) {
	var crews []namedCrew
	if err := rows.each(func() error {
		crew, problem := k.read(rows)
		if problem.en != "" {
			k.doubts.add(rows.line(), named(rows.get("organisation"), rows.get("name")), "crew", true, problem)
			return nil
		}
		crews = append(crews, namedCrew{crew, rows.get("organisation")})
		return nil
	}); err != nil {
		return 0, err
	}
	for _, crew := range crews {
		if err := k.put(ctx, crew); err != nil {
			return taken, err
		}
		taken++
	}
	return taken, nil
}

// namedCrew is a crew and the name of its organisation.
type namedCrew struct {
	dispatch.Crew
	organisation string
}

// put writes a crew; an organisation that is known keeps its kind.
func (k crewTaker) put(ctx context.Context, crew namedCrew) error {
	known, err := k.store.OrganisationNamed(ctx, k.city, crew.organisation)
	if err != nil {
		known.ID, err = k.store.PutOrganisation(ctx, k.city, dispatch.Organisation{Name: crew.organisation, Kind: "service"})
	}
	if err != nil {
		return err
	}
	crew.Crew.Organisation = known.ID
	_, err = k.store.PutCrew(ctx, crew.Crew)
	return err
}

// read gives a crew, or the reason why the row is none.
func (k crewTaker) read(rows *table) (dispatch.Crew, fault) {
	crew := dispatch.Crew{City: k.city, Name: rows.get("name"), Skills: skillsIn(rows.get("skills")), People: 2,
		Phone: rows.get("phone"), Tablet: rows.get("tablet") != "no"}
	if crew.Name == "" || rows.get("organisation") == "" {
		return crew, fault{"name or organisation is empty", "не указаны бригада или организация"}
	}
	for _, name := range []string{crew.Name, rows.get("organisation")} {
		if problem, refused := faultOf(dispatch.CheckName("name", name)); refused {
			return crew, problem
		}
	}
	for _, skill := range crew.Skills {
		if !slices.Contains(norms.Skills, norms.Skill(skill)) {
			known := strings.Trim(fmt.Sprint(norms.Skills), "[]")
			return crew, fault{fmt.Sprintf("unknown skill %q: the skills are %s", skill, known), fmt.Sprintf("неизвестное умение «%s», бывают: %s", skill, known)}
		}
	}
	if written := rows.get("people"); written != "" {
		people, err := strconv.Atoi(written)
		if err != nil || people < 1 || people > 50 {
			return crew, fault{fmt.Sprintf("people %q is not a number of 1 to 50", written), fmt.Sprintf("людей в бригаде «%s»: нужно число от 1 до 50", written)}
		}
		crew.People = people
	}
	base, problem := k.base(rows.get("base"))
	crew.Point = base
	return crew, problem
}

// skillsIn reads a list as people write it.
func skillsIn(written string) []string {
	return strings.FieldsFunc(strings.ToLower(written), func(c rune) bool { return unicode.IsSpace(c) || c == ',' || c == ';' })
}

func (k crewTaker) base(written string) (*orb.Point, fault) {
	if written == "" {
		return nil, fault{}
	}
	var lon, lat float64
	if n, _ := fmt.Sscanf(written, "%f %f", &lon, &lat); n == 2 && lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90 {
		return &orb.Point{lon, lat}, fault{}
	}
	found := k.index.Resolve(written)
	if found.Answer == nil || !found.Answer.Placed() {
		return nil, fault{fmt.Sprintf("base %q is neither \"lon lat\" nor a placed house", written), fmt.Sprintf("база «%s»: не «долгота широта» и не дом с точкой", written)}
	}
	return &found.Answer.Point, fault{}
}
