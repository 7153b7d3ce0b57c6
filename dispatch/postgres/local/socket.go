package local

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
)

const (
	socketPort = "5432" // only names the socket file: the server never listens on TCP
	socketFile = ".s.PGSQL." + socketPort
	// socketLimit is the longest path of a unix socket in bytes (sun_path of
	// unix(7) less its closing zero).
	socketLimit = 107
)

// makeSocketFolder makes the folder of the socket beside the data, or under the
// temporary folder when that path would be too long for a socket.
func (cl *cluster) makeSocketFolder() (string, error) {
	dir := filepath.Join(cl.home, "socket")
	if len(filepath.Join(dir, socketFile)) > socketLimit {
		mark := sha256.Sum256([]byte(cl.home))
		dir = filepath.Join("/tmp", fmt.Sprintf("dispatch05-%d-%s", cl.uid, hex.EncodeToString(mark[:6])))
	}
	if err := cl.makeOwned(dir); err != nil {
		return "", err
	}
	return dir, cl.ownsAlone(dir)
}

// ownsAlone refuses a folder that someone else put in our place.
func (cl *cluster) ownsAlone(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	owner := info.Sys().(*syscall.Stat_t).Uid
	if !info.IsDir() || owner != cl.uid || info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%s is not a private folder of user %s: remove it", dir, cl.name)
	}
	return nil
}

// url is the connection string of a database over the socket.
func (cl *cluster) url(database string) string {
	return "postgres://" + Superuser + "@/" + url.PathEscape(database) +
		"?host=" + url.QueryEscape(cl.socket) + "&port=" + socketPort + "&sslmode=disable"
}
