package osm

import (
	"errors"
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
)

// Fields of a PrimitiveBlock and what is in it (osmformat.proto).
const (
	blockStrings = 1
	blockGroup   = 2

	groupNode     = 1
	groupDense    = 2
	groupWay      = 3
	groupRelation = 4

	elementKeys  = 2
	elementVals  = 3
	elementInfo  = 4
	infoUser     = 5
	denseInfo    = 5
	denseTags    = 10
	wayRefs      = 8
	wayLats      = 9
	wayLons      = 10
	memberRoles  = 8
	memberRefs   = 9
	memberKinds  = 10
	stringInside = 1
)

// errPlainNodes: the decoder ends the program at a node outside of a dense list, which no program has written for years.
var errPlainNodes = errors.New("nodes outside of dense lists: save the file anew, osmium cat does")

// checkContent holds a block's references against what they refer to: the decoder trusts that strings are where an object
// says, and that lists that belong together are equally long. One that lies would end the program.
func checkContent(block []byte) error {
	table, err := field(block, blockStrings, protowire.BytesType)
	if err != nil {
		return err
	}
	strings := 0
	if table != nil {
		inside, _ := protowire.ConsumeBytes(table)
		err = each(inside, func(id protowire.Number, kind protowire.Type, _ []byte) error {
			if id == stringInside && kind == protowire.BytesType {
				strings++
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return wired(block, blockForm, func(id protowire.Number, group []byte) error {
		if id != blockGroup {
			return nil
		}
		return wired(group, groupForm, func(id protowire.Number, element []byte) error {
			switch id {
			case groupNode:
				return errPlainNodes
			case groupDense:
				return checkDense(element, strings)
			case groupWay, groupRelation:
				return checkElement(id, element, strings)
			}
			return nil
		})
	})
}

// form is how a message writes the fields that the decoder reads: it takes a field for what its number says, whatever the
// file says of its kind.
type form map[protowire.Number]protowire.Type

var (
	blockForm    = form{1: protowire.BytesType, 2: protowire.BytesType, 17: protowire.VarintType, 18: protowire.VarintType, 19: protowire.VarintType, 20: protowire.VarintType}
	groupForm    = form{1: protowire.BytesType, 2: protowire.BytesType, 3: protowire.BytesType, 4: protowire.BytesType}
	denseForm    = form{1: protowire.BytesType, 5: protowire.BytesType, 8: protowire.BytesType, 9: protowire.BytesType, 10: protowire.BytesType}
	denseInfos   = form{1: protowire.BytesType, 2: protowire.BytesType, 3: protowire.BytesType, 4: protowire.BytesType, 5: protowire.BytesType, 6: protowire.BytesType}
	elementForm  = form{1: protowire.VarintType, 2: protowire.BytesType, 3: protowire.BytesType, 4: protowire.BytesType, 8: protowire.BytesType, 9: protowire.BytesType, 10: protowire.BytesType}
	elementInfos = form{1: protowire.VarintType, 2: protowire.VarintType, 3: protowire.VarintType, 4: protowire.VarintType, 5: protowire.VarintType, 6: protowire.VarintType}
)

// wired walks over a message whose fields are of the kinds that they must be.
func wired(message []byte, want form, see func(id protowire.Number, value []byte) error) error {
	return each(message, func(id protowire.Number, kind protowire.Type, value []byte) error {
		if expected, known := want[id]; known && kind != expected {
			return fmt.Errorf("field %d is of kind %d, not %d", id, kind, expected)
		}
		return see(id, value)
	})
}

// checkDense looks at the tags of all nodes in one list, a 0 after each node's, and at their users, each told by its
// difference from the one before.
func checkDense(dense []byte, strings int) error {
	lists, err := listsOf(dense, denseForm)
	if err != nil {
		return err
	}
	if err := within(lists[denseTags], max(strings, 1)); err != nil { // 0 is no string there
		return err
	}
	info, err := listsOf(lists[denseInfo], denseInfos)
	if err != nil {
		return err
	}
	user := int64(0)
	return values(info[infoUser], func(v uint64) error {
		if user += protowire.DecodeZigZag(v); user < 0 || user >= int64(strings) {
			return fmt.Errorf("string %d of %d", user, strings)
		}
		return nil
	})
}

func checkElement(kind protowire.Number, element []byte, strings int) error {
	lists, err := listsOf(element, elementForm)
	if err != nil {
		return err
	}
	if _, err := listsOf(lists[elementInfo], elementInfos); err != nil {
		return err
	}
	user, err := number(lists[elementInfo], infoUser)
	if err != nil {
		return err
	}
	if user != 0 && (user < 0 || user >= int64(strings)) {
		return fmt.Errorf("string %d of %d", user, strings)
	}
	stringLists := []protowire.Number{elementKeys, elementVals}
	alike := [][2]protowire.Number{{elementKeys, elementVals}}
	switch kind {
	case groupWay:
		alike = append(alike, [2]protowire.Number{wayRefs, wayLats}, [2]protowire.Number{wayRefs, wayLons})
	case groupRelation:
		stringLists = append(stringLists, memberRoles)
		alike = append(alike, [2]protowire.Number{memberKinds, memberRoles}, [2]protowire.Number{memberKinds, memberRefs})
	}
	for _, list := range stringLists {
		if err := within(lists[list], strings); err != nil {
			return err
		}
	}
	for _, pair := range alike {
		if a, b := length(lists[pair[0]]), length(lists[pair[1]]); a != b && b != 0 {
			return fmt.Errorf("lists %d and %d of an object have %d and %d values", pair[0], pair[1], a, b)
		}
	}
	return nil
}

// listsOf are the parts of a message that have a length, by their field. One that stands twice is refused: the decoder would
// write the second over the first.
func listsOf(message []byte, want form) (map[protowire.Number][]byte, error) {
	lists := map[protowire.Number][]byte{}
	return lists, wired(message, want, func(id protowire.Number, value []byte) error {
		if want[id] != protowire.BytesType {
			return nil
		}
		if _, twice := lists[id]; twice {
			return fmt.Errorf("field %d of an object stands twice", id)
		}
		lists[id] = value
		return nil
	})
}

// each walks over the fields of a message; of a field with a length the length is taken off.
func each(message []byte, see func(id protowire.Number, kind protowire.Type, value []byte) error) error {
	for len(message) > 0 {
		id, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return protowire.ParseError(n)
		}
		message = message[n:]
		if n = protowire.ConsumeFieldValue(id, kind, message); n < 0 {
			return protowire.ParseError(n)
		}
		value := message[:n]
		if kind == protowire.BytesType {
			value, _ = protowire.ConsumeBytes(value)
		}
		if err := see(id, kind, value); err != nil {
			return err
		}
		message = message[n:]
	}
	return nil
}

// values reads a packed list.
func values(list []byte, see func(uint64) error) error {
	for len(list) > 0 {
		v, n := protowire.ConsumeVarint(list)
		if n < 0 {
			return protowire.ParseError(n)
		}
		if err := see(v); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// within holds that a list refers to strings that are there.
func within(list []byte, strings int) error {
	return values(list, func(v uint64) error {
		if v >= uint64(strings) {
			return fmt.Errorf("string %d of %d", v, strings)
		}
		return nil
	})
}

// length is how many values a packed list has.
func length(list []byte) (n int) {
	for _, b := range list {
		if b < 0x80 {
			n++
		}
	}
	return n
}
