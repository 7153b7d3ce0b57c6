package httpapi

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// The JSON of every message stands in dispatch/golden, one file each, named TYPE.json or TYPE-variant.json
// by its type in web/src/shared/wire.ts. This test holds the Go side to the files; wire.test.ts there holds
// the screens to the same ones. `go test ./dispatch/httpapi -run Golden -update` writes them anew.
const goldenFolder = "../golden"

func TestMessagesAreGolden(t *testing.T) {
	written := map[string]bool{}
	for name, message := range messages() {
		written[name+".json"] = true
		t.Run(name, func(t *testing.T) { compare(t, name, message) })
	}
	files, err := os.ReadDir(goldenFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !written[file.Name()] {
			t.Errorf("%s is no message of ours: remove it", file.Name())
		}
	}
}

func compare(t *testing.T, name string, message any) {
	t.Helper()
	got, err := json.MarshalIndent(message, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	compareFile(t, filepath.Join(goldenFolder, name+".json"), append(got, '\n'))
}

// compareFile holds a generated file against what the program gives now.
func compareFile(t *testing.T, path string, got []byte) {
	t.Helper()
	// The flag is openapi_test.go's: one word writes all generated files of this package.
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not as it stands there:\n got %s\nwant %s", path, got, want)
	}
}

// A field that no golden message fills could change unseen.
func TestEveryFieldStandsInAGoldenMessage(t *testing.T) {
	filled, fields := map[string]bool{}, map[string]bool{}
	for _, message := range messages() {
		noteFields(reflect.ValueOf(message), filled, fields)
	}
	for field := range fields {
		// People do not see the website field, so that no screen sends it.
		if !filled[field] && field != "httpapi.newReport.Website" {
			t.Errorf("no golden message fills %s", field)
		}
	}
}

// noteFields walks through a message and notes the fields of its structs, and those that hold something.
func noteFields(v reflect.Value, filled, fields map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			noteFields(v.Elem(), filled, fields)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			noteFields(v.Index(i), filled, fields)
		}
	case reflect.Struct:
		noteStruct(v, filled, fields)
	}
}

func noteStruct(v reflect.Value, filled, fields map[string]bool) {
	if !strings.HasPrefix(v.Type().PkgPath(), "dispatch05/") {
		return
	}
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if !field.IsExported() || field.Tag.Get("json") == "-" {
			continue
		}
		name := v.Type().String() + "." + field.Name
		fields[name] = true
		if !v.Field(i).IsZero() {
			filled[name] = true
		}
		noteFields(v.Field(i), filled, fields)
	}
}

// What the screens send is read whole: a field that the API does not know is refused.
func TestSentMessagesAreRead(t *testing.T) {
	for name, into := range map[string]any{"NewReport": &newReport{}, "NewRequest": &newRequest{}} {
		content, err := os.ReadFile(filepath.Join(goldenFolder, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		reader := json.NewDecoder(bytes.NewReader(content))
		reader.DisallowUnknownFields()
		if err := reader.Decode(into); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
