// Package local owns the private PostgreSQL server of the embedded default: the
// server that dispatch05 starts for itself when no DATABASE_URL is given.
//
// It installs the server's binaries beside the data, makes the cluster, starts
// it on a unix socket (never on TCP), starts it again when it dies, and stops it.
// It never reads or writes a row of the trade and knows no migration.
//
// A data folder has one holder at a time. The hold is a kernel lock, so it ends
// with its process even by kill -9, and a server left behind by such a death is
// stopped cleanly before a new one starts.
//
// PostgreSQL refuses to run as root. Started by root, the server therefore runs
// as the system account postgres (or nobody); when that account cannot reach
// the data folder (one under /root, say), the cluster stands in a system folder
// and the data folder holds a link to it.
//
// A Server is safe for concurrent use. Linux only.
package local
