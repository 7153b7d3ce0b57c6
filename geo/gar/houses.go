package gar

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dispatch05/geo/register"
)

// maxChain is how deep an address lies at most; more is a circle.
const maxChain = 24

// readPlaces reads where in the city each address object and house lies. The hierarchy's order is any, so what lies under an
// address object of the region is held until all are known; a path, where the file has one, tells at once.
func (r *reader) readPlaces(ctx context.Context) error {
	f, there := r.files[adminFile]
	if municipal, also := r.files[municipalFile]; also && (!there || r.options.Municipal || r.objects[r.root].Level == levelMunicipal) {
		f = municipal
	}
	parents, root := map[int64]int64{}, strconv.FormatInt(r.root, 10)
	if err := each(ctx, f, "ITEM", func(e element) error {
		r.options.Row()
		if way := e.get("PATH"); !e.living() || way != "" && !slices.Contains(strings.Split(way, "."), root) {
			return nil
		}
		id, ok := number(e, "OBJECTID")
		parent, under := number(e, "PARENTOBJID")
		if _, known := r.objects[parent]; !ok || !under || !known {
			return nil
		}
		if len(parents) >= maxPlaces {
			return fmt.Errorf("%w: more than %d places", ErrLimit, maxPlaces)
		}
		parents[id] = parent
		return nil
	}); err != nil {
		return err
	}
	r.parents = map[int64]int64{}
	for id, parent := range parents {
		if inside(parents, parent, r.root) {
			r.parents[id] = parent
		}
	}
	return nil
}

// inside reports whether a place is the city or lies in it.
func inside(parents map[int64]int64, id, root int64) bool {
	for range maxChain {
		if id == root {
			return true
		}
		parent, known := parents[id]
		if !known {
			return false
		}
		id = parent
	}
	return false
}

// readHouses puts the city's houses together with the places that they lie in.
func (r *reader) readHouses(ctx context.Context, city *City) error {
	places := map[int64]string{} // written once each
	return each(ctx, r.files[houseFile], "HOUSE", func(e element) error {
		r.options.Row()
		if !e.living() {
			city.Old++
			return nil
		}
		id, _ := number(e, "OBJECTID")
		parent, known := r.parents[id]
		if !known {
			city.Elsewhere++
			return nil
		}
		if len(city.Houses) >= register.MaxHouses {
			return fmt.Errorf("%w: more than %d houses", ErrLimit, register.MaxHouses)
		}
		where, written := places[parent]
		if !written {
			where = r.where(parent)
			places[parent] = where
		}
		city.Houses = append(city.Houses, House{Number: e.number, ObjectID: id, ID: register.FIASOf(e.get("OBJECTGUID")), Address: where + ", " + r.types.number(e)})
		return nil
	})
}

// where writes a place from the city down: "г. Омск, мкр. Северный, ул. Лесная".
func (r *reader) where(id int64) string {
	var parts []string
	for range maxChain {
		if id == r.root {
			break
		}
		parts = append(parts, r.types.placed(r.objects[id]))
		id = r.parents[id]
	}
	if root := r.objects[r.root]; root.Level != levelMunicipal && root.Level != levelSettlement {
		parts = append(parts, "г. "+root.Name) // also a village: it is the whole city of whoever imports it
	}
	slices.Reverse(parts)
	return strings.Join(parts, ", ")
}

// Types of a parameter (AS_PARAM_TYPES) that are kept.
const (
	paramPostal   = "5"
	paramCadastre = "8"
)

// readParams adds what the houses' parameters say now.
func (r *reader) readParams(ctx context.Context, houses []House) error {
	f, there := r.files[paramFile]
	if !there {
		return fmt.Errorf("%w: there is no %s_….XML", ErrFiles, paramFile)
	}
	at := make(map[int64]int, len(houses))
	for i := range houses {
		at[houses[i].ObjectID] = i
	}
	return each(ctx, f, "PARAM", func(e element) error {
		r.options.Row()
		kind := e.get("TYPEID")
		if ended := e.get("CHANGEIDEND"); kind != paramPostal && kind != paramCadastre || ended != "" && ended != "0" {
			return nil
		}
		id, _ := number(e, "OBJECTID")
		i, ours := at[id]
		value := e.get("VALUE")
		switch {
		case !ours || len(value) > 100:
		case kind == paramPostal:
			houses[i].Postal = value
		default:
			houses[i].Cadastre = value
		}
		return nil
	})
}
