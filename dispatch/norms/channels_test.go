package norms

import (
	"slices"
	"testing"
)

func TestStandardChannels(t *testing.T) {
	c := StandardChannels()
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	if duty := c.For(ToDuty, 1); duty.Means[0] != "board" || duty.AckSeconds != 60 || !c.Uses("sms") {
		t.Errorf("%+v", duty)
	}
}

func TestChannelsByGravity(t *testing.T) {
	c := StandardChannels()
	c.Tellings = append(slices.Clone(c.Tellings), Telling{To: ToDuty, Severities: []int{1}, Means: []string{"board", "sms"}, AckSeconds: 20})
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	for severity, seconds := range map[int]int{1: 20, 2: 60, 4: 60} {
		if got := c.For(ToDuty, severity); got.AckSeconds != seconds {
			t.Errorf("severity %d: %+v", severity, got)
		}
	}
}

func TestChannelsThatAreRefused(t *testing.T) {
	for name, change := range map[string]func(*Channels){
		"another code":                func(c *Channels) { c.Code = "town" },
		"a screen cannot be off":      func(c *Channels) { c.Off = []string{"board"} },
		"quiet hours in words":        func(c *Channels) { night := "the night"; c.Quiet = &night },
		"no order for residents":      func(c *Channels) { c.Tellings = c.Tellings[1:] },
		"an audience unknown":         func(c *Channels) { c.Tellings[0].To = "neighbours" },
		"mail to a resident":          func(c *Channels) { c.Tellings[0].Means = []string{"mail"} },
		"residents cannot answer":     func(c *Channels) { c.Tellings[0].AckSeconds = 60 },
		"no means":                    func(c *Channels) { c.Tellings[1].Means = nil },
		"not the tablet first":        func(c *Channels) { c.Tellings[1].Means = []string{"sms", "tablet"} },
		"a means twice":               func(c *Channels) { c.Tellings[2].Means = []string{"board", "sms", "sms"} },
		"an answer within a second":   func(c *Channels) { c.Tellings[2].AckSeconds = 1 },
		"an answer within two hours":  func(c *Channels) { c.Tellings[2].AckSeconds = 7200 },
		"severity 5":                  func(c *Channels) { c.Tellings[2].Severities = []int{5} },
		"two orders for one severity": func(c *Channels) { c.Tellings = append(c.Tellings, c.Tellings[2]) },
	} {
		c := StandardChannels()
		c.Tellings = slices.Clone(c.Tellings)
		change(&c)
		if c.Check() == nil {
			t.Errorf("%s: taken as %+v", name, c)
		}
	}
}
