// Package reports says how the work went over a period: for the shift, the organisation, the city. It computes
// from requests, their clocks and their journal, never from a stored counter, and always as things stood at one
// moment: what happens later changes no report of the past. The one exception is the place of a request: when
// the desk puts it right, it was there all along.
//
// Pure but for Archive, which reads through a port. A Tally belongs to one goroutine.
package reports
