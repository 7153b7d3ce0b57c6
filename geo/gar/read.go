package gar

import (
	"context"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"dispatch05/geo/register"
)

// Limits on what is held of one region; the largest has a third of it.
const (
	maxObjects = 3_000_000
	maxPlaces  = 20_000_000
)

// Options say what of the register is wanted.
type Options struct {
	Name      string // of the city; or
	ID        string // its OBJECTGUID
	Region    string // two digits, where the files of several lie together
	Municipal bool   // by the municipal hierarchy instead of the administrative one
	Params    bool   // read the houses' cadastral numbers and postal indexes too: the largest file of all
	Row       func() // called for every element read; nil for nobody
	Kept      Kept   // nil for nothing kept
}

// Kept remembers what has been read of a file that takes minutes, so that a reading that breaks off goes on behind it.
type Kept interface {
	Save(ctx context.Context, part string, value any) error
	Load(ctx context.Context, part string, into any) (bool, error)
}

// object is an address object: a region, a city, a street. Its fields are kept between runs.
type object struct {
	ID    string // OBJECTGUID
	Name  string
	Type  string // short, "ул"
	Level int
}

// City is a city and its houses as the register has them.
type City struct {
	Name, Type, ID string
	Level          int
	Old            int // earlier versions of houses that were passed over
	Elsewhere      int // houses of the region that are not of this city
	Houses         []House
}

// House is a house before its address is taken apart.
type House struct {
	Number   int // its place in the file, from 1
	ObjectID int64
	ID       string // OBJECTGUID, "" where the row has none: register.Import hears of it
	Address  string
	Cadastre string
	Postal   string
}

// reader gathers over the files.
type reader struct {
	options Options
	files   set
	types   types
	objects map[int64]object
	root    int64           // the city
	parents map[int64]int64 // of the city's address objects and houses
}

// Read takes one city's houses out of the files of its region. Nothing is given when one of them cannot be read to its end.
func Read(ctx context.Context, files []File, o Options) (*City, error) {
	if o.Row == nil {
		o.Row = func() {}
	}
	s, err := setOf(files, o.Region)
	if err != nil {
		return nil, err
	}
	r := &reader{options: o, files: s}
	if r.types, err = readTypes(ctx, s); err != nil {
		return nil, err
	}
	for _, part := range []struct {
		name string
		into any
		read func(context.Context) error
	}{
		{"objects", &r.objects, r.readObjects},
		{"", nil, r.choose},
		{"places", &r.parents, r.readPlaces},
	} {
		if err := r.part(ctx, part.name, part.into, part.read); err != nil {
			return nil, err
		}
	}
	chosen := r.objects[r.root]
	city := &City{Name: chosen.Name, Type: chosen.Type, ID: chosen.ID, Level: chosen.Level}
	if err := r.part(ctx, "houses", city, func(ctx context.Context) error { return r.readHouses(ctx, city) }); err != nil {
		return nil, err
	}
	if !o.Params {
		return city, nil
	}
	if err := r.part(ctx, "params", &city.Houses, func(ctx context.Context) error { return r.readParams(ctx, city.Houses) }); err != nil {
		return nil, err
	}
	return city, nil
}

// part reads a part of the register, or takes it from what was kept.
func (r *reader) part(ctx context.Context, name string, into any, read func(context.Context) error) error {
	if r.options.Kept == nil || name == "" {
		return read(ctx)
	}
	if there, err := r.options.Kept.Load(ctx, name, into); there || err != nil {
		return err
	}
	if err := read(ctx); err != nil {
		return err
	}
	return r.options.Kept.Save(ctx, name, into)
}

func (r *reader) readObjects(ctx context.Context) error {
	r.objects = map[int64]object{}
	return each(ctx, r.files[objectFile], "OBJECT", func(e element) error {
		r.options.Row()
		id, ok := number(e, "OBJECTID")
		level, leveled := number(e, "LEVEL")
		if !e.living() || !ok || !leveled {
			return nil
		}
		if len(r.objects) >= maxObjects {
			return fmt.Errorf("%w: more than %d address objects", ErrLimit, maxObjects)
		}
		r.objects[id] = object{ID: register.FIASOf(e.get("OBJECTGUID")), Name: e.get("NAME"), Type: e.get("TYPENAME"), Level: int(level)}
		return nil
	})
}

// number reads a whole number of an attribute.
func number(e element, name string) (int64, bool) {
	n, err := strconv.ParseInt(e.get(name), 10, 64)
	return n, err == nil
}

// choose finds the city among the address objects: by its id, or by its name at the first level that has it.
func (r *reader) choose(context.Context) error {
	wanted := register.FIASOf(r.options.ID)
	if r.options.ID != "" && wanted == "" {
		return fmt.Errorf("%w: %q is no OBJECTGUID", ErrNoCity, r.options.ID)
	}
	for _, level := range []int{levelCity, levelRegion, levelVillage, levelSettlement, levelMunicipal, 0} {
		var found []int64
		for id, o := range r.objects {
			switch {
			case wanted != "" && o.ID == wanted, wanted == "" && o.Level == level && samePlace(o.Name, r.options.Name):
				found = append(found, id)
			}
		}
		switch {
		case len(found) == 1:
			r.root = found[0]
			return nil
		case len(found) > 1:
			return fmt.Errorf("%w: choose one by its id: %s", ErrSeveral, r.listed(found))
		}
	}
	if wanted != "" {
		return fmt.Errorf("%w: %s", ErrNoCity, r.options.ID)
	}
	return fmt.Errorf("%w: %q", ErrNoCity, r.options.Name)
}

func (r *reader) listed(ids []int64) string {
	var words []string
	for _, id := range ids[:min(len(ids), 10)] {
		o := r.objects[id]
		words = append(words, fmt.Sprintf("%s %s %s", o.Type, o.Name, o.ID))
	}
	return strings.Join(words, ", ")
}

func samePlace(a, b string) bool {
	plain := func(s string) string { return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), "ё", "е") }
	return b != "" && plain(a) == plain(b)
}

// Rows gives the houses to register.Import in the order of the file; a row's line is the house's place in it. It reads
// nothing: the reader is not used.
func (c *City) Rows(_ io.Reader, o register.FileOptions) iter.Seq2[register.Row, error] {
	o.City = "" // the city was chosen by the hierarchy
	return func(yield func(register.Row, error) bool) {
		for _, h := range c.Houses {
			house := register.House{Source: register.SourceGAR, SourceID: h.ID, FIAS: h.ID, Precision: register.PrecisionNone, Detail: map[string]string{"OBJECTID": fmt.Sprint(h.ObjectID)}}
			for name, value := range map[string]string{"кадастровый номер": h.Cadastre, "почтовый индекс": h.Postal} {
				if value != "" {
					house.Detail[name] = value
				}
			}
			if row, ok := o.Addressed(h.Number, house, h.Address); ok && !yield(row, nil) {
				return
			}
		}
	}
}
