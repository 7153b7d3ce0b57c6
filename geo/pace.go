package geo

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Pace turns metres into minutes by a stated average, not by a road graph: the
// straight legs of a Way are lengthened by DetourFactor and driven at
// KilometresPerHour. Both are settings of a city.
type Pace struct {
	KilometresPerHour float64
	DetourFactor      float64 // streets to straight line, 1 or more
}

// UrbanPace is what a city starts with. A mean road-to-straight ratio of 1.3-1.4
// and a mean car speed of 25-30 km/h are common for large cities; a city that
// has measured its own sets it.
var UrbanPace = Pace{KilometresPerHour: 28, DetourFactor: 1.35}

// Travel is the time for metres of straight legs; a way that is not reachable
// takes for ever (the largest Duration).
func (p Pace) Travel(meters float64) time.Duration {
	hours := meters * p.DetourFactor / 1000 / p.KilometresPerHour
	if hours > 1e5 || math.IsNaN(hours) {
		return math.MaxInt64
	}
	return time.Duration(hours * float64(time.Hour))
}

// Minutes is Travel in whole minutes, rounded up, for people.
func (p Pace) Minutes(meters float64) int {
	return int(math.Ceil(p.Travel(meters).Minutes()))
}

// Russian names the way and its length for people: "по прямой 1,2 км",
// "через мост «Старый» 4,8 км".
func (w Way) Russian() string {
	switch {
	case !w.Reachable:
		return "проезда нет"
	case len(w.Over) > 0:
		return "через " + w.names(russianKinds, "«%s»", " и ") + " " + RussianLength(w.Meters)
	case len(w.Line) > 2:
		return "в обход " + RussianLength(w.Meters)
	}
	return "по прямой " + RussianLength(w.Meters)
}

// English is the same in English: "over the bridge “Old” 4.8 km".
func (w Way) English() string {
	switch {
	case !w.Reachable:
		return "no way there"
	case len(w.Over) > 0:
		return "over " + w.names(englishKinds, "“%s”", " and ") + " " + EnglishLength(w.Meters)
	case len(w.Line) > 2:
		return "going round " + EnglishLength(w.Meters)
	}
	return "straight " + EnglishLength(w.Meters)
}

var russianKinds = map[CrossingKind]string{
	Bridge: "мост", Level: "переезд", Overpass: "путепровод", Tunnel: "тоннель",
}

var englishKinds = map[CrossingKind]string{
	Bridge: "the bridge", Level: "the level crossing", Overpass: "the overpass", Tunnel: "the tunnel",
}

func (w Way) names(kinds map[CrossingKind]string, quote, and string) string {
	var names []string
	for _, crossing := range w.Over {
		names = append(names, strings.TrimSpace(kinds[crossing.Kind]+" "+fmt.Sprintf(quote, crossing.Name)))
	}
	return strings.Join(names, and)
}

// RussianLength and EnglishLength say metres as people do: "340 м", "4,8 км".
func RussianLength(meters float64) string {
	if meters < 995 {
		return fmt.Sprintf("%.0f м", math.Round(meters/10)*10)
	}
	return strings.Replace(fmt.Sprintf("%.1f км", meters/1000), ".", ",", 1)
}

// EnglishLength: see RussianLength.
func EnglishLength(meters float64) string {
	if meters < 995 {
		return fmt.Sprintf("%.0f m", math.Round(meters/10)*10)
	}
	return fmt.Sprintf("%.1f km", meters/1000)
}
