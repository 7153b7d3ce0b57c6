package httpapi

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// calls counts and times what was answered, by route.
type calls struct{ seconds *prometheus.HistogramVec }

func newCalls() calls {
	return calls{prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "dispatch05_http_seconds", Help: "Time to answer a call, by route and status class.",
		Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"route", "class"})}
}

func (c calls) observe(route string, status int, took time.Duration) {
	c.seconds.WithLabelValues(route, strconv.Itoa(status/100)+"xx").Observe(took.Seconds())
}
