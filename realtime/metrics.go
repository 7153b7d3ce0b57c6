package realtime

import "github.com/prometheus/client_golang/prometheus"

// Metrics counts what one hub does. The caller registers it:
//
//	registry.MustRegister(metrics)
type Metrics struct {
	sockets     prometheus.Gauge
	topics      prometheus.Gauge
	frames      prometheus.Counter
	writes      prometheus.Counter
	bytes       prometheus.Counter
	skipped     prometheus.Counter
	answers     *prometheus.CounterVec
	closes      *prometheus.CounterVec
	hints       *prometheus.CounterVec
	failures    *prometheus.CounterVec
	busDropped  prometheus.Counter
	badFrames   prometheus.Counter
	collectable []prometheus.Collector
}

// NewMetrics gives counters at zero.
func NewMetrics() *Metrics {
	m := &Metrics{}
	m.sockets = gauge(m, "sockets", "Open sockets of this node.")
	m.topics = gauge(m, "topics", "Topics watched on this node.")
	m.frames = counter(m, "frames_total", "Frames written to sockets.")
	m.writes = counter(m, "writes_total", "Writes to sockets; several frames may leave in one.")
	m.bytes = counter(m, "bytes_total", "Bytes written to sockets.")
	m.skipped = counter(m, "states_skipped_total", "Lossy state frames that a busy socket was spared.")
	m.answers = counters(m, "answers_total", "Answers to subscriptions: snapshot, delta, current, forbidden.", "kind")
	m.closes = counters(m, "closes_total", "Sockets closed by the server, by close code.", "code")
	m.hints = counters(m, "hints_total", "News of a topic: local, bus, poll.", "from")
	m.failures = counters(m, "failures_total", "Questions to the host that failed: snapshot, since, positions, ended.", "question")
	m.busDropped = counter(m, "bus_dropped_total", "Messages that the bus did not take; the poll heals them.")
	m.badFrames = counter(m, "bad_frames_total", "Incoming frames that were not understood.")
	return m
}

// Describe is part of prometheus.Collector.
func (m *Metrics) Describe(out chan<- *prometheus.Desc) {
	for _, c := range m.collectable {
		c.Describe(out)
	}
}

// Collect is part of prometheus.Collector.
func (m *Metrics) Collect(out chan<- prometheus.Metric) {
	for _, c := range m.collectable {
		c.Collect(out)
	}
}

func gauge(m *Metrics, name, help string) prometheus.Gauge {
	g := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "realtime", Name: name, Help: help})
	m.collectable = append(m.collectable, g)
	return g
}

func counter(m *Metrics, name, help string) prometheus.Counter {
	c := prometheus.NewCounter(prometheus.CounterOpts{Namespace: "realtime", Name: name, Help: help})
	m.collectable = append(m.collectable, c)
	return c
}

func counters(m *Metrics, name, help, label string) *prometheus.CounterVec {
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "realtime", Name: name, Help: help}, []string{label})
	m.collectable = append(m.collectable, c)
	return c
}
