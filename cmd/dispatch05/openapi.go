package main

import (
	"dispatch05/dispatch/httpapi"
)

// openAPICommand prints the document that describes the JSON API.
type openAPICommand struct{}

func (c *openAPICommand) Run(std *streams) error {
	document, err := httpapi.OpenAPI()
	if err != nil {
		return err
	}
	_, err = std.out.Write(document)
	return err
}
