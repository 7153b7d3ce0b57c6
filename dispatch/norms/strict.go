package norms

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// readStrictly refuses unknown fields and anything after the value.
func readStrictly(folder fs.FS, name string, into any) error {
	text, err := fs.ReadFile(folder, name)
	if err != nil {
		return err
	}
	if err := decodeStrictly(bytes.NewReader(text), into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func decodeStrictly(text io.Reader, into any) error {
	decoder := json.NewDecoder(text)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if decoder.More() {
		return errors.New("text after the end")
	}
	return nil
}
