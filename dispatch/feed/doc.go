// Package feed says which event goes to which screen. It reads topics for realtime: a snapshot is what
// the screen shows, a delta is what of it changed since a position of the topic's log. Both are worded
// from the present state under the fence of the topic, so a replay never shows what is no longer true,
// and nothing personal lies in the log.
//
// Topics are "city/board", "city/organisation/7", "city/crew/3" and "city/link/token". A viewer is a
// dispatch.Actor or, for a link, a LinkHolder. A Feed is safe for concurrent use.
package feed
