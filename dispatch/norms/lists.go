package norms

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
)

// Category is a system of the house or the city. Its code is what Row.Applies names.
type Category struct {
	Code   string `json:"code"` // "hot_water"; Open311 "group"
	Title  Text   `json:"title"`
	Icon   string `json:"icon"`   // key of the map's icon sheet
	Colour string `json:"colour"` // key of the screens' palette
}

// Boundary is a point that divides whose property, and whose duty, a network or a part of the house is.
type Boundary struct {
	Code   string `json:"code"` // "first_shutoff"
	Title  Text   `json:"title"`
	Owners Text   `json:"owners"` // who owns which side of it
	Source string `json:"source"`
}

// Recipient is a service that is told of a problem which others must mend or come to.
type Recipient struct {
	Code  string `json:"code"` // "104", "supplier"
	Title Text   `json:"title"`
	Side  Side   `json:"side,omitempty"` // whose crews are its own in the city's directory; empty: it has none there
}

var listCode = regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`)

// Check returns every reason why the lists cannot be used, joined; nil if none.
func (l Lists) Check() error {
	var bad []error
	seen := map[string]bool{}
	refuse := func(wrong bool, list, code, why string) {
		if wrong {
			bad = append(bad, fmt.Errorf("%s %q: %s", list, code, why))
		}
	}
	common := func(list, code string, title Text) {
		refuse(!listCode.MatchString(code), list, code, "code is not latin words joined by underscores")
		refuse(seen[list+code], list, code, "stands twice")
		refuse(!title.whole(), list, code, "title lacks Russian or English")
		seen[list+code] = true
	}
	for _, c := range l.Categories {
		common("category", c.Code, c.Title)
		refuse(c.Icon == "" || c.Colour == "", "category", c.Code, "lacks an icon or a colour")
	}
	for _, b := range l.Boundaries {
		common("boundary", b.Code, b.Title)
		refuse(!b.Owners.whole() || b.Source == "", "boundary", b.Code, "does not say in both languages who owns what, or lacks its source")
	}
	for _, r := range l.Recipients {
		common("recipient", r.Code, r.Title)
		refuse(r.Side != "" && !slices.Contains(sides, r.Side), "recipient", r.Code, "is of an unknown side")
	}
	return errors.Join(bad...)
}
