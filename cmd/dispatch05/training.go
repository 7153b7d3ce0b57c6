package main

import (
	"context"
	"log/slog"
)

func (c *serveCommand) startTraining(context.Context, *service, *closing, *slog.Logger) error { return nil }
