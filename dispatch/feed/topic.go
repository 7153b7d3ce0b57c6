package feed

import (
	"strconv"
	"strings"

	"dispatch05/dispatch"
	"dispatch05/realtime"
)

// subject is what a topic is about.
type subject struct {
	city string
	name string // inside the city, as the outbox has it
	kind string // board, organisation, crew, link
	id   int64  // of the organisation or the crew
	link string
}

// topicOf names a city's topic for the hub.
func topicOf(city, name string) realtime.Topic { return realtime.Topic(city + "/" + name) }

// subjectOf reads a topic; false for one that does not exist.
func subjectOf(topic realtime.Topic) (subject, bool) {
	city, name, found := strings.Cut(string(topic), "/")
	if !found || city == "" {
		return subject{}, false
	}
	s := subject{city: city, name: name}
	kind, rest, _ := strings.Cut(name, "/")
	s.kind = kind
	switch {
	case name == dispatch.BoardTopic:
		return s, true
	case kind == "organisation" || kind == "crew":
		id, err := strconv.ParseInt(rest, 10, 64)
		s.id = id
		return s, err == nil && id > 0 && strconv.FormatInt(id, 10) == rest // "01" is nobody's topic: no news would come on it
	case kind == "link":
		s.link = rest
		return s, rest != ""
	default:
		return subject{}, false
	}
}

// reader is who a topic is worded for: nobody sees more than the topic's own fence.
func (s subject) reader() dispatch.Actor {
	switch s.kind {
	case "organisation":
		return dispatch.Actor{City: s.city, Role: dispatch.Foreman, Organisation: s.id}
	case "crew":
		return dispatch.Actor{City: s.city, Role: dispatch.CrewMember, Crew: s.id}
	default:
		return dispatch.Actor{City: s.city, Role: dispatch.Committee}
	}
}
