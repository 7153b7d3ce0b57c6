package local

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the system account that the server runs as.
type account struct {
	name     string
	uid, gid uint32
	dropped  bool // root started us and the server runs as someone else
}

// serverAccount picks the account for the cluster at dataDir: the present user,
// or for root the owner of existing data, else postgres, else nobody. PostgreSQL
// needs a passwd entry for it.
func serverAccount(dataDir string) (account, error) {
	owner, exists, err := ownerOf(dataDir)
	if err != nil {
		return account{}, err
	}
	self := uint32(os.Geteuid())
	switch {
	case self != 0 && exists && owner != self:
		return account{}, fmt.Errorf("the data in %s belong to user %s: run as that user, or set DATA_DIR to another folder",
			dataDir, userName(owner))
	case self != 0:
		return lookupAccount(user.LookupId(strconv.Itoa(int(self))))
	case exists && owner != 0:
		return lookupAccount(user.LookupId(strconv.Itoa(int(owner))))
	}
	for _, name := range []string{"postgres", "nobody"} {
		if found, err := lookupAccount(user.Lookup(name)); err == nil {
			return found, nil
		}
	}
	return account{}, errors.New("PostgreSQL refuses to run as root and this machine has neither the account postgres nor nobody: run as an ordinary user")
}

func lookupAccount(u *user.User, err error) (account, error) {
	if err != nil {
		return account{}, fmt.Errorf("PostgreSQL needs a passwd entry for the account it runs as: %w", err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return account{}, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return account{}, err
	}
	return account{name: u.Username, uid: uint32(uid), gid: uint32(gid), dropped: int(uid) != os.Geteuid()}, nil
}

// procAttr makes a child process run as the account, in a session of its own so
// that a Ctrl-C at the terminal reaches only us, and end by onParentDeath when
// the thread that started it dies.
func (a account) procAttr(onParentDeath syscall.Signal) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setsid: true, Pdeathsig: onParentDeath}
	if a.dropped {
		attr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return attr
}

// makeOwned makes a folder that only the account may enter.
func (a account) makeOwned(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if a.dropped {
		return os.Lchown(dir, int(a.uid), int(a.gid)) // never through someone's link
	}
	return nil
}

// reaches tells whether the account may pass through dir and all folders above.
func (a account) reaches(dir string) bool {
	for ; ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err != nil || !a.passes(info) {
			return false
		}
		if dir == filepath.Dir(dir) {
			return true
		}
	}
}

func (a account) passes(folder fs.FileInfo) bool {
	owner := folder.Sys().(*syscall.Stat_t)
	switch {
	case owner.Uid == a.uid:
		return folder.Mode()&0o100 != 0
	case owner.Gid == a.gid:
		return folder.Mode()&0o010 != 0
	}
	return folder.Mode()&0o001 != 0
}

func ownerOf(path string) (uid uint32, exists bool, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, false, nil
	}
	if errors.Is(err, fs.ErrPermission) {
		return 0, false, fmt.Errorf("%s belongs to another user: run as that user, or set DATA_DIR to another folder: %w", path, err)
	}
	if err != nil {
		return 0, false, err
	}
	return info.Sys().(*syscall.Stat_t).Uid, true, nil
}

func userName(uid uint32) string {
	id := strconv.Itoa(int(uid))
	if u, err := user.LookupId(id); err == nil {
		return u.Username
	}
	return id
}
