// Package redisbus carries the hints of realtime between nodes over the
// publish/subscribe of Redis: one server, Sentinel or Cluster.
//
// It owns one channel and how long it waits for a Redis that is away. It never
// keeps anything in Redis, never retries a message, and never uses SSUBSCRIBE,
// which silently loses everything after a planned failover (go-redis#3806).
//
// A Bus is safe for concurrent use; whoever made the client closes it, after
// all of the bus's Subscribe calls have returned.
package redisbus
