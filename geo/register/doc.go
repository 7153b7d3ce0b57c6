// Package register is the house register of one city in memory: it reads the
// files that cities hand out, normalises Russian addresses, and finds the house
// that a caller or a dispatcher means.
//
// It owns: the form of a house (House), the readers of register files with a
// finding for every row that was refused or doubted (ReadExport, ReadPlain,
// Survey), the words of Russian addresses (vocabulary.go, data only), the parser
// from text to parts (Parse), the index that suggests while typing
// (Index.Suggest) and resolves one written address (Index.Resolve), and the
// reader of dispatchers' comments, which name a site, whole lists and ranges of
// houses (CommentReader; its words are in comment_words.go, data only).
//
// It never stores anything, never opens a file by name, never asks a clock, and
// never replaces a house that the register lacks by its neighbour: what is
// missing is told with a reason.
//
// A House is a plain value. An Index is immutable after NewIndex and safe for
// any number of concurrent readers; whoever holds it swaps the pointer when the
// register changes. Readers are not safe for concurrent use: one goroutine each.
package register
