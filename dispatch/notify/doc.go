// Package notify carries notices to people: it tries the means of a notice in their order, keeps what became of
// each, and falls back to the next one while nobody has answered.
//
// What is told, to whom and by which means is the trade's (dispatch/notices.go); the rows and the job are written with
// the deed, in one commit. River wakes the Carrier for a notice; what is to be done next is read from its rows, so a
// job that runs late, twice, or again after a kill does no harm. Between the sending and the writing-down of it a kill
// may make a message go twice: each carries the notice's key, by which a carrier that can will drop the second.
//
// A means is a Channel, a file each. The only hosts that are called are those of the settings; a redirect is never
// followed. Neither logs nor River's rows hold an address or a text. A Carrier is safe for concurrent use.
package notify
