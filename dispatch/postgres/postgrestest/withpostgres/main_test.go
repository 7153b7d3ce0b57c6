package main

import (
	"os"
	"path/filepath"
	"testing"

	"dispatch05/dispatch/postgres/local"

	"github.com/jackc/pgx/v5"
)

// TestCommandGetsAServer: the command finds an address, its exit code is ours,
// and the server is gone after it.
func TestCommandGetsAServer(t *testing.T) {
	if err := local.Installed(); err != nil {
		t.Skip(err)
	}
	note := filepath.Join(t.TempDir(), "note")
	code, err := run([]string{"sh", "-c", `printf %s "$DISPATCH05_TEST_DATABASE_URL" >"$0"; exit 7`, note})
	if err != nil || code != 7 {
		t.Errorf("code %d, %v; want the command's 7", code, err)
	}
	address, err := os.ReadFile(note)
	if err != nil || len(address) == 0 {
		t.Fatalf("the command got the address %q (%v)", address, err)
	}
	if conn, err := pgx.Connect(t.Context(), string(address)); err == nil {
		conn.Close(t.Context())
		t.Error("the server still answers after the command")
	}
}

func TestMissingCommandIsAnError(t *testing.T) {
	if err := local.Installed(); err != nil {
		t.Skip(err)
	}
	if _, err := run([]string{filepath.Join(t.TempDir(), "nothing")}); err == nil {
		t.Error("a command that does not exist was run")
	}
}
