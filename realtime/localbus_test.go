package realtime_test

import (
	"testing"

	"dispatch05/realtime"
	"dispatch05/realtime/bustest"
)

func TestLocalBus(t *testing.T) {
	bustest.Run(t, func(*testing.T) bustest.Service {
		bus := realtime.NewLocalBus()
		return bustest.Service{Open: func(*testing.T) realtime.Bus { return bus }}
	})
}
