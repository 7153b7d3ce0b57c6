// Command withpostgres runs a command with the address of a throw-away PostgreSQL
// in DISPATCH05_TEST_DATABASE_URL and stops that server after it:
//
//	withpostgres go test ./...
//
// It ends with the command's exit code.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"dispatch05/dispatch/postgres/postgrestest"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "withpostgres: no command to run")
		os.Exit(2)
	}
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "withpostgres:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

func run(command []string) (int, error) {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	server, err := postgrestest.StartDisposable(ctx)
	if err != nil {
		return 1, err
	}
	code, err := runChild(ctx, command, server.URL("postgres"))
	return code, errors.Join(err, server.Discard())
}

// runChild asks the command to end when we are asked to.
func runChild(ctx context.Context, command []string, address string) (int, error) {
	child := exec.CommandContext(ctx, command[0], command[1:]...)
	child.Stdin, child.Stdout, child.Stderr = os.Stdin, os.Stdout, os.Stderr
	child.Env = append(os.Environ(), postgrestest.URLEnv+"="+address)
	child.Cancel = func() error { return child.Process.Signal(os.Interrupt) }
	err := child.Run()
	if ended, ok := errors.AsType[*exec.ExitError](err); ok {
		return max(ended.ExitCode(), 1), nil
	}
	return 0, err
}
