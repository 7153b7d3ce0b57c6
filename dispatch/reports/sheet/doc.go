// Package sheet writes reports as XLSX workbooks, row by row as they are computed: a workbook of a year goes over
// temporary files, not through memory. It decides nothing of what a report tells. A Book belongs to one goroutine.
package sheet
