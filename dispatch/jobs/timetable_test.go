package jobs

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

func TestAWrongScheduleIsTold(t *testing.T) {
	if _, err := New(quiet, Job{Name: "x", Schedule: "every now and then"}); err == nil {
		t.Fatal("a wrong schedule was taken")
	}
}

func TestStopEndsWhatRuns(t *testing.T) {
	begun, ended := make(chan struct{}), make(chan struct{})
	table, err := New(quiet, Job{Name: "long", Schedule: "@every 1s", Within: time.Hour, Run: func(ctx context.Context) error {
		close(begun)
		<-ctx.Done()
		close(ended)
		return ctx.Err()
	}})
	if err != nil {
		t.Fatal(err)
	}
	table.Start()
	<-begun
	table.Stop()
	select {
	case <-ended:
	default:
		t.Fatal("Stop came back before the job had ended")
	}
	table.Stop() // twice does no harm
}

func TestAPanicHarmsNoOtherJob(t *testing.T) {
	ran := make(chan struct{}, 10)
	table, err := New(quiet,
		Job{Name: "bad", Schedule: "@every 1s", Within: time.Second, Run: func(context.Context) error { panic("bad") }},
		Job{Name: "good", Schedule: "@every 1s", Within: time.Second, Run: func(context.Context) error { ran <- struct{}{}; return nil }})
	if err != nil {
		t.Fatal(err)
	}
	table.Start()
	defer table.Stop()
	<-ran
	<-ran
}
