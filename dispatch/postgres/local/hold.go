package local

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// HeldError says which process holds a data folder that was asked for twice.
type HeldError struct {
	DataDir string
	PID     int       // 0 when the holder could not be read
	Since   time.Time // zero when the holder could not be read
}

func (e *HeldError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("the data folder %s is in use by another process: stop it, or set DATA_DIR to another folder", e.DataDir)
	}
	return fmt.Sprintf("the data folder %s is in use by process %d since %s: stop it (kill %d), or set DATA_DIR to another folder",
		e.DataDir, e.PID, e.Since.Local().Format("2006-01-02 15:04:05"), e.PID)
}

// hold is the exclusive use of a data folder. The kernel ends it with the
// process, so a holder that was killed leaves nothing to clean up.
type hold struct{ file *os.File }

// takeHold takes the data folder, making it when absent, or answers a *HeldError.
func takeHold(dataDir string) (*hold, error) {
	mode := os.FileMode(0o700)
	if os.Geteuid() == 0 {
		mode = 0o711 // the server runs as another account, which must pass through
	}
	if err := os.MkdirAll(dataDir, mode); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(dataDir, "held-by"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("the data folder %s cannot be used by user %s: %w", dataDir, userName(uint32(os.Geteuid())), err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		defer file.Close()
		return nil, readHolder(dataDir)
	}
	if err == nil {
		err = writeHolder(file)
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("hold the data folder: %w", err)
	}
	return &hold{file: file}, nil
}

func (h *hold) release() { h.file.Close() }

func writeHolder(file *os.File) error {
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err := fmt.Fprintf(file, "%d\n%s\n", os.Getpid(), time.Now().UTC().Format(time.RFC3339))
	return err
}

func readHolder(dataDir string) *HeldError {
	held := &HeldError{DataDir: dataDir}
	text, err := os.ReadFile(filepath.Join(dataDir, "held-by"))
	if err != nil {
		return held
	}
	pid, since, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	started, err := time.Parse(time.RFC3339, since)
	if err != nil {
		return held
	}
	if held.PID, err = strconv.Atoi(pid); err == nil {
		held.Since = started
	}
	return held
}
