// Package postgrestest gives tests a real PostgreSQL: New a migrated database of
// their own on a server that all tests share, Dedicated a whole server that a
// test may kill.
//
// The shared server is the one of DISPATCH05_TEST_DATABASE_URL (make test starts
// one for all packages by withpostgres), else a throw-away server that the test
// program starts for itself. Without binaries the tests are skipped with the
// reason.
//
// Imported by tests only. Safe for parallel tests.
package postgrestest
