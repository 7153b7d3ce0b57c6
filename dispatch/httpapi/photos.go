package httpapi

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
)

type photoBody struct {
	PhotoID int64 `json:"photo_id"`
}

func (a *api) photoRoutes() {
	a.documentPhoto(operation(http.MethodPost, "/orders/{id}/photos", "add-photo", "staff", "Add a photograph to an order"), "id")
	a.mux.HandleFunc("POST /api/v1/orders/{id}/photos", a.signedInHandler(a.addPhoto))
	a.documentPhoto(operation(http.MethodPost, "/links/{token}/photos", "add-photo-by-link", "residents", "Add a photograph of the fault"), "token")
	a.mux.HandleFunc("POST /api/v1/links/{token}/photos", a.addPhotoByLink)
	shown := operation(http.MethodGet, "/photos/{id}", "get-photo", "staff", "A photograph")
	shown.Parameters = pathParams("id")
	shown.Responses = map[string]*huma.Response{"200": {Description: "The picture", Content: map[string]*huma.MediaType{"image/jpeg": {}}}}
	a.huma.OpenAPI().AddOperation(&shown)
	a.mux.HandleFunc("GET /api/v1/photos/{id}", a.signedInHandler(a.photo))
}

// documentPhoto describes an upload, which is read here rather than by huma: a picture must not be
// written to a file on its way.
func (a *api) documentPhoto(op huma.Operation, param string) {
	op.Parameters = append(pathParams(param), &huma.Param{Name: "Idempotency-Key", In: "header", Schema: &huma.Schema{Type: "string"}})
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{Type: "object",
		Required: []string{"photo"}, Properties: map[string]*huma.Schema{
			"photo": {Type: "string", Format: "binary", Description: "JPEG, PNG or WebP, 10 MB at most; kept as JPEG without metadata"},
			"note":  {Type: "string"}}}}}}
	op.Responses = map[string]*huma.Response{"201": {Description: "Kept", Content: map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{
		Type: "object", Properties: map[string]*huma.Schema{"photo_id": {Type: "integer"}}}}}}}
	a.huma.OpenAPI().AddOperation(&op)
}

func (a *api) addPhoto(w http.ResponseWriter, r *http.Request, who auth.Visitor) {
	order, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		a.refuse(w, r, dispatch.ErrNotFound)
		return
	}
	key := command(who, r.Header.Get("Idempotency-Key"), withBody("photo", order))
	mayAdd := func(ctx context.Context) error { return a.mayAddPhoto(ctx, who.Actor(), order) }
	a.keepPhoto(w, r, who.City, key, mayAdd, func(ctx context.Context, photo dispatch.Photo) (int64, error) {
		return a.Desk.AddPhoto(ctx, who.Actor(), order, photo, key)
	})
}

// mayAddPhoto asks before megabytes are decoded for somebody who may not; the desk asks again.
func (a *api) mayAddPhoto(ctx context.Context, actor dispatch.Actor, order int64) error {
	if !actor.Role.May(dispatch.MayWork) && !actor.Role.May(dispatch.MayDispatch) {
		return dispatch.ErrForbidden
	}
	c, err := a.Desk.Store.CaseOfOrder(ctx, actor.City, order)
	if err == nil && !actor.Sees(c) {
		err = dispatch.ErrNotFound
	}
	return err
}

func (a *api) addPhotoByLink(w http.ResponseWriter, r *http.Request) {
	link, err := OfLink{r.PathValue("token")}.link()
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	c, err := a.Desk.Store.CaseByLink(r.Context(), link)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	if _, err := a.intake.take(callerOf(r.Context()).subnet(), a.Desk.Now()); err != nil {
		a.refuse(w, r, err)
		return
	}
	key := linkCommand(link, r.Header.Get("Idempotency-Key"), "photo")
	mayAdd := func(context.Context) error { return nil } // holding the link is the right
	a.keepPhoto(w, r, c.Request.City, key, mayAdd, func(ctx context.Context, photo dispatch.Photo) (int64, error) {
		return a.Desk.AddPhotoByLink(ctx, link, photo, key)
	})
}

func (a *api) keepPhoto(w http.ResponseWriter, r *http.Request, city string, key *dispatch.Command, mayAdd func(context.Context) error, keep func(context.Context, dispatch.Photo) (int64, error)) {
	id, replayed, err := a.takePhoto(w, r, city, key, mayAdd, keep)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	status := http.StatusCreated
	if replayed {
		status = http.StatusOK
		w.Header().Set("Idempotent-Replay", "true")
	}
	writeJSON(w, status, "application/json", photoBody{id})
}

func (a *api) takePhoto(w http.ResponseWriter, r *http.Request, city string, key *dispatch.Command, mayAdd func(context.Context) error, keep func(context.Context, dispatch.Photo) (int64, error)) (id int64, replayed bool, err error) {
	ctx := r.Context()
	if err := checkKey(r.Header.Get("Idempotency-Key")); err != nil {
		return 0, false, err
	}
	if err := mayAdd(ctx); err != nil {
		return 0, false, err
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(uploadWithin)) // a recorder has none
	data, note, err := readPhoto(w, r)
	if err != nil {
		return 0, false, err
	}
	if key != nil {
		key.Kind = withBody(key.Kind, digest(string(data)), note)
	}
	if replayed, err = a.replayed(ctx, city, key); err != nil {
		return 0, false, err
	}
	photo, err := a.develop(ctx, data)
	if err != nil {
		return 0, false, err
	}
	photo.Note = note
	id, err = keep(ctx, photo)
	return id, replayed, err
}

const (
	maxFormBytes = maxPhotoBytes + 64<<10 // the picture and the form around it
	maxNoteBytes = 4 << 10
	uploadWithin = 55 * time.Second // a tablet on a bad line
)

var (
	errBadForm      = &dispatch.Error{Kind: dispatch.Invalid, Code: "bad_form", Ru: "Нужна форма multipart/form-data с полем photo", En: "multipart/form-data with a field photo is needed"}
	errPhotoTooBig  = &dispatch.Error{Kind: dispatch.Invalid, Code: "too_large", Field: "photo", Ru: "Фотография больше 10 МБ", En: "The photograph is larger than 10 MB"}
	errPhotoMissing = &dispatch.Error{Kind: dispatch.Invalid, Code: "missing", Field: "photo", Ru: "Приложите фотографию: поле photo пусто или его нет", En: "Add a photograph: the field photo is empty or missing"}
)

// readPhoto reads the form into memory, part by part.
func readPhoto(w http.ResponseWriter, r *http.Request) (data []byte, note string, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxFormBytes)
	form, err := r.MultipartReader()
	if err != nil {
		return nil, "", errBadForm
	}
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, "", formError(err)
		}
		if err := readPart(part, &data, &note); err != nil {
			return nil, "", err
		}
	}
	if len(data) == 0 {
		return nil, "", errPhotoMissing
	}
	return data, note, nil
}

// readPart takes the two fields that are known, and reads past any other.
func readPart(part *multipart.Part, data *[]byte, note *string) (err error) {
	switch part.FormName() {
	case "photo":
		*data, err = within(part, maxPhotoBytes, errPhotoTooBig)
	case "note":
		var text []byte
		text, err = within(part, maxNoteBytes, errTooLarge)
		*note = string(text)
	default:
		if _, err = io.Copy(io.Discard, part); err != nil {
			err = formError(err)
		}
	}
	return err
}

func within(part io.Reader, limit int, tooBig error) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(part, int64(limit)+1))
	if err != nil {
		return nil, formError(err)
	}
	if len(body) > limit {
		return nil, tooBig
	}
	return body, nil
}

func formError(err error) error {
	var tooBig *http.MaxBytesError
	if errors.As(err, &tooBig) {
		return errPhotoTooBig
	}
	return errBadForm
}

func (a *api) photo(w http.ResponseWriter, r *http.Request, who auth.Visitor) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		a.refuse(w, r, dispatch.ErrNotFound)
		return
	}
	jpeg, err := a.Desk.Photo(r.Context(), who.Actor(), id)
	if err != nil {
		a.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "image/jpeg")
	w.Header().Set("Content-Length", strconv.Itoa(len(jpeg)))
	w.Header().Set("Cache-Control", "private, max-age=3600") // a photograph never changes
	_, _ = w.Write(jpeg)
}
