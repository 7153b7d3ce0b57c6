package feed

import (
	"testing"

	"dispatch05/realtime"
)

// TestATopicHasOneName: another spelling of its number would be watched in vain, for news are told under the one name.
func TestATopicHasOneName(t *testing.T) {
	for topic, want := range map[realtime.Topic]bool{
		"reka/board": true, "reka/crew/7": true, "reka/organisation/12": true, "reka/link/abc": true,
		"reka/crew/07": false, "reka/crew/+7": false, "reka/crew/0": false, "reka/crew/-7": false, "reka/organisation/012": false, "reka/crew/7/": false,
		"reka/crew/": false, "reka/link/": false, "/board": false, "reka": false, "reka/boards": false,
	} {
		if _, exists := subjectOf(topic); exists != want {
			t.Errorf("%s exists: %v, want %v", topic, exists, want)
		}
	}
}
