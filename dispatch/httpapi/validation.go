package httpapi

import (
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"dispatch05/dispatch"
)

var (
	errBadJSON      = &dispatch.Error{Kind: dispatch.Invalid, Code: "bad_json", Ru: "Тело запроса — не JSON или пусто", En: "The body is not JSON, or empty"}
	errTooLarge     = &dispatch.Error{Kind: dispatch.Invalid, Code: "too_large", Ru: "Слишком большой запрос", En: "The request is too large"}
	errBadMediaType = &dispatch.Error{Kind: dispatch.Invalid, Code: "bad_media_type", Ru: "Нужен application/json", En: "application/json is needed"}
	errTooSlow      = &dispatch.Error{Kind: dispatch.Invalid, Code: "too_slow", Ru: "Запрос не дошёл целиком: повторите", En: "The request did not arrive whole: try again"}
	errBadInput     = &dispatch.Error{Kind: dispatch.Invalid, Code: "bad_input", Ru: "Проверьте отмеченные поля", En: "Check the fields named"}
)

var refusalsByStatus = map[int]*dispatch.Error{
	http.StatusBadRequest: errBadJSON, http.StatusRequestEntityTooLarge: errTooLarge,
	http.StatusUnsupportedMediaType: errBadMediaType, http.StatusRequestTimeout: errTooSlow, http.StatusUnprocessableEntity: errBadInput,
}

// humaProblem words what huma itself refuses: a body that does not parse, fields against their schema.
func humaProblem(status int, errs []error, english bool) *Problem {
	refusal, known := refusalsByStatus[status]
	if !known {
		refusal = errOurs
	}
	p := wordProblem(refusal, english)
	if refusal != errBadInput {
		return p
	}
	for _, err := range errs {
		var detail *huma.ErrorDetail
		if errors.As(err, &detail) {
			p.Errors = append(p.Errors, fieldError(detail, english))
		}
	}
	if len(p.Errors) == 1 {
		p.Detail = p.Errors[0].Message
	}
	return p
}

// complaints are huma's messages by how they begin, in the words of the screens.
var complaints = []struct{ begins, code, ru, en string }{
	{"unexpected property", "unknown_field", "такого поля нет", "there is no such field"},
	{"expected required property", "missing", "нужно заполнить", "has to be given"},
	{"required", "missing", "нужно заполнить", "has to be given"},
	{"expected string to be RFC 3339", "bad_time", "нужно время вида 2026-11-23T12:00:00Z", "a time like 2026-11-23T12:00:00Z is needed"},
	{"expected boolean", "bad_type", "нужно да или нет (true, false)", "true or false is needed"},
	{"expected integer", "bad_type", "нужно целое число", "a whole number is needed"},
	{"invalid integer", "bad_type", "нужно целое число", "a whole number is needed"},
	{"expected number", "bad_number", "нужно другое число", "another number is needed"},
	{"invalid floating", "bad_type", "нужно число", "a number is needed"},
	{"expected string to match", "bad_form", "неверный вид", "the form is wrong"},
	{"expected string", "bad_type", "нужен текст", "a text is needed"},
	{"expected value to be one of", "bad_value", "такого значения нет", "there is no such value"},
	{"expected length >=", "too_short", "слишком короткий текст", "the text is too short"},
	{"expected length <=", "too_long", "слишком длинный текст", "the text is too long"},
	{"expected array", "bad_list", "нужен список другой длины или вида", "another list is needed"},
	{"expected object", "bad_type", "нужен объект", "an object is needed"},
}

func fieldError(detail *huma.ErrorDetail, english bool) FieldError {
	field := detail.Location
	for _, place := range []string{"body.", "query.", "path.", "header."} {
		field = strings.TrimPrefix(field, place)
	}
	if name, isMissing := strings.CutPrefix(detail.Message, "expected required property "); isMissing {
		field = strings.TrimPrefix(strings.TrimPrefix(field+"."+strings.TrimSuffix(name, " to be present"), "body."), ".")
	}
	e := FieldError{Field: field, Code: "bad_value", Message: "Проверьте поле «" + field + "»"}
	if english {
		e.Message = "Check the field " + field
	}
	for _, c := range complaints {
		if strings.HasPrefix(detail.Message, c.begins) {
			e.Code = c.code
			if english {
				e.Message += ": " + c.en
			} else {
				e.Message += ": " + c.ru
			}
			break
		}
	}
	return e
}

// asText refuses what Postgres cannot keep as text and no person types.
func asText(field, text string) error {
	if strings.ContainsRune(text, 0) || strings.ToValidUTF8(text, "") != text {
		return &dispatch.Error{Kind: dispatch.Invalid, Code: "bad_text", Field: field, Ru: "Текст в неизвестной кодировке", En: "The text is not UTF-8"}
	}
	return nil
}
