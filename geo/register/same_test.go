package register

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

// TestSame: by the state register's id before the source's own, by that before the address; never one house for two.
func TestSame(t *testing.T) {
	h := func(id int64, source, sourceID, fias, street, number string) House {
		return House{ID: id, Source: source, SourceID: sourceID, FIAS: fias, StreetType: "ул", Street: street, Number: number, Address: "ул. " + street + ", " + number}
	}
	known := []Known{
		{House: h(1, "reformagkh", "r1", "", "Карла Маркса", "10")},
		{House: h(2, "reformagkh", "r2", "guid-2", "Лесная", "3")},
		{House: h(3, "fias", "f3", "", "Лесная", "5 (влд)")},
		{House: h(4, "osm", "way/4", "", "Лесная", "7"), Retired: true},
		{House: h(5, "fias", "f5", "", "Лесная", "7")},
		{House: h(6, "gar", "g6", "", "Старая", "1")},
	}
	fresh := []House{
		h(0, "gar", "g1", "", "Маркса Карла", "10"),   // the same words in another order
		h(0, "gar", "g2", "guid-2", "Лесная", "3а"),   // renumbered since
		h(0, "gar", "g3", "", "Лесная", "5"),          // without the kind of building
		h(0, "gar", "g4", "", "Лесная", "7"),          // the living one of two
		h(0, "gar", "g5", "", "Лесная", "7"),          // taken already, another is retired: a house of its own
		h(0, "gar", "g6", "", "Новая", "1"),           // its street was renamed
		h(0, "gar", "g7", "", "Дальняя", "1"),         // nobody knew it
		h(0, "gar", "g8", "guid-2", "Дальняя", "2"),   // an id that is taken
		h(0, "gar", "g9", "", "ул. Карл Маркса", "9"), // recorded as house 3 once, which is taken
	}
	recorded := map[string]int64{"g3": 3, "g9": 3}
	if got, want := Same("gar", fresh, known, recorded, false), []int64{1, 2, 3, 5, 0, 6, 0, 0, 0}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	written := []House{h(0, "osm", "node/1", "", "К. Маркса", "10"), h(0, "osm", "node/2", "", "К. Маркса", "12")}
	if got := Same("osm", written, known, nil, true); !slices.Equal(got, []int64{1, 0}) {
		t.Errorf("as people write: %v", got)
	}
	if got := Same("gar", written, known, nil, false); !slices.Equal(got, []int64{0, 0}) {
		t.Errorf("a register is taken at its word: %v", got)
	}
	twins := []Known{{House: h(1, "fias", "f1", "", "Лесная", "9")}, {House: h(2, "gar", "g1", "", "Дальняя", "9")}, {House: h(3, "gar", "g3", "", "Лесная", "9")}, {House: h(4, "osm", "o", "", "Дальняя", "9")}}
	moved := []House{h(0, "gar", "g1", "", "Дальняя", "9"), h(0, "gar", "g3", "", "Лесная", "9")}
	if got := Same("gar", moved, twins, nil, false); !slices.Equal(got, []int64{2, 1}) {
		t.Errorf("a house that an elder source has is that one, the elder stays: %v", got)
	}
	twins[0].FIAS, moved[1].FIAS = "one", "another"
	if got := Same("gar", moved, twins, nil, false); got[1] != 3 {
		t.Errorf("two ids of the state register became one house: %v", got)
	}
	double := known[2]
	double.Doubles = []string{"EC1709EC-7951-4FCB-AF6D-5136DED6918C"}
	if got := Same("gar", []House{h(0, "gar", "g", "ec1709ec-7951-4fcb-af6d-5136ded6918c", "Иная", "1")}, []Known{double}, nil, false); got[0] != 3 {
		t.Errorf("the id of a double: %v", got)
	}
	here, there := known[0], fresh[0]
	here.Point, here.Precision, there.Point, there.Precision = orb.Point{73, 55}, PrecisionRegister, orb.Point{73.1, 55}, PrecisionRegister
	if got := Same("gar", []House{there}, []Known{here}, nil, false); got[0] != 0 {
		t.Errorf("two streets 6 km apart became one house: %v", got)
	}
}
