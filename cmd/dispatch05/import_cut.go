package main

import (
	"bytes"
	"errors"
	"io"
	"os"

	"dispatch05/geo/register"
)

// errCutShort refuses a table whose last line breaks off: what the file lacks behind it would be taken for gone.
var errCutShort = errors.New("the last line breaks off in the middle: the file is cut short; nothing was written, --shrinks takes what there is")

// cutShort says that a file of lines ends in the middle of a row that could not be read.
func cutShort(path string, findings []register.Finding) (bool, error) {
	lines, ended, err := countLines(path)
	if err != nil || ended {
		return false, err
	}
	for _, f := range findings {
		if f.Kind == register.FindingMalformed && f.Line == lines {
			return true, nil
		}
	}
	return false, nil
}

// countLines counts the lines of a file, and says whether the last one ends.
func countLines(path string) (lines int, ended bool, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, false, err
	}
	defer file.Close()
	block := make([]byte, 1<<16)
	ended = true
	for {
		n, err := file.Read(block)
		if n > 0 {
			lines += bytes.Count(block[:n], []byte{'\n'})
			ended = block[n-1] == '\n'
		}
		switch {
		case errors.Is(err, io.EOF):
			if !ended {
				lines++
			}
			return lines, ended, nil
		case err != nil:
			return 0, false, err
		}
	}
}
