package httpapi

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever body comes, it is refused, or read as text that was really sent.
func FuzzJSONBody(f *testing.F) {
	for _, seed := range []string{`{"service_code":"sparks","attribute":{"a":"b"},"lat":55.1}`, `{"description":"\ud83d\ude00"}`, `{"description":"\ud83d"}`, `{"a":[[[[]]]]}`, `{"lat":1e999}`, "\xff", `\`, `{"a":"\\ud83d"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		form, err := readJSON311(bytes.NewReader(body))
		if err != nil {
			return
		}
		for name, values := range form {
			if whole := name + strings.Join(values, ""); !utf8.ValidString(whole) || strings.ContainsRune(whole, utf8.RuneError) && !bytes.ContainsRune(body, utf8.RuneError) && !bytes.Contains(bytes.ToLower(body), []byte(`\ufffd`)) {
				t.Errorf("%q is read as %q", body, whole)
			}
		}
	})
}

// Whatever file comes as a photograph, it is refused, or is a picture within the bounds.
func FuzzPhotograph(f *testing.F) {
	small := image.NewRGBA(image.Rect(0, 0, 3, 2))
	small.Set(1, 1, color.White)
	var asPNG, asJPEG bytes.Buffer
	if png.Encode(&asPNG, small) != nil || jpeg.Encode(&asJPEG, small, nil) != nil {
		f.Fatal("the seeds are not made")
	}
	huge := bytes.Clone(asPNG.Bytes())
	copy(huge[16:24], "\x00\x00\xff\xff\x00\x00\xff\xff") // says that it has four thousand megapixels
	for _, seed := range [][]byte{asPNG.Bytes(), asJPEG.Bytes(), huge, []byte("RIFF\x10\x00\x00\x00WEBPVP8L\x04\x00\x00\x00/\x00\x00\x00"), asJPEG.Bytes()[:40], nil} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		_ = orientation(file)
		picture, err := decodePicture(file)
		if err != nil {
			return
		}
		if size := picture.Bounds().Size(); size.X < 1 || size.Y < 1 || size.X*size.Y > maxPixels {
			t.Errorf("a picture of %v is let through", size)
		}
	})
}
