package register

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

const exportHeader = "HOUSE_ID,ADDRESS,LAT,LON,YEAR,LEVELS_MAX,DOORS,ROOM_COUNT_LIVE,AREA_LIVE,HOUSE_TYPE,MGMT_COMPANY,AVAR\n"

func importText(t *testing.T, text string, format Format, city string) ([]House, Report) {
	t.Helper()
	houses, report, err := Import(strings.NewReader(text), format, FileOptions{City: city}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return houses, report
}

func TestReadExport(t *testing.T) {
	houses, report := importText(t, exportHeader+
		`1,"обл. Речная, г. Демоград, ул. Яблонева, д. 4, к. А",55.1,73.2,1961,5,4,"1 070",1.0,дом,"ООО ""Уют""",Да`+"\n", ReadExport, "Демоград")
	if len(houses) != 1 || len(report.Findings) != 0 {
		t.Fatalf("houses %v, findings %v", houses, report.Findings)
	}
	h := houses[0]
	if h.SourceID != "1" || h.Source != SourceExport || h.Address != "ул. Яблонева, 4 к. а" || h.Year != 1961 || h.Levels != 5 ||
		h.Entrances != 4 || h.Flats != 1070 || h.Organisation != `ООО "Уют"` || !h.Emergency || h.Point.Lon() != 73.2 || !h.Placed() {
		t.Errorf("got %+v", h)
	}
}

func TestReadPlain(t *testing.T) {
	houses, _ := importText(t, "\ufeffhouse_uuid;house_full_address\nab-1;Речная обл, Демоград г, Луговка с, Школьная ул, 5 (двлд.)\n", ReadPlain, "Демоград")
	if len(houses) != 1 || houses[0].Settlement != "Луговка с" || houses[0].Number != "5 (двлд)" || houses[0].Placed() {
		t.Errorf("got %+v", houses)
	}
}

func TestEveryBadRowIsTold(t *testing.T) {
	address := func(id, address string) string {
		return id + `,"` + address + `",55.1,73.2,1961,5,4,70,1,дом,УК,Нет` + "\n"
	}
	tests := []struct {
		name     string
		row      string
		kind     FindingKind
		rejected bool
	}{
		{"null words", `7,"ул. Яблонева, д. 4",55.1,73.2,Не заполнено,Незаполнено,4,70,1,дом,Не заполнено,Нет` + "\n", FindingNullWord, false},
		{"another city", address("7", "г. Заречный Град, ул. Яблонева, д. 4"), FindingOtherCity, true},
		{"no number", address("7", "ул. Яблонева, д. Б"), FindingUnparsed, true},
		{"half a number", address("7", "ул. Яблонева, д. 5, стр. жилой дом"), FindingUnparsed, false},
		{"no address", address("7", ""), FindingNoAddress, true},
		{"no id", address("Не заполнено", "ул. Яблонева, д. 4"), FindingNoAddress, true},
		{"absurd year", `7,"ул. Яблонева, д. 4",55.1,73.2,91,5,4,70,1,дом,УК,Нет` + "\n", FindingBadValue, false},
		{"no point", `7,"ул. Яблонева, д. 4",,,1961,5,4,70,1,дом,УК,Нет` + "\n", FindingNoPoint, false},
		{"point off the Earth", `7,"ул. Яблонева, д. 4",955.1,73.2,1961,5,4,70,1,дом,УК,Нет` + "\n", FindingBadPoint, false},
		{"missing cells", "7,ул. Яблонева\n", FindingMalformed, true},
		{"endless line", `7,"` + strings.Repeat("ы", 100_000) + `"` + "\n", FindingMalformed, true},
		{"broken characters", "7,\"ул. Ябло\xffнева, д. 4\",55.1,73.2,1961,5,4,70,1,дом,УК,Нет\n", FindingEncoding, true},
		{"control characters", address("7", "ул. Ябло\x07нева, д. 4"), FindingMalformed, true},
	}
	good := address("1", "ул. Яблонева, д. 2")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			houses, report := importText(t, exportHeader+tt.row+good, ReadExport, "Демоград")
			if len(report.Findings) != 1 {
				t.Fatalf("findings %+v", report.Findings)
			}
			f := report.Findings[0]
			if f.Kind != tt.kind || f.Rejected != tt.rejected || f.Line != 2 || f.Detail == "" || f.Russian == "" {
				t.Errorf("got %+v", f)
			}
			if want := map[bool]int{true: 1, false: 2}[tt.rejected]; len(houses) != want {
				t.Errorf("%d houses, want %d", len(houses), want)
			}
		})
	}
}

// TestTheStateRegistersId is read by whatever column has it, and only where it is one.
func TestTheStateRegistersId(t *testing.T) {
	text := "HOUSE_ID,ADDRESS,HOUSEGUID\n1,\"ул. Яблонева, д. 2\",{EC1709EC-7951-4FCB-AF6D-5136DED6918C}\n2,\"ул. Яблонева, д. 4\",Не заполнено\n3,\"ул. Яблонева, д. 6\",00000000-0000-0000-0000-000000000000\n"
	houses, _ := importText(t, text, ReadExport, "")
	if len(houses) != 3 || houses[0].FIAS != "ec1709ec-7951-4fcb-af6d-5136ded6918c" || houses[1].FIAS != "" || houses[2].FIAS != "" {
		t.Errorf("%+v", houses)
	}
	plain, _ := importText(t, "house_uuid;house_full_address\nec1709ec-7951-4fcb-af6d-5136ded6918c;Демоград г, Яблонева ул, 5\nu-7;Демоград г, Яблонева ул, 7\n", ReadPlain, "")
	if len(plain) != 2 || plain[0].FIAS != plain[0].SourceID || plain[1].FIAS != "" {
		t.Errorf("%+v", plain)
	}
}

func TestUnclosedQuoteLosesOneRow(t *testing.T) {
	text := exportHeader + "1,\"ул. Яблонева, д. 2,55.1,73.2,1961,5,4,70,1,дом,УК,Нет\n" +
		"2,\"ул. Яблонева, д. 4\",55.1,73.2,1961,5,4,70,1,дом,УК,Нет\n" +
		"3,\"ул. Яблонева, д. 6\",55.1,73.3,1961,5,4,70,1,дом,УК,Нет\n"
	houses, report := importText(t, text, ReadExport, "")
	if len(houses) != 2 || len(report.Findings) != 1 || report.Findings[0].Line != 2 {
		t.Errorf("houses %d, findings %+v", len(houses), report.Findings)
	}
}

func TestWindows1251(t *testing.T) {
	text, err := charmap.Windows1251.NewEncoder().String("house_uuid;house_full_address\n1;Демоград г, Яблонева ул, 5\n2;Демоград г, Яблонева ул, 7\n")
	if err != nil {
		t.Fatal(err)
	}
	houses, report := importText(t, text, ReadPlain, "Демоград")
	if len(houses) != 2 || houses[0].Street != "Яблонева" || len(report.Findings) != 0 {
		t.Errorf("got %+v %+v", houses, report.Findings)
	}
}

func TestFilesThatAreNoRegister(t *testing.T) {
	tests := []struct {
		name, text string
		want       error
	}{
		{"empty", "", ErrHeader},
		{"other columns", "a;b\n1;2\n", ErrHeader},
		{"an image", "\x89PNG\r\n\x1a\n\x00\x00\x00", ErrEncoding},
		{"UTF-16 without its mark", "h\x00o\x00", ErrEncoding},
	}
	for _, tt := range tests {
		if _, _, err := Import(strings.NewReader(tt.text), ReadPlain, FileOptions{}, nil); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

func FuzzReadExport(f *testing.F) {
	f.Add(exportHeader + "1,\"ул. Яблонева, д. 4\",55.1,73.2,1961,5,4,70,1,дом,УК,Да\n")
	f.Add(exportHeader + "1,\"ул.\n\n\"\"\n")
	fuzzReader(f, ReadExport)
}

func FuzzReadPlain(f *testing.F) {
	f.Add("house_uuid;house_full_address\n1;Демоград г, Яблонева ул, 5\n")
	f.Add("house_uuid;house_full_address\n\xcf\xf0;\"\n")
	fuzzReader(f, ReadPlain)
}

// fuzzReader checks that every line that is not a house is told.
func fuzzReader(f *testing.F, format Format) {
	f.Fuzz(func(t *testing.T, text string) {
		told, last := map[int]bool{}, 0
		report := func(f Finding) { told[f.Line] = true; last = max(last, f.Line) }
		lines := strings.Count(text, "\n") + 1
		for row, err := range format(strings.NewReader(text), FileOptions{Report: report}) {
			if err != nil {
				return
			}
			if row.House.SourceID == "" || row.House.Number == "" || row.Line < 2 || row.Line > lines {
				t.Fatalf("a house that is none: %+v", row)
			}
		}
		if last > lines {
			t.Fatalf("line %d told of %d", last, lines)
		}
	})
}
