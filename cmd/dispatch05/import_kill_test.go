package main

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// TestImportGoesOnWhereItBrokeOff: the importing process is killed while it reads and while it writes, its connection is cut
// and Postgres itself is killed under it. Each time the city's houses are what they were, and the same command goes on with
// what was read; in the end they are what an undisturbed import makes of them.
func TestImportGoesOnWhereItBrokeOff(t *testing.T) {
	t.Parallel()
	dir := dataDir(t)
	founding(t, dir, func(home setup) {
		home.done(t, "", "city", "add", "priechye", "--zone", "Asia/Omsk", "--name", "Приречье")
		home.done(t, "", "city", "add", "other", "--zone", "Asia/Omsk", "--name", "Приречье")
		home.done(t, "", "import", "gar", "--city", "priechye", archived(t, garRegion(500)))
		file := archived(t, garRegion(20_000))
		pool := attached(t, dir)
		before := ask[string](t, pool, fingerprint, "priechye")
		untouched := func(when string) {
			t.Helper()
			await(t, "Postgres answers", func() bool { return pool.Ping(t.Context()) == nil })
			if ask[string](t, pool, fingerprint, "priechye") != before || ask[int](t, pool, `select count(*) from house_records where city_id = 'priechye'`) != 500 {
				t.Fatalf("%s: houses are written by half", when)
			}
		}
		kept := func(part string) func() bool {
			return func() bool {
				return ask[bool](t, pool, `select exists (select from import_parts where part = $1)`, part)
			}
		}
		import1 := []string{"import", "gar", "--city", "priechye", file}

		reading := home.begin(t, import1...)
		await(t, "the hierarchy is read", kept("places"))
		must(t, reading.Process.Signal(syscall.SIGKILL))
		_ = reading.Wait() // killed
		if reading.ProcessState.Success() {
			t.Fatal("it was too fast to be killed while it read")
		}
		untouched("killed while it read")

		writing := home.begin(t, import1...)
		await(t, "the commit is under way", func() bool { return writer(t, pool) != 0 })
		must(t, writing.Process.Signal(syscall.SIGKILL))
		_ = writing.Wait()
		if words := writing.Stderr.(*bytes.Buffer).String(); !strings.Contains(words, "going on with the import") || strings.Contains(words, "the file was read") || writing.ProcessState.Success() {
			t.Errorf("after the first kill: %s", words)
		}
		await(t, "Postgres lets go", func() bool { return writer(t, pool) == 0 })
		untouched("killed while it wrote")

		cut := home.begin(t, import1...)
		await(t, "the commit is under way", func() bool { return writer(t, pool) != 0 })
		ask[bool](t, pool, `select pg_terminate_backend($1)`, writer(t, pool))
		broken(t, cut, "the file was read")
		await(t, "Postgres lets go", func() bool { return writer(t, pool) == 0 })
		untouched("its connection was cut")

		gone := home.begin(t, import1...)
		await(t, "the commit is under way", func() bool { return writer(t, pool) != 0 })
		must(t, syscall.Kill(postmaster(dir), syscall.SIGKILL))
		broken(t, gone, "the file was read")
		untouched("Postgres was killed")

		last := home.tool(t, "", import1...)
		if last.code != 0 || !strings.Contains(last.out, "added 19500, changed 0, revived 0, same 500, retired 0") || !strings.Contains(last.err, "the file was read") {
			t.Fatalf("in the end: %+v", last)
		}
		home.done(t, "", "import", "gar", "--city", "other", archived(t, garRegion(500)))
		home.done(t, "", "import", "gar", "--city", "other", file)
		const same = `select md5(string_agg(concat_ws(' ', source_id, fias, address, number, retired_at is null), ',' order by source_id)) from houses where city_id = $1`
		if ask[string](t, pool, same, "priechye") != ask[string](t, pool, same, "other") {
			t.Error("the houses differ from those of an undisturbed import")
		}
		if n := ask[int](t, pool, `select count(*) from import_parts`); n != 0 {
			t.Errorf("%d parts are left over", n)
		}
		if n := ask[int](t, pool, `select resumed from imports where city_id = 'priechye' order by id desc limit 1`); n != 4 {
			t.Errorf("gone on with %d times, want 4", n)
		}
	})
}

// begin starts a sub-command and leaves it running.
func (s setup) begin(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	command := s.command(t.Context(), args...)
	command.Stderr, command.Stdout = &bytes.Buffer{}, &bytes.Buffer{}
	must(t, command.Start())
	return command
}

// broken waits for a command that lost its database.
func broken(t *testing.T, command *exec.Cmd, words string) {
	t.Helper()
	err := command.Wait()
	told := command.Stderr.(*bytes.Buffer).String()
	if failed := (*exec.ExitError)(nil); !errors.As(err, &failed) || !strings.Contains(told, words) || !strings.Contains(told, "the same command goes on") {
		t.Errorf("it ended with %v: %s", err, told)
	}
}

// writer is the connection that writes an import's commit, 0 for none.
func writer(t *testing.T, pool *pgxpool.Pool) (pid int) {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	_ = pool.QueryRow(ctx, `select coalesce(max(l.pid), 0) from pg_locks l where l.locktype = 'advisory' and l.mode = 'ExclusiveLock' and l.granted
		and exists (select from pg_locks o where o.pid = l.pid and o.relation = 'house_records'::regclass and o.mode = 'RowExclusiveLock')`).Scan(&pid) // 0 while Postgres is away
	return pid
}
