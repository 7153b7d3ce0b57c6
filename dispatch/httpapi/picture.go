package httpapi

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // decoders of what telephones send
	"net/http"
	"slices"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"

	"dispatch05/dispatch"
)

// Limits of a picture. A small file may unpack to gigabytes, so its size in pixels is asked before.
const (
	maxPixels      = 50_000_000
	longestSide    = 1600
	jpegQuality    = 82
	picturesAtOnce = 2
)

// pictureTypes are what telephones send, by their magic bytes.
var pictureTypes = []string{"image/jpeg", "image/png", "image/webp"}

var (
	errNotAPicture = &dispatch.Error{Kind: dispatch.Invalid, Code: "not_a_picture", Field: "photo", Ru: "Файл — не фотография: нужен JPEG, PNG или WebP", En: "The file is no photograph: JPEG, PNG or WebP is needed"}
	errTooManyDots = &dispatch.Error{Kind: dispatch.Invalid, Code: "too_many_pixels", Field: "photo", Ru: "Слишком большая картинка: не больше 50 мегапикселей", En: "The picture is too large: 50 megapixels at most"}
)

// develop makes of an upload what is kept: a JPEG, upright, at most 1600 pixels long, of pixels only.
func (a *api) develop(ctx context.Context, data []byte) (dispatch.Photo, error) {
	select {
	case a.pictures <- struct{}{}:
		defer func() { <-a.pictures }()
	case <-ctx.Done():
		return dispatch.Photo{}, ctx.Err()
	}
	picture, err := decodePicture(data)
	if err != nil {
		return dispatch.Photo{}, err
	}
	small := shrink(picture, longestSide)
	upright := turn(small, orientation(data))
	var out bytes.Buffer
	if err := jpeg.Encode(&out, upright, &jpeg.Options{Quality: jpegQuality}); err != nil {
		return dispatch.Photo{}, err
	}
	size := upright.Bounds().Size()
	return dispatch.Photo{Width: size.X, Height: size.Y, JPEG: out.Bytes()}, nil
}

// decodePicture believes the content, not the name: first its magic bytes, then its size, then all of it.
func decodePicture(data []byte) (image.Image, error) {
	if !slices.Contains(pictureTypes, http.DetectContentType(data)) {
		return nil, errNotAPicture
	}
	header, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || header.Width < 1 || header.Height < 1 {
		return nil, errNotAPicture
	}
	if header.Width*header.Height > maxPixels {
		return nil, errTooManyDots
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, errNotAPicture
	}
	return picture, nil
}

// shrink draws a picture on white, no side longer than given. It halves first: one great step would
// leave most pixels unseen, and a better filter would need hundreds of megabytes.
func shrink(picture image.Image, longest int) *image.RGBA {
	size := picture.Bounds().Size()
	for max(size.X, size.Y) > 2*longest {
		size = image.Pt(max(size.X/2, 1), max(size.Y/2, 1))
		picture = scaled(picture, size)
	}
	if long := max(size.X, size.Y); long > longest {
		size = image.Pt(max(size.X*longest/long, 1), max(size.Y*longest/long, 1))
	}
	return scaled(picture, size)
}

func scaled(picture image.Image, size image.Point) *image.RGBA {
	out := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(out, out.Bounds(), picture, picture.Bounds(), draw.Over, nil)
	return out
}

// turn sets a picture upright by its EXIF orientation (EXIF 2.32, tag 0x0112: 1 is upright).
func turn(picture *image.RGBA, orientation int) *image.RGBA {
	w, h := picture.Bounds().Dx(), picture.Bounds().Dy()
	from := map[int]func(x, y int) (int, int){
		2: func(x, y int) (int, int) { return w - 1 - x, y },
		3: func(x, y int) (int, int) { return w - 1 - x, h - 1 - y },
		4: func(x, y int) (int, int) { return x, h - 1 - y },
		5: func(x, y int) (int, int) { return y, x },
		6: func(x, y int) (int, int) { return y, h - 1 - x },
		7: func(x, y int) (int, int) { return w - 1 - y, h - 1 - x },
		8: func(x, y int) (int, int) { return w - 1 - y, x },
	}[orientation]
	if from == nil {
		return picture
	}
	size := image.Pt(w, h)
	if orientation >= 5 {
		size = image.Pt(h, w)
	}
	out := image.NewRGBA(image.Rectangle{Max: size})
	for y := range out.Bounds().Dy() {
		for x := range out.Bounds().Dx() {
			sx, sy := from(x, y)
			out.SetRGBA(x, y, picture.RGBAAt(sx, sy))
		}
	}
	return out
}
