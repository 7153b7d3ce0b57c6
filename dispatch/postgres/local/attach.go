package local

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// connectFile, in the data folder, tells other programs of this machine where the holder's server listens.
const connectFile = "connect"

// tellConnect writes down where the running server listens.
func (s *Server) tellConnect() error {
	return os.WriteFile(filepath.Join(s.config.DataDir, connectFile), []byte(s.URL("")+"\n"), 0o600)
}

// Attach gives the connection string of a database on the server that another process holds in the data
// folder, for tools used while the service runs. It starts nothing, and works for those who may read the
// folder and reach the socket.
func Attach(dataDir, database string) (string, error) {
	text, err := os.ReadFile(filepath.Join(dataDir, connectFile))
	if err != nil {
		return "", err
	}
	return strings.Replace(strings.TrimSpace(string(text)), "@/?", "@/"+url.PathEscape(database)+"?", 1), nil
}
