package local

import "path/filepath"

// settings are the server's arguments. They are given on the command line, so
// that an old postgresql.conf in the data never contradicts the program.
func (cl *cluster) settings(disposable bool) []string {
	settings := []string{
		"listen_addresses=",
		"port=" + socketPort,
		"unix_socket_directories=" + cl.socket,
		"unix_socket_permissions=0700",
		"hba_file=" + filepath.Join(cl.access, "hba.conf"),
		"ident_file=" + filepath.Join(cl.access, "ident.conf"),
		"max_connections=200",
		"shared_buffers=128MB",
		"effective_cache_size=512MB",
		"work_mem=8MB",
		"maintenance_work_mem=64MB",
		"jit=off", // the queries are short: compiling them costs more than it saves
		"timezone=UTC",
	}
	settings = append(settings, cl.logSettings()...)
	return append(settings, durability(disposable)...)
}

// logSettings keep seven files, one for each day of the week. A statement, or the
// detail of an error, may quote a caller's name or telephone, so neither is logged.
func (cl *cluster) logSettings() []string {
	return []string{
		"logging_collector=on",
		"log_directory=" + cl.log,
		"log_filename=postgresql-%a.log",
		"log_rotation_age=1d",
		"log_rotation_size=0",
		"log_truncate_on_rotation=on",
		"log_timezone=UTC",
		"log_error_verbosity=terse",
		"log_min_error_statement=panic",
		"log_statement=none",
		"log_min_duration_statement=-1",
		"log_parameter_max_length_on_error=0",
	}
}

// durability makes an answered commit survive a loss of power, except on the
// throw-away clusters of tests.
func durability(disposable bool) []string {
	if disposable {
		return []string{"fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=512MB"}
	}
	return []string{"fsync=on", "synchronous_commit=on", "full_page_writes=on", "max_wal_size=1GB"}
}
