package httpapi

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

// Uploads keeps the pieces of photographs that are on their way. Implemented by dispatch/postgres.
type Uploads interface {
	Upload(ctx context.Context, u dispatch.Upload) (dispatch.Upload, error)
	AddPiece(ctx context.Context, u dispatch.Upload, start int, piece []byte, now time.Time, most int) (dispatch.Upload, error)
	UploadBytes(ctx context.Context, u dispatch.Upload) ([]byte, error)
	EndUpload(ctx context.Context, u dispatch.Upload, photo int64) error
	DropUpload(ctx context.Context, u dispatch.Upload) error
}

const (
	maxPieceBytes     = 256 << 10
	uploadsOfAnybody  = 100 // unfinished ones of one account
	pieceWithin       = 55 * time.Second
	uploadPath        = "/orders/{id}/photos/{key}"
	uploadPattern     = " /api/v1" + uploadPath
	uploadDescription = "The key is made by the client, once for a photograph. Pieces go one after another from held; the last one is answered with the photograph"
)

// uploadBody says how much of a photograph is safe: the next piece begins there. With photo_id it is kept.
type uploadBody struct {
	Held    int   `json:"held"`
	PhotoID int64 `json:"photo_id,omitempty"`
}

var errBadPiece = &dispatch.Error{Kind: dispatch.Invalid, Code: "bad_piece", Field: "photo",
	Ru: "Часть фотографии не подходит: нужны size (до 10 МБ), start и до 256 КБ данных", En: "The piece does not fit: size (10 MB at most), start and 256 KB of data at most are needed"}

func (a *api) uploadRoutes() {
	a.documentUpload(operation(http.MethodGet, uploadPath, "get-upload", "staff", "How much of a photograph is safe"))
	a.mux.HandleFunc(http.MethodGet+uploadPattern, a.signedInHandler(a.uploadState))
	put := operation(http.MethodPut, uploadPath, "add-photo-piece", "staff", "The next piece of a photograph")
	put.Description = uploadDescription
	put.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}
	a.documentUpload(put, &huma.Param{Name: "start", In: "query", Required: true, Schema: &huma.Schema{Type: "integer"}},
		&huma.Param{Name: "size", In: "query", Required: true, Schema: &huma.Schema{Type: "integer"}})
	a.mux.HandleFunc(http.MethodPut+uploadPattern, a.signedInHandler(a.addPiece))
}

func (a *api) documentUpload(op huma.Operation, more ...*huma.Param) {
	op.Parameters = append(pathParams("id"), &huma.Param{Name: "key", In: "path", Required: true, Schema: &huma.Schema{Type: "string"}})
	op.Parameters = append(op.Parameters, more...)
	op.Responses = map[string]*huma.Response{"200": {Description: "How far it has come", Content: map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{
		Type: "object", Properties: map[string]*huma.Schema{"held": {Type: "integer"}, "photo_id": {Type: "integer"}}}}}}}
	a.huma.OpenAPI().AddOperation(&op)
}

// uploadOf reads whose upload a call is about, and whether they may.
func (a *api) uploadOf(r *http.Request, who auth.Visitor) (dispatch.Upload, error) {
	u := dispatch.Upload{City: who.City, Account: who.Account.ID, Key: r.PathValue("key")}
	var err error
	if u.Order, err = strconv.ParseInt(r.PathValue("id"), 10, 64); err != nil || a.Uploads == nil {
		return u, dispatch.ErrNotFound
	}
	if err := checkKey(u.Key); err != nil {
		return u, err
	}
	return u, a.mayAddPhoto(r.Context(), who.Actor(), u.Order)
}

func (a *api) uploadState(w http.ResponseWriter, r *http.Request, who auth.Visitor) {
	u, err := a.uploadOf(r, who)
	if err == nil {
		u, err = a.Uploads.Upload(r.Context(), u)
	}
	a.answerUpload(w, r, u, err)
}

// addPiece takes a piece; the last one makes a photograph of all. A piece that is not the next one is no error:
// an answer was lost, and this one says where to go on.
func (a *api) addPiece(w http.ResponseWriter, r *http.Request, who auth.Visitor) {
	u, err := a.uploadOf(r, who)
	if err == nil {
		u, err = a.takePiece(w, r, u)
	}
	if err == nil && u.Whole() && u.Photo == 0 {
		u.Photo, err = a.finishUpload(r.Context(), who, u)
	}
	a.answerUpload(w, r, u, err)
}

func (a *api) takePiece(w http.ResponseWriter, r *http.Request, u dispatch.Upload) (dispatch.Upload, error) {
	start, wrongStart := strconv.Atoi(r.URL.Query().Get("start"))
	size, wrongSize := strconv.Atoi(r.URL.Query().Get("size"))
	if wrongStart != nil || wrongSize != nil || start < 0 || size < 1 || size > maxPhotoBytes {
		return u, errBadPiece
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(pieceWithin)) // a recorder has none
	piece, err := within(r.Body, maxPieceBytes, errBadPiece)
	if err != nil || start+len(piece) > size || (len(piece) == 0 && start < size) {
		return u, errBadPiece
	}
	if start == 0 && !slices.Contains(pictureTypes, http.DetectContentType(piece)) {
		return u, errNotAPicture
	}
	u.Size = size
	return a.Uploads.AddPiece(r.Context(), u, start, piece, a.Desk.Now(), uploadsOfAnybody)
}

// finishUpload keeps the photograph under the upload's key, so that doing it twice keeps one. What is no picture
// is forgotten at once: it would be refused for ever.
func (a *api) finishUpload(ctx context.Context, who auth.Visitor, u dispatch.Upload) (int64, error) {
	data, err := a.Uploads.UploadBytes(ctx, u)
	if err != nil {
		return 0, err
	}
	photo, err := a.develop(ctx, data)
	if err != nil {
		if errors.Is(err, errNotAPicture) || errors.Is(err, errTooManyDots) {
			_ = a.Uploads.DropUpload(ctx, u) // else by the job
		}
		return 0, err
	}
	key := command(who, u.Key, withBody("photo", u.Order, digest(string(data))))
	id, err := a.Desk.AddPhoto(ctx, who.Actor(), u.Order, photo, key)
	if err != nil {
		return 0, err
	}
	return id, a.Uploads.EndUpload(ctx, u, id)
}

func (a *api) answerUpload(w http.ResponseWriter, r *http.Request, u dispatch.Upload, err error) {
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, "application/json", uploadBody{u.Held, u.Photo})
}
