// Package realtime keeps screens right: it carries what changed from a log to
// the sockets that watch it, and lets every client prove that it has no gap.
//
// It owns the hub of one node, its sockets, their topics and positions, the
// wire protocol (PROTOCOL.md, golden/), the close codes, lossy states and the
// hints between nodes. The truth lies outside, behind Source: per topic an
// epoch and a contiguous offset. A push is only that truth, rendered once and
// sent to all; a lost hint is found by the poll.
//
// It never learns what a topic means, never stores anything that must outlive
// the process, and never decides who may see what: it asks Config.Authorise.
//
// Locks, in the order in which they may be taken: directory, audience, queue.
// Every exported method of Hub, Metrics and LocalBus is safe for concurrent use.
package realtime
