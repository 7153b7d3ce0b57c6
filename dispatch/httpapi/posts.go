package httpapi

import (
	"context"
	"net/http"

	"github.com/paulmach/orb/geojson"

	"dispatch05/dispatch"
	"dispatch05/dispatch/auth"
	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/roster"
)

// PostFields are a post as it is entered.
type PostFields struct {
	Name         string            `json:"name" minLength:"1" maxLength:"200"`
	Role         dispatch.Role     `json:"role" enum:"operator,dispatcher,senior,crew,foreman,chief_engineer,committee,admin"`
	Organisation *int64            `json:"organisation_id,omitempty" nullable:"true" doc:"Of a foreman or a chief engineer; a crew's post has its crew's"`
	Crew         *int64            `json:"crew_id,omitempty" nullable:"true"`
	Territory    *geojson.Geometry `json:"territory,omitempty" doc:"GeoJSON Polygon or MultiPolygon; left out: wherever the organisation works"`
	Supervisor   *int64            `json:"supervisor_id,omitempty" nullable:"true" doc:"The post that answers when nobody holds this one"`
	OnCall       bool              `json:"on_call,omitempty" doc:"From home, by telephone: it does not count as work without rest"`
	Days         roster.Days       `json:"days,omitempty" enum:",working,holiday" doc:"When it has to be held; empty: every day"`
	Window       string            `json:"window,omitempty" pattern:"^([0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2})?$" doc:"The part of those days: 08:00-20:00; empty: all of it"`
	Reasoned
}

type newPostInput struct{ Body PostFields }

type postInput struct {
	ByID
	Body struct {
		Version int64 `json:"version" minimum:"1"`
		PostFields
	}
}

type rotationsInput struct {
	ByID
	Body struct {
		Version   int64                  `json:"version" minimum:"1"`
		Rotations []dispatch.RotationRow `json:"rotations" maxItems:"20" nullable:"false" doc:"They alone hold the post from the earliest first day on; none: every account of the role holds it"`
		Reasoned
	}
}

type previewInput struct {
	ByID
	DaysAhead
	Body struct {
		Rotations []dispatch.RotationRow `json:"rotations" maxItems:"20" nullable:"false"`
	}
}

func (a *api) postRoutes() {
	staff(a, operation(http.MethodGet, "/posts", "list-posts", "roster", "Posts that the reader sees, with who holds each now"), a.posts)
	staff(a, operation(http.MethodGet, "/posts/{id}", "get-post", "roster", "A post, with who holds it now"), a.post)
	staff(a, operation(http.MethodPost, "/posts", "add-post", "roster", "Add a post"), a.addPost)
	staff(a, operation(http.MethodPut, "/posts/{id}", "change-post", "roster", "Change a post; its rotations stay"), a.changePost)
	staff(a, operation(http.MethodPost, "/posts/{id}/retire", "retire-post", "roster", "End a post"), a.retirePost)
	staff(a, operation(http.MethodPost, "/posts/{id}/rotations/preview", "preview-rotations", "roster", "How a post would be held by rotations that are not set yet"), a.previewRotations)
	staff(a, operation(http.MethodPut, "/posts/{id}/rotations", "set-rotations", "roster", "Say who holds a post from a day on"), a.setRotations)
}

func (a *api) posts(ctx context.Context, who auth.Visitor, _ *struct{}) (reply[[]dispatch.PostRow], error) {
	rows, err := a.Desk.Posts(ctx, who.Actor())
	return reply[[]dispatch.PostRow]{body: rows}, err
}

func (a *api) post(ctx context.Context, who auth.Visitor, in *ByID) (reply[dispatch.PostRow], error) {
	row, err := a.Desk.Post(ctx, who.Actor(), in.ID)
	return reply[dispatch.PostRow]{body: row}, err
}

func (f PostFields) post(id, version int64) (roster.Post, error) {
	window, err := norms.ParseWindow(f.Window)
	if err != nil {
		return roster.Post{}, &dispatch.Error{Kind: dispatch.Invalid, Code: "bad_window", Field: "window",
			Ru: "Нужно время вида 08:00-20:00 одного дня", En: "A time like 08:00-20:00 of one day is needed", Cause: err}
	}
	territory, err := dispatch.Territory(f.Territory)
	return roster.Post{ID: id, Version: version, Name: f.Name, Role: string(f.Role), Organisation: orZero(f.Organisation), Crew: orZero(f.Crew),
		Territory: territory, Supervisor: orZero(f.Supervisor), OnCall: f.OnCall, Days: f.Days, Window: window}, err
}

func (a *api) addPost(ctx context.Context, who auth.Visitor, in *newPostInput) (reply[dispatch.PostRow], error) {
	p, err := in.Body.post(0, 0)
	if err != nil {
		return reply[dispatch.PostRow]{}, err
	}
	row, err := a.Desk.PutPost(ctx, who.Actor(), p, in.Body.Why)
	return reply[dispatch.PostRow]{body: row, created: true}, err
}

func (a *api) changePost(ctx context.Context, who auth.Visitor, in *postInput) (reply[dispatch.PostRow], error) {
	p, err := in.Body.post(in.ID, in.Body.Version)
	if err != nil {
		return reply[dispatch.PostRow]{}, err
	}
	row, err := a.Desk.PutPost(ctx, who.Actor(), p, in.Body.Why)
	return reply[dispatch.PostRow]{body: row}, err
}

func (a *api) retirePost(ctx context.Context, who auth.Visitor, in *retireInput) (reply[[]dispatch.PostRow], error) {
	if err := a.Desk.RetirePost(ctx, who.Actor(), in.ID, in.Body.Why); err != nil {
		return reply[[]dispatch.PostRow]{}, err
	}
	return a.posts(ctx, who, nil)
}

func (a *api) setRotations(ctx context.Context, who auth.Visitor, in *rotationsInput) (reply[dispatch.PostRow], error) {
	rotations, err := rotationsOf(in.Body.Rotations)
	if err != nil {
		return reply[dispatch.PostRow]{}, err
	}
	row, err := a.Desk.SetRotations(ctx, who.Actor(), in.ID, in.Body.Version, rotations, in.Body.Why)
	return reply[dispatch.PostRow]{body: row}, err
}

func (a *api) previewRotations(ctx context.Context, who auth.Visitor, in *previewInput) (reply[dispatch.PostWatches], error) {
	rotations, err := rotationsOf(in.Body.Rotations)
	if err != nil {
		return reply[dispatch.PostWatches]{}, err
	}
	plan, err := a.Desk.PreviewRotations(ctx, who.Actor(), in.ID, rotations, in.Days)
	return reply[dispatch.PostWatches]{body: plan}, err
}

func rotationsOf(rows []dispatch.RotationRow) (rotations []roster.Rotation, err error) {
	for _, row := range rows {
		rotation, err := row.Rotation()
		if err != nil {
			return nil, err
		}
		rotations = append(rotations, rotation)
	}
	return rotations, nil
}
