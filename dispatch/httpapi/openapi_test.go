package httpapi_test

import (
	"flag"
	"os"
	"testing"

	"dispatch05/dispatch/httpapi"
)

var update = flag.Bool("update", false, "write openapi.json anew")

// The description in the repository is the one that the program gives.
func TestOpenAPIIsUpToDate(t *testing.T) {
	const file = "openapi.json"
	now, err := httpapi.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, now, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) != string(now) {
		t.Errorf("%s is not up to date: run go test ./dispatch/httpapi -run OpenAPI -update", file)
	}
}
