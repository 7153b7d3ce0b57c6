package postgres

import (
	"errors"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// awayCodes are the SQLSTATEs of a server that is going, coming, full, or only reads by now.
var awayCodes = []string{"57P01", "57P02", "57P03", "53300", "25006"}

// Away says that an error means a database that does not answer now: what was asked may be asked again.
func Away(err error) bool {
	var refused *pgconn.ConnectError
	var broken net.Error
	var told *pgconn.PgError
	switch {
	case errors.As(err, &told):
		return slices.Contains(awayCodes, told.Code) || strings.HasPrefix(told.Code, "08")
	case errors.As(err, &refused), errors.As(err, &broken), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return true
	default:
		return pgconn.SafeToRetry(err)
	}
}
