package httpapi

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

var (
	//go:embed docs.html
	docsPage string
	//go:embed docs.css
	docsStyle string
)

// describedGroup is the operations of one tag, as the page shows them.
type describedGroup struct {
	Name       string
	Operations []*huma.Operation
}

// docs makes the page of the API: drawn here from the same description, it loads nothing at all.
func (a *api) docs() (http.HandlerFunc, error) {
	page, err := template.New("docs").Funcs(template.FuncMap{"kind": kindOf, "nameOf": nameOfSchema, "content": contentOf, "fields": fieldsOf, "needed": slices.Contains[[]string]}).Parse(docsPage)
	if err != nil {
		return nil, err
	}
	var drawn bytes.Buffer
	api := a.huma.OpenAPI()
	err = page.Execute(&drawn, map[string]any{"Info": api.Info, "Groups": groupsOf(api), "Schemas": sortedSchemas(api), "Style": template.CSS(docsStyle)})
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(docsStyle))
	policy := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; frame-ancestors 'none'; base-uri 'none'"
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(drawn.Bytes())
	}, nil
}

// groupsOf orders the operations by tag, path and method.
func groupsOf(api *huma.OpenAPI) []describedGroup {
	var groups []describedGroup
	for _, path := range sortedKeys(api.Paths) {
		item := api.Paths[path]
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Delete} {
			if op == nil || len(op.Tags) == 0 {
				continue
			}
			i := slices.IndexFunc(groups, func(g describedGroup) bool { return g.Name == op.Tags[0] })
			if i < 0 {
				i, groups = len(groups), append(groups, describedGroup{Name: op.Tags[0]})
			}
			groups[i].Operations = append(groups[i].Operations, op)
		}
	}
	slices.SortFunc(groups, func(a, b describedGroup) int { return cmp.Compare(a.Name, b.Name) })
	return groups
}

type describedSchema struct {
	Name   string
	Schema *huma.Schema
}

func sortedSchemas(api *huma.OpenAPI) []describedSchema {
	var all []describedSchema
	known := api.Components.Schemas.Map()
	for _, name := range sortedKeys(known) {
		all = append(all, describedSchema{name, known[name]})
	}
	return all
}

type describedField struct {
	Name   string
	Schema *huma.Schema
}

func fieldsOf(schema *huma.Schema) []describedField {
	var fields []describedField
	for _, name := range sortedKeys(schema.Properties) {
		fields = append(fields, describedField{name, schema.Properties[name]})
	}
	return fields
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func nameOfSchema(schema *huma.Schema) string {
	if schema == nil {
		return ""
	}
	if len(schema.AnyOf) > 0 {
		return nameOfSchema(schema.AnyOf[0]) // or null
	}
	return strings.TrimPrefix(schema.Ref, schemaPrefix)
}

// kindOf is a schema in two or three words.
func kindOf(schema *huma.Schema) string {
	switch {
	case schema == nil:
		return ""
	case nameOfSchema(schema) != "":
		return nameOfSchema(schema)
	case schema.Type == huma.TypeArray:
		return "list of " + kindOf(schema.Items)
	case schema.Format != "":
		return schema.Type + ", " + schema.Format
	default:
		return schema.Type
	}
}

// contentOf is the schema of a body, whatever its media type.
func contentOf(content map[string]*huma.MediaType) *huma.Schema {
	for _, media := range sortedKeys(content) {
		if content[media] != nil && content[media].Schema != nil {
			return content[media].Schema
		}
	}
	return nil
}
