package gar

import (
	"context"
	"strings"

	"dispatch05/geo/register"
)

// Levels of an address object (norms.md, section 6).
const (
	levelRegion     = 1
	levelMunicipal  = 3
	levelSettlement = 4
	levelCity       = 5
	levelVillage    = 6
)

// placeWords write a type of place as registers of houses do; others stand as they are.
var placeWords = map[string]string{
	"с": "с.", "п": "пос.", "д": "дер.", "х": "х.", "рп": "рп.", "пгт": "пгт", "нп": "нп.", "ст": "ст.", "г": "г.",
	"ул": "ул.", "пер": "пер.", "ш": "ш.", "наб": "наб.", "пл": "пл.", "туп": "туп.", "мкр": "мкр.", "тер": "тер.", "ал": "аллея", "пр-д": "проезд",
}

// buildingWords write an added number behind a house's.
var buildingWords = map[string]string{"корпус": "к.", "строение": "стр.", "сооружение": "соор.", "литера": "лит.", "литер": "лит."}

// kindWords name what stands at a number of the street, as registers made of this one do: "21 (стр)".
var kindWords = map[string]string{"владение": "влд", "домовладение": "двлд", "здание": "зд", "гараж": "г-ж", "строение": "стр", "сооружение": "соор", "корпус": "к"}

// types are the dictionaries, by the register's number of a type: its name in small letters. The numbers have been the same
// since 2015; a dictionary that comes along is laid over these.
type types struct {
	house map[string]string
	add   map[string]string
	words map[string]string // of an address object's type, by its short form: what a short form that we do not know means
}

func readTypes(ctx context.Context, s set) (types, error) {
	t := types{
		house: map[string]string{"1": "владение", "2": "дом", "3": "домовладение", "4": "гараж", "5": "здание", "6": "шахта", "7": "строение", "8": "сооружение", "9": "литера", "10": "корпус",
			"11": "подвал", "12": "котельная", "13": "погреб", "14": "объект незавершенного строительства"},
		add:   map[string]string{"1": "корпус", "2": "строение", "3": "сооружение", "4": "литера"},
		words: map[string]string{},
	}
	for _, d := range []struct {
		kind    kind
		element string
		key     string
		into    map[string]string
	}{
		{houseTypes, "HOUSETYPE", "ID", t.house},
		{addTypes, "HOUSETYPE", "ID", t.add},
		{objectTypes, "ADDRESSOBJECTTYPE", "SHORTNAME", t.words},
	} {
		f, there := s[d.kind]
		if !there {
			continue
		}
		if err := each(ctx, f, d.element, func(e element) error {
			if name := e.get("NAME"); name != "" && len(d.into) < maxTypes {
				d.into[strings.ToLower(e.get(d.key))] = strings.ToLower(name)
			}
			return nil
		}); err != nil {
			return t, err
		}
	}
	return t, nil
}

// maxTypes bounds a dictionary; the register's have some hundreds.
const maxTypes = 5000

// placed writes an address object with its type: "ул. Зелёная".
func (t types) placed(o object) string {
	short := strings.ToLower(strings.Trim(o.Type, ". "))
	word, known := placeWords[short]
	switch {
	case known:
	case register.StreetType(short):
		word = o.Type
	case t.words[short] != "":
		word = t.words[short]
	default:
		word = strings.ReplaceAll(o.Type, "_", " ")
	}
	return strings.TrimSpace(word + " " + o.Name)
}

// number writes a house's number as registers do: "д. 10 к. 2 стр. 1 (влд)".
func (t types) number(e element) string {
	own, houseType := e.get("HOUSENUM"), t.house[e.get("HOUSETYPE")]
	var parts []string
	if own != "" {
		word := "д."
		if houseType == "литера" {
			word = "лит."
		}
		parts = append(parts, word+" "+own)
	}
	for _, n := range []string{"1", "2"} {
		added := e.get("ADDNUM" + n)
		if added == "" {
			continue
		}
		word, known := buildingWords[t.add[e.get("ADDTYPE"+n)]]
		if !known {
			word = "к."
		}
		parts = append(parts, word+" "+added)
	}
	if kind := kindWords[houseType]; kind != "" && len(parts) > 0 {
		parts = append(parts, "("+kind+")")
	}
	return strings.Join(parts, " ")
}
