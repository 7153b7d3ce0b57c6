// Package web serves the screens: the dispatcher's board, the crew's tablet, the
// resident's portal and the login page, built from src by Vite into dist and
// embedded in the binary.
//
// It owns the pages, their caching, their compression and their content security
// policy. It never answers data: that is dispatch/httpapi. Without a build it
// serves a placeholder that says how to make one.
//
// The Handler is safe for concurrent use.
package web
