package local

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// cluster is one database cluster on disk and the account that runs it.
type cluster struct {
	account
	home   string // holds the rest; root's when the server runs as another account
	data   string // PGDATA
	log    string // the server's own log, seven files in turn
	socket string // folder of the unix socket
	access string // who may connect, written at every start
	bin    string // programs
}

// openCluster finds or makes the cluster of c.DataDir. The caller holds the folder.
func openCluster(ctx context.Context, c Config) (*cluster, error) {
	if err := c.canInstall(); err != nil {
		return nil, err
	}
	home, runner, err := clusterHome(c.DataDir)
	if err != nil {
		return nil, err
	}
	if c.Binaries == "" {
		c.Binaries = filepath.Join(home, "binaries")
	}
	bin, err := c.binDir()
	if err != nil {
		return nil, err
	}
	if !runner.reaches(bin) {
		return nil, fmt.Errorf("user %s, which the server runs as, cannot reach %s", runner.name, bin)
	}
	cl := &cluster{account: runner, home: home, bin: bin,
		data: filepath.Join(home, "data"), log: filepath.Join(home, "log"), access: filepath.Join(home, "access")}
	if err := cl.makeFolders(); err != nil {
		return nil, err
	}
	if err := cl.writeAccess(); err != nil {
		return nil, err
	}
	return cl, cl.ensureData(ctx, c.Disposable)
}

// clusterHome gives the folder of the cluster and the account that runs it.
func clusterHome(dataDir string) (string, account, error) {
	link := filepath.Join(dataDir, "postgres")
	home, err := filepath.EvalSymlinks(link)
	if err == nil {
		runner, err := serverAccount(filepath.Join(home, "data"))
		return home, runner, err
	}
	if _, broken := os.Lstat(link); broken == nil {
		return "", account{}, fmt.Errorf("%s leads to a cluster that is gone; remove it to begin with an empty one: %w", link, err)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", account{}, err
	}
	runner, err := serverAccount(filepath.Join(link, "data"))
	if err != nil {
		return "", account{}, err
	}
	if runner.dropped && !runner.reaches(dataDir) {
		home, err = systemHome(link)
		return home, runner, err
	}
	return link, runner, makeHome(link, runner.dropped)
}

// systemHome makes a home in the system folder and links it into the data folder.
func systemHome(link string) (string, error) {
	clusters := filepath.Join(systemDir, "clusters")
	if err := os.MkdirAll(clusters, 0o711); err != nil {
		return "", err
	}
	home := filepath.Join(clusters, strings.ToLower(rand.Text()[:12]))
	if err := makeHome(home, true); err != nil {
		return "", err
	}
	return home, os.Symlink(home, link)
}

// makeHome keeps root's home closed for writing to the account that runs the
// server, which only passes through.
func makeHome(home string, passable bool) error {
	mode := os.FileMode(0o700)
	if passable {
		mode = 0o711
	}
	if err := os.Mkdir(home, mode); err != nil {
		return err
	}
	return os.Chmod(home, mode)
}

func (cl *cluster) makeFolders() error {
	if err := openFolder(cl.access); err != nil {
		return err
	}
	if err := cl.makeOwned(cl.log); err != nil {
		return err
	}
	socket, err := cl.makeSocketFolder()
	cl.socket = socket
	return err
}

// writeAccess lets exactly two system users in, each as the superuser: the one
// that we are and the one that the server runs as. The kernel vouches for them
// (peer authentication), so there is no password to keep.
func (cl *cluster) writeAccess() error {
	users := fmt.Sprintf("ours %q %s\nours %q %s\n", userName(uint32(os.Geteuid())), Superuser, cl.name, Superuser)
	if err := replaceFile(filepath.Join(cl.access, "ident.conf"), users); err != nil {
		return err
	}
	return replaceFile(filepath.Join(cl.access, "hba.conf"), "local all all peer map=ours\n")
}

// replaceFile writes a file anew, also over one that another user wrote.
func replaceFile(path, text string) error {
	if err := os.WriteFile(path+".new", []byte(text), 0o600); err != nil {
		return err
	}
	if err := os.Chmod(path+".new", 0o644); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// ensureData checks the major version of existing data or makes a new cluster.
func (cl *cluster) ensureData(ctx context.Context, disposable bool) error {
	recorded, err := os.ReadFile(filepath.Join(cl.data, "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return cl.initialise(ctx, disposable)
	}
	if err != nil {
		return err
	}
	program, err := cl.majorOfProgram(ctx)
	if err != nil {
		return err
	}
	if data := strings.TrimSpace(string(recorded)); data != program {
		return &MajorError{Data: cl.data, DataMajor: data, ProgramMajor: program}
	}
	return nil
}

// MajorError says that the data were made by another major version of PostgreSQL.
type MajorError struct {
	Data, DataMajor, ProgramMajor string
}

func (e *MajorError) Error() string {
	return fmt.Sprintf("the data in %s were made by PostgreSQL %s, this program brings PostgreSQL %s: "+
		"name a PostgreSQL %s with %s, or carry the data over by dump and restore, or set DATA_DIR to another folder",
		e.Data, e.DataMajor, e.ProgramMajor, e.DataMajor, BinEnv)
}

// majorOfProgram reads "postgres (PostgreSQL) 18.4" as "18".
func (cl *cluster) majorOfProgram(ctx context.Context) (string, error) {
	answer, err := exec.CommandContext(ctx, filepath.Join(cl.bin, "postgres"), "--version").Output()
	if err != nil {
		return "", fmt.Errorf("%s does not run on this machine: %w", filepath.Join(cl.bin, "postgres"), err)
	}
	_, version, _ := strings.Cut(string(answer), "(PostgreSQL) ")
	major, _, _ := strings.Cut(strings.TrimSpace(version), ".")
	if major == "" {
		return "", fmt.Errorf("cannot read the version of PostgreSQL in %q", answer)
	}
	return major, nil
}

// initialise makes the cluster beside its place and moves it there when whole.
// Text is compared by code point (fast, the same on every machine) and knows
// Russian letters; lists for people are ordered by COLLATE "ru-x-icu".
func (cl *cluster) initialise(ctx context.Context, disposable bool) error {
	half := cl.data + ".new"
	if err := os.RemoveAll(half); err != nil {
		return err
	}
	if err := cl.makeOwned(half); err != nil {
		return err
	}
	args := []string{"--pgdata", half, "--username", Superuser, "--auth", "reject", "--encoding", "UTF8",
		"--locale", "C.UTF-8", "--no-instructions"}
	if major, err := cl.majorOfProgram(ctx); err != nil {
		return err
	} else if len(major) == 2 && major >= "17" {
		args = append(args, "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8")
	}
	if disposable {
		args = append(args, "--no-sync")
	}
	initdb := exec.CommandContext(ctx, filepath.Join(cl.bin, "initdb"), args...)
	initdb.Dir, initdb.Env, initdb.SysProcAttr = cl.log, childEnv(), cl.procAttr(0)
	if output, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, lastLines(string(output), 5))
	}
	return os.Rename(half, cl.data)
}

// childEnv keeps PG* settings of the surroundings away from the server.
func childEnv() []string {
	return []string{"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC"}
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "; ")
}
