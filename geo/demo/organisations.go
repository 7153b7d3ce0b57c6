package demo

import (
	"math/rand/v2"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// OrganisationKind says what an organisation does for houses.
type OrganisationKind string

// Kinds of organisation.
const (
	Management OrganisationKind = "management" // manages houses
	Supplier   OrganisationKind = "supplier"   // brings heat, water, power or gas
	Service    OrganisationKind = "service"    // an emergency service: 05 itself or a company's own
	Authority  OrganisationKind = "city"       // the city's committee
)

// Organisation is one that answers for houses or networks.
type Organisation struct {
	Code    string
	Name    string
	Kind    OrganisationKind
	Phone   string  // invented: no +7 000 code exists
	Utility Utility // of a supplier
	Default bool    // the emergency service of every house without a contract
}

// Contract names the emergency service of an organisation's houses, or of one
// house where House is set; the latter goes before the former.
type Contract struct {
	Number       string
	Organisation string // code, "" where House is set
	House        string // SourceID, "" = every house of the organisation
	Service      string // code of the emergency service
	ValidFrom    time.Time
}

// CityService is the code of the emergency service 05 itself.
const CityService = "05"

var organisations = []Organisation{
	{Code: CityService, Name: "Служба 05, МБУ «Контакт-центр Демограда»", Kind: Service, Phone: "+7 000 005-00-05", Default: true},
	{Code: "committee", Name: "Комитет ЖКХ администрации Демограда", Kind: Authority, Phone: "+7 000 005-10-01"},

	{Code: "dvor", Name: "УК «Городской двор»", Kind: Management, Phone: "+7 000 005-20-01"},
	{Code: "velma", Name: "УК «Вельма-Сервис»", Kind: Management, Phone: "+7 000 005-20-02"},
	{Code: "nadezhny", Name: "УК «Надёжный дом»", Kind: Management, Phone: "+7 000 005-20-03"},
	{Code: "zarechye", Name: "УК «Заречье»", Kind: Management, Phone: "+7 000 005-20-04"},
	{Code: "komfort", Name: "ООО «Жилкомфорт-Демо»", Kind: Management, Phone: "+7 000 005-20-05"},
	{Code: "nagornaya", Name: "УК «Нагорная»", Kind: Management, Phone: "+7 000 005-20-06"},
	{Code: "parus", Name: "ТСЖ «Парус»", Kind: Management, Phone: "+7 000 005-20-07"},
	{Code: "yunost", Name: "ТСЖ «Юность»", Kind: Management, Phone: "+7 000 005-20-08"},

	{Code: "ads-dvor", Name: "АДС «Городской двор»", Kind: Service, Phone: "+7 000 005-30-01"},
	{Code: "ads-velma", Name: "АДС «Вельма-Сервис»", Kind: Service, Phone: "+7 000 005-30-02"},
	{Code: "ads-zarechye", Name: "АДС «Заречье»", Kind: Service, Phone: "+7 000 005-30-03"},

	{Code: "heat", Name: "АО «Демоградские тепловые сети»", Kind: Supplier, Phone: "+7 000 005-40-01", Utility: Heat},
	{Code: "water", Name: "МУП «Демоградводоканал»", Kind: Supplier, Phone: "+7 000 005-40-02", Utility: Water},
	{Code: "power", Name: "АО «Демоградские электросети»", Kind: Supplier, Phone: "+7 000 005-40-03", Utility: Power},
	{Code: "gas", Name: "Газовая служба 104, «Демоградгаз»", Kind: Supplier, Phone: "+7 000 005-01-04", Utility: Gas},
}

func organisationName(code string) string {
	for _, o := range organisations {
		if o.Code == code {
			return o.Name
		}
	}
	return ""
}

// assignOrganisations gives every apartment house its organisation, street by
// street within a district. A few have none, and one-family houses never do.
func (d *draft) assignOrganisations() {
	chance := d.chance(stageOrganisations)
	usual := map[side]string{}
	for i := range d.houses {
		h := &d.houses[i]
		if h.kind == private || chance.Float64() < 0.03 {
			continue
		}
		group := side{h.street, h.left}
		if usual[group] == "" {
			usual[group] = pick(chance, managersOf(d.districtAt(h.centre)))
		}
		h.organisation = usual[group]
		if h.kind == highrise && h.year >= 2005 {
			h.organisation = pick(chance, []string{"parus", "yunost", usual[group], usual[group]})
		}
	}
}

func pick(chance *rand.Rand, list []string) string { return list[chance.IntN(len(list))] }

func managersOf(district string) []string {
	switch district {
	case "Центральный":
		return []string{"dvor", "dvor", "velma", "nadezhny", "komfort"}
	case "Нагорный":
		return []string{"nagornaya", "nagornaya", "dvor", "nadezhny"}
	}
	return []string{"zarechye", "zarechye", "komfort", "velma"}
}

func (d *draft) districtAt(at orb.Point) string {
	for _, q := range d.quarters {
		if q.bound.Contains(at) && planar.RingContains(q.outline, at) {
			return districtOf(q)
		}
	}
	return ""
}

// contracts say who comes in an emergency. "nagornaya" and the houses without an
// organisation have none: 05 serves them by default.
func (d *draft) contracts() []Contract {
	from := func(year int) time.Time { return time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC) }
	list := []Contract{
		{Number: "АДС-1/24", Organisation: "dvor", Service: "ads-dvor", ValidFrom: from(2024)},
		{Number: "АДС-2/24", Organisation: "velma", Service: "ads-velma", ValidFrom: from(2024)},
		{Number: "АДС-3/23", Organisation: "zarechye", Service: "ads-zarechye", ValidFrom: from(2023)},
		{Number: "АДС-4/25", Organisation: "komfort", Service: "ads-zarechye", ValidFrom: from(2025)},
		{Number: "05-1/25", Organisation: "nadezhny", Service: CityService, ValidFrom: from(2025)},
		{Number: "05-2/25", Organisation: "parus", Service: CityService, ValidFrom: from(2025)},
		{Number: "05-3/26", Organisation: "yunost", Service: CityService, ValidFrom: from(2026)},
	}
	for _, h := range d.houses {
		if h.organisation == "nadezhny" && h.kind == highrise {
			list = append(list, Contract{Number: "АДС-5/26", House: d.sourceID(h), Service: "ads-dvor", ValidFrom: from(2026)})
		}
	}
	return list
}
