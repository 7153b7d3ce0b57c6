package auth

import (
	"context"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"dispatch05/dispatch"
)

// cost of a password's hash: the second choice of RFC 9106 scaled to a small server, within the OWASP
// bounds (19 MiB, two passes, one lane).
var cost = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashesAtOnce bounds the memory that sign-ins may take together.
const hashesAtOnce = 4

// Length of a password, in characters. Length beats composition (NIST SP 800-63B, 3.1.1.2).
const (
	shortestPassword = 10
	longestPassword  = 200
)

// CheckPassword refuses a password that is too short, too long, or the login itself.
func CheckPassword(login, password string) error {
	switch n := utf8.RuneCountInString(password); {
	case !utf8.ValidString(password) || n > longestPassword:
		return weak("Пароль слишком длинный", "The password is too long")
	case n < shortestPassword:
		return weak("Пароль — не короче 10 знаков", "The password has at least 10 characters")
	case strings.Trim(strings.ToLower(password), "0123456789!?.- ") == strings.ToLower(login):
		return weak("Пароль не должен повторять логин", "The password must not repeat the login")
	case len(slices.Compact([]rune(password))) == 1:
		return weak("Пароль из одного знака не подойдёт", "One character over and over is no password")
	}
	return nil
}

func weak(ru, en string) error {
	return &dispatch.Error{Kind: dispatch.Invalid, Code: "weak_password", Field: "password", Ru: ru, En: en}
}

// HashPassword gives the stored form of a password.
func HashPassword(password string) (string, error) { return argon2id.CreateHash(password, cost) }

// nobody is the hash that a sign-in to an unknown account is measured against, so that it takes as long.
var nobody = sync.OnceValue(mustHash)

func mustHash() string {
	hash, err := HashPassword("nobody has this password")
	if err != nil {
		panic(err) // the machine gives no random bytes
	}
	return hash
}

// matches compares in turn with others, so that many sign-ins at once do not take all memory.
func (g *Guard) matches(ctx context.Context, password, hash string) (bool, error) {
	select {
	case g.hashing <- struct{}{}:
		defer func() { <-g.hashing }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	return argon2id.ComparePasswordAndHash(password, hash)
}
