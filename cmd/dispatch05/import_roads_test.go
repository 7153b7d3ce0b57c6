package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"dispatch05/dispatch"
)

// farVillage is a street a hundred kilometres from the demonstration city.
const farVillage = `<osm version="0.6"><node id="1" lon="50.0" lat="54.3"/><node id="2" lon="50.01" lat="54.3"/>
<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/><tag k="name" v="улица Дальняя"/></way></osm>`

// A road map that is imported reaches the nodes that run, without a stop: the board's minutes are by road at first, and go
// round the barriers, and say why, once the map has no road near.
func TestImportedRoadsReachRunningNodes(t *testing.T) {
	t.Parallel()
	url, _ := emptyDatabase(t)
	home := with("DATABASE_URL="+url, "PORT=0", "LISTEN=127.0.0.1")
	n := home.serve(t, "--demo")
	desk := n.enter(t, demoCity, "dispatcher", demoPassword)
	answer := read[struct {
		Candidates []struct {
			HouseID int64 `json:"house_id"`
		}
	}](t, desk, "GET", "/api/v1/cities/"+demoCity+"/addresses?q=%D0%BD%D0%B0%D0%B1.%20%D0%97%D0%B0%D1%80%D0%B5%D1%87%D0%BD%D0%B0%D1%8F,%209", nil) // наб. Заречная, 9
	if len(answer.Candidates) == 0 {
		t.Fatal("the house is not known")
	}
	card := read[struct{ ID int64 }](t, desk, "POST", "/api/v1/requests", map[string]any{"channel": "telephone", "problem": "cold-pipe-leak", "house_id": answer.Candidates[0].HouseID})
	best := func() dispatch.Choice {
		return read[dispatch.Recommendation](t, desk, "GET", fmt.Sprintf("/api/v1/requests/%d/recommendation", card.ID), nil).Chosen[0]
	}
	if choice := best(); !strings.HasPrefix(choice.MethodRu, "по дорогам ") || choice.Rough || choice.Minutes == nil {
		t.Errorf("before: %+v", choice)
	}
	file := t.TempDir() + "/far.osm"
	must(t, os.WriteFile(file, []byte(farVillage), 0o600))
	home.done(t, "", "import", "osm", "--city", demoCity, "--whole", file)
	await(t, "the node takes the new roads", func() bool { return best().Rough })
	if choice := best(); !strings.Contains(choice.MethodRu, "до дороги на карте 1") || choice.Minutes == nil {
		t.Errorf("after: %+v", choice)
	}
	n.interrupt(t)
}
