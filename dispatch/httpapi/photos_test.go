package httpapi_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"dispatch05/dispatch"
)

// form wraps a file as a page sends it.
func form(t testing.TB, b *browser, field string, file []byte) (*browser, []byte) {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile(field, "photo.jpg")
	must(t, err)
	_, err = part.Write(file)
	must(t, err)
	must(t, w.WriteField("note", "кран"))
	must(t, w.Close())
	return b.with("Content-Type", w.FormDataContentType()), body.Bytes()
}

// striped is a picture whose left half is red and right half is blue.
func striped(width, height int) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.RGBA{200, 0, 0, 255}
			if x >= width/2 {
				c = color.RGBA{0, 0, 200, 255}
			}
			picture.SetRGBA(x, y, c)
		}
	}
	return picture
}

func asJPEG(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, jpeg.Encode(&out, picture, nil))
	return out.Bytes()
}

// withEXIF puts an EXIF block with an orientation and a secret behind a JPEG's first marker.
func withEXIF(picture []byte, orientation byte) []byte {
	tiff := []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00geheim")
	segment := binary.BigEndian.AppendUint16([]byte{0xFF, 0xE1}, uint16(len(tiff)+2))
	return append(append(append([]byte{}, picture[:2]...), append(segment, tiff...)...), picture[2:]...)
}

// A photograph is kept upright, at most 1600 pixels long, as a JPEG without what the camera wrote of itself.
func TestPhotoIsMadeAnew(t *testing.T) {
	w := newTown(t)
	m := w.matter(home)
	tablet, path := w.enter(home, "crew"), fmt.Sprintf("/api/v1/orders/%d/photos", m.order)
	b, body := form(t, tablet.with("Idempotency-Key", "photo-0001"), "photo", withEXIF(asJPEG(t, striped(4000, 2000)), 6))
	added := read[struct {
		PhotoID int64 `json:"photo_id"`
	}](t, b.call("POST", path, body), http.StatusCreated)
	again := b.call("POST", path, body)
	if again.status != http.StatusOK || again.header.Get("Idempotent-Replay") != "true" {
		t.Errorf("the same key again: %d %s", again.status, again.body)
	}
	kept := w.enter(home, "dispatcher").call("GET", fmt.Sprintf("/api/v1/photos/%d", added.PhotoID), nil)
	if kept.header.Get("Content-Type") != "image/jpeg" || strings.Contains(kept.body, "geheim") || strings.Contains(kept.body, "Exif") {
		t.Error("metadata was kept")
	}
	picture, err := jpeg.Decode(strings.NewReader(kept.body))
	must(t, err)
	if size := picture.Bounds().Size(); size != image.Pt(800, 1600) {
		t.Errorf("size %v", size)
	}
	if r, _, blue, _ := picture.At(400, 100).RGBA(); r < blue { // turned clockwise: the left half is above
		t.Error("the picture does not stand upright")
	}
	card := read[dispatch.RequestCard](t, w.enter(home, "dispatcher").call("GET", fmt.Sprintf("/api/v1/requests/%d", m.request), nil), http.StatusOK)
	if len(card.Photos) != 2 || card.Photos[1].Note != "кран" {
		t.Errorf("card shows %+v", card.Photos)
	}
}

func TestWhatIsNoPhoto(t *testing.T) {
	w := newTown(t)
	m := w.matter(home)
	path := "/api/v1/links/" + m.link + "/photos"
	picture := asJPEG(t, striped(64, 64))
	for _, c := range []struct {
		name, field string
		file        []byte
		status      int
		code        string
	}{
		{"a page", "photo", []byte("<html><script>alert(1)</script>"), 422, "not_a_picture"},
		{"a program named .jpg", "photo", append([]byte("MZ"), make([]byte, 400)...), 422, "not_a_picture"},
		{"a JPEG cut off", "photo", picture[:len(picture)/3], 422, "not_a_picture"},
		{"a GIF", "photo", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), 422, "not_a_picture"},
		{"a small file of many pixels", "photo", bomb(t), 422, "too_many_pixels"},
		{"eleven megabytes", "photo", append(picture, make([]byte, 11<<20)...), 413, "too_large"},
		{"an empty file", "photo", nil, 422, "missing"},
		{"another field", "file", picture, 422, "missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := w.traces()
			file := c.file
			if c.name == "another field" {
				file = append(file, make([]byte, 8<<10)...)
			}
			b, body := form(t, w.nobody(), c.field, file)
			if told := read[problem](t, b.call("POST", path, body), c.status); told.Code != c.code {
				t.Errorf("told %+v", told)
			}
			if w.traces() != before {
				t.Error("left a trace")
			}
		})
	}
	if told := read[problem](t, w.nobody().call("POST", path, `{"photo": 1}`), http.StatusBadRequest); told.Code != "bad_form" {
		t.Errorf("JSON: %+v", told)
	}
}

// bomb is a small PNG whose header says that it is 20,000 by 20,000.
func bomb(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, png.Encode(&out, image.NewGray(image.Rect(0, 0, 1, 1))))
	file := out.Bytes()
	header := file[12:29] // "IHDR", width, height and the rest, without its checksum
	binary.BigEndian.PutUint32(header[4:], 20_000)
	binary.BigEndian.PutUint32(header[8:], 20_000)
	binary.BigEndian.PutUint32(file[29:], crc32.ChecksumIEEE(header))
	return file
}

// A photograph under another name is missing, not too large; under a used key it is refused.
func TestPhotoUnderAnotherName(t *testing.T) {
	w := newTown(t)
	m := w.matter(home)
	tablet, path := w.enter(home, "crew").with("Idempotency-Key", "photo-named"), fmt.Sprintf("/api/v1/orders/%d/photos", m.order)
	for _, c := range []struct {
		field  string
		width  int
		status int
		code   string
	}{{"picture", 400, http.StatusUnprocessableEntity, "missing"}, {"photo", 400, http.StatusCreated, ""}, {"photo", 300, http.StatusConflict, "key_reused"}} {
		b, body := form(t, tablet, c.field, asJPEG(t, striped(c.width, 200)))
		if told := read[problem](t, b.call("POST", path, body), c.status); told.Code != c.code {
			t.Errorf("%s of %d: %+v", c.field, c.width, told)
		}
	}
}
