// Package httpapi is the service's door: the JSON API, Open311, sign-in, photographs, map tiles, the
// handshake of sockets, health and the API's own page.
//
// It turns a request into one call of the desk and the answer into JSON, a file per resource. It decides
// nothing of the trade, and nothing of who may do what: the desk checks the actor. Every refusal leaves
// through one map of errors (problem.go). What passes here and is personal never reaches the log: it
// names routes, not paths.
//
// The handler that New makes is safe for concurrent use.
package httpapi
