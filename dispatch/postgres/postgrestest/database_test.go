package postgrestest_test

import (
	"sync"
	"syscall"
	"testing"

	"dispatch05/dispatch/postgres/postgrestest"
	"dispatch05/migrations"
)

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	first, second := postgrestest.New(t), postgrestest.New(t)
	if _, err := first.Exec(t.Context(), "create table mark ()"); err != nil {
		t.Fatal(err)
	}
	var seen bool
	if err := second.QueryRow(t.Context(), "select to_regclass('mark') is not null").Scan(&seen); err != nil || seen {
		t.Errorf("the second test sees the first one's table: %v, %v", seen, err)
	}
}

func TestDatabaseIsMigrated(t *testing.T) {
	pool := postgrestest.New(t)
	applied, err := migrations.Up(t.Context(), pool)
	if err != nil || len(applied) != 0 {
		t.Errorf("a migrated database took %v (%v)", applied, err)
	}
	wanted, err := migrations.Version()
	if err != nil {
		t.Fatal(err)
	}
	var at int64
	if err := pool.QueryRow(t.Context(), "select max(version_id) from goose_db_version").Scan(&at); err != nil || at != wanted {
		t.Errorf("at version %d, want %d (%v)", at, wanted, err)
	}
}

// TestNodesMigrateTogether: several nodes start on one empty database; each file
// is applied once.
func TestNodesMigrateTogether(t *testing.T) {
	pool := postgrestest.New(t)
	if _, err := pool.Exec(t.Context(), "drop schema public cascade; create schema public"); err != nil {
		t.Fatal(err)
	}
	var nodes sync.WaitGroup
	var mu sync.Mutex
	times := map[string]int{}
	for range 4 {
		nodes.Go(func() {
			applied, err := migrations.Up(t.Context(), pool)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			for _, name := range applied {
				times[name]++
			}
		})
	}
	nodes.Wait()
	if len(times) == 0 {
		t.Error("nobody applied anything")
	}
	for name, n := range times {
		if n != 1 {
			t.Errorf("%s was applied %d times", name, n)
		}
	}
}

// TestDedicatedServerOutlivesItsKill: what was answered is there after kill -9.
func TestDedicatedServerOutlivesItsKill(t *testing.T) {
	server, pool := postgrestest.Dedicated(t)
	if _, err := pool.Exec(t.Context(), "create table mark as select 5 as number"); err != nil {
		t.Fatal(err)
	}
	killed := server.PID()
	if err := syscall.Kill(killed, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	postgrestest.AwaitRevival(t, server, killed, pool)
	var number int
	if err := pool.QueryRow(t.Context(), "select number from mark").Scan(&number); err != nil || number != 5 {
		t.Errorf("number %d (%v)", number, err)
	}
}
