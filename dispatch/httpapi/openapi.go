package httpapi

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// OpenAPI is the description of the API (OpenAPI 3.1), the same on every start.
func OpenAPI() ([]byte, error) { return newAPI(Config{}).describe() }

func (a *api) describe() ([]byte, error) {
	text, err := json.MarshalIndent(a.huma.OpenAPI(), "", "  ")
	return append(text, '\n'), err
}

const schemaPrefix = "#/components/schemas/"

// tellNulls corrects the description of answers where huma does not say it as it is: a pointer may be
// null, a list never is.
func (a *api) tellNulls() {
	registry := a.huma.OpenAPI().Components.Schemas
	for name, schema := range registry.Map() {
		described := registry.TypeFromRef(schemaPrefix + name)
		if described == nil || described.Kind() != reflect.Struct {
			continue
		}
		for _, field := range reflect.VisibleFields(described) {
			json, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if property := schema.Properties[json]; property != nil && !field.Anonymous {
				schema.Properties[json] = withNull(field.Type, property)
			}
		}
	}
}

func withNull(field reflect.Type, property *huma.Schema) *huma.Schema {
	pointer := field.Kind() == reflect.Pointer
	switch {
	case pointer && property.Ref != "":
		return &huma.Schema{AnyOf: []*huma.Schema{property, {Type: "null"}}}
	case pointer && property.Type != "":
		property.Nullable = true
	case property.Type == huma.TypeArray:
		property.Nullable = false
	}
	return property
}
