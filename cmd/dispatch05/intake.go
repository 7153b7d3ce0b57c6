package main

import (
	"errors"

	"dispatch05/dispatch/httpapi"
)

// intakeFlags say how much one address may report. Beyond the burst a report is taken and held for a look;
// beyond the limit it is refused for a while.
type intakeFlags struct {
	Burst     int     `env:"INTAKE_BURST" default:"30" help:"Reports that one address may send at once before further ones are held for a look."`
	PerMinute float64 `env:"INTAKE_PER_MINUTE" default:"2" help:"How many of them come back each minute."`
	Limit     int     `env:"INTAKE_LIMIT" default:"400" help:"Reports that one address may send at once at all; more are refused."`
	LimitRate float64 `name:"limit-per-minute" env:"INTAKE_LIMIT_PER_MINUTE" default:"120" help:"How many of them come back each minute."`
	AtOnce    int     `env:"INTAKE_AT_ONCE" default:"16" help:"Reports that a node works on at once. Others wait for a few seconds, emergencies first, or are told to come back."`
}

// Validate is called by kong.
func (f intakeFlags) Validate() error {
	if f.Burst < 1 || f.PerMinute <= 0 || f.Limit < f.Burst || f.LimitRate < f.PerMinute || f.AtOnce < 1 {
		return errors.New("intake: the burst is at least 1, the limit at least the burst, both come back over time, and at least one is worked on")
	}
	return nil
}

func (f intakeFlags) limits() httpapi.Intake {
	return httpapi.Intake{SoftBurst: f.Burst, SoftPerMinute: f.PerMinute, HardBurst: f.Limit, HardPerMinute: f.LimitRate}
}

func (f intakeFlags) crush() httpapi.Crush { return httpapi.Crush{AtOnce: f.AtOnce} }
