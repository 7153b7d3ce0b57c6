// Command dispatch05 is the emergency dispatch service of a city: the server and its tools.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
	"github.com/jackc/pgx/v5/pgconn"

	"dispatch05/dispatch"
)

// version is set by the build.
var version = "dev"

// commands are the sub-commands, a file each.
type commands struct {
	Serve    serveCommand     `cmd:"" help:"Serve the screens and the API."`
	Migrate  migrateCommand   `cmd:"" help:"Bring the database's schema up to date."`
	City     cityCommand      `cmd:"" help:"Add and list cities."`
	User     userCommand      `cmd:"" help:"Add, list and disable accounts, change passwords."`
	Import   importCommand    `cmd:"" help:"Import houses, crews, people, rotations and contracts."`
	Resolve  resolveCommand   `cmd:"" help:"Resolve written addresses against a register file, without a database."`
	OpenAPI  openAPICommand   `cmd:"" name:"openapi" help:"Print the API's OpenAPI 3.1 document."`
	Who      whoCommand       `cmd:"" help:"Say who answers for a house and a fault at a moment."`
	Ladder   ladderCommand    `cmd:"" help:"Go through an escalation dry: who would be told when and by what."`
	Doctor   doctorCommand    `cmd:"" help:"Check the database, the cities and the norms, and say what is wrong."`
	Notify   notifyCommand    `cmd:"" help:"Try the channels by which people are told."`
	Training trainCommand     `cmd:"" help:"Run, pause or pace the training mode of a demonstration city."`
	Report   reportCommand    `cmd:"" help:"Write a report of a period, or the journal of requests, as an XLSX workbook."`
	Version  kong.VersionFlag `help:"Print the version." short:"v"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// run is main without the process: the exit code says how it ended.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) (code int) {
	parser, err := kong.New(&commands{}, kong.Name("dispatch05"), kong.Description("A city's emergency dispatch service."),
		kong.Vars{"version": version}, kong.Writers(out, errs), kong.Exit(func(c int) { code = c; panic(exit{}) }), kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(&streams{in, out, errs}))
	if err != nil {
		fmt.Fprintln(errs, err)
		return 2
	}
	defer func() {
		if r := recover(); r != nil {
			if _, asked := r.(exit); !asked {
				panic(r)
			}
		}
	}()
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(errs, "dispatch05: %v\n", err)
		return 2
	}
	if err := parsed.Run(); err != nil {
		fmt.Fprintf(errs, "dispatch05: %s\n", inWords(err))
		return 1
	}
	return code
}

// inWords is an error in words for whoever typed the command: a refusal without its cause, which LOG_LEVEL=debug
// shows, and no text of the database's about a row.
func inWords(err error) string {
	if os.Getenv("LOG_LEVEL") == "debug" {
		return err.Error()
	}
	var refusal *dispatch.Error
	if errors.As(err, &refusal) {
		return refusal.En + " (" + refusal.Ru + ")"
	}
	var answer *pgconn.PgError
	if errors.As(err, &answer) && (strings.HasPrefix(answer.Code, "22") || strings.HasPrefix(answer.Code, "23")) {
		return "the database does not take this (" + answer.Code + "); LOG_LEVEL=debug shows why"
	}
	return err.Error()
}

// exit is how --help and --version leave the parser.
type exit struct{}
