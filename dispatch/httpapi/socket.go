package httpapi

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"dispatch05/dispatch"
)

const socketPath = "/api/v1/socket"

func (a *api) socketRoutes() {
	op := operation(http.MethodGet, "/socket", "open-socket", "staff", "WebSocket of live topics; see realtime/PROTOCOL.md")
	op.Parameters = []*huma.Param{{Name: "ticket", In: "query", Required: true, Schema: &huma.Schema{Type: "string"}}}
	op.Responses = map[string]*huma.Response{"101": {Description: "Switching to WebSocket"}, "401": {Description: "The ticket is not valid"}}
	a.huma.OpenAPI().AddOperation(&op)
	a.mux.HandleFunc("GET "+socketPath, a.openSocket)
}

var errForeignSocket = &dispatch.Error{Kind: dispatch.Forbidden, Code: "foreign_page", Ru: "Соединение с чужой страницы не принято", En: "A socket from a foreign page is not taken"}

// openSocket looks at the Origin first: a foreign page must not even use up a ticket.
func (a *api) openSocket(w http.ResponseWriter, r *http.Request) {
	if !a.allowed(r) {
		a.refuse(w, r, errForeignSocket)
		return
	}
	who, err := a.Guard.Redeem(r.Context(), r.URL.Query().Get("ticket"))
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	a.Socket(w, r, who)
}
