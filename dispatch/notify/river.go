package notify

import (
	"context"
	"log/slog"
	"time"
)

// ownTime gives River the service's clock. nil where the database is to say what time it is.
type ownTime struct{ now func() time.Time }

func (t ownTime) Now() time.Time       { return t.now() }
func (t ownTime) NowOrNil() *time.Time { return nil }

// onlyWorse lets through what River warns of: that a job is tried again is said by the attempt.
type onlyWorse struct{ slog.Handler }

func (h onlyWorse) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}

func (h onlyWorse) WithAttrs(attrs []slog.Attr) slog.Handler {
	return onlyWorse{h.Handler.WithAttrs(attrs)}
}
func (h onlyWorse) WithGroup(name string) slog.Handler { return onlyWorse{h.Handler.WithGroup(name)} }
