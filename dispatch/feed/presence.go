package feed

import (
	"encoding/json"
	"fmt"

	"dispatch05/dispatch"
)

// Attended shows on the boards that show a request who has its card open: lossy state, a key for each seat. A card
// of no organisation's request is the city's board's alone.
func (f *Feed) Attended(who dispatch.Actor, seat string, organisation int64, presence dispatch.Presence) {
	payload := json.RawMessage("null")
	if presence.Request != 0 {
		var err error
		if payload, err = json.Marshal(presence); err != nil {
			return
		}
	}
	key := fmt.Sprintf("desk/%d/%s", who.Account, seat)
	f.hub.State(topicOf(who.City, dispatch.BoardTopic), key, payload)
	if organisation != 0 {
		f.hub.State(topicOf(who.City, dispatch.OrganisationTopic(organisation)), key, payload)
	}
}

// TabletHeard shows on the boards that show a crew how far its tablet is behind.
func (f *Feed) TabletHeard(city string, organisation int64, heard dispatch.TabletHeard) {
	payload, err := json.Marshal(heard)
	if err != nil {
		return
	}
	key := fmt.Sprintf("tablet/%d", heard.CrewID)
	f.hub.State(topicOf(city, dispatch.BoardTopic), key, payload)
	f.hub.State(topicOf(city, dispatch.OrganisationTopic(organisation)), key, payload)
}
