// Package gar reads the houses of one city out of the state address register (GAR, formerly FIAS), the XML that the tax
// service publishes at fias.nalog.ru: address objects with their two hierarchies, houses, the dictionaries of their types
// and, when asked, houses' parameters.
//
// It owns which files and attributes count and how an address is put together; register.Import surveys what it gives. It
// opens no file by name and holds of a region only its address objects and the places of its houses. Every limit ends in an
// error that names the file. A City is safe for concurrent reading.
package gar
