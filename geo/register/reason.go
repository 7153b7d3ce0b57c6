package register

import (
	"fmt"
	"strings"
)

// Why is what a candidate rests on.
type Why string

const (
	WhyWords        Why = ""               // the text as written
	WhyChosenBefore Why = "chosen_before"  // people picked the house for the same words
	WhyLooksLike    Why = "looks_like"     // a far guess: no street of the register is near the words
	WhyNearNumber   Why = "nearest_number" // the street lacks the number, this one is near
)

var whyWords = map[Why][2]string{
	WhyChosenBefore: {"так выбирали раньше", "chosen so before"},
	WhyLooksLike:    {"похоже на", "looks like"},
	WhyNearNumber:   {"ближайший номер", "nearest number"},
}

// Russian and English are a Why in words, "" for WhyWords.
func (w Why) Russian() string { return whyWords[w][0] }
func (w Why) English() string { return whyWords[w][1] }

var emptyReason = Reason{ReasonEmpty,
	"Адрес не разобран: назовите улицу и номер дома.",
	"No address was recognised: name the street and the house."}

var unknownStreetReason = Reason{ReasonUnknownStreet,
	"Такой улицы в реестре города нет.",
	"The city's register has no such street."}

func noNumberReason(street string) Reason {
	return Reason{ReasonNoNumber,
		fmt.Sprintf("Улица найдена (%s), нужен номер дома.", street),
		fmt.Sprintf("The street is known (%s), the house number is missing.", street)}
}

func noSuchHouseReason(street, number string, near []string) Reason {
	ru := fmt.Sprintf("%s: дома %s в реестре нет", street, number)
	en := fmt.Sprintf("%s: the register has no house %s", street, number)
	if len(near) > 0 {
		ru += ", ближайшие номера: " + strings.Join(near, ", ")
		en += ", nearest numbers: " + strings.Join(near, ", ")
	}
	return Reason{ReasonNoSuchHouse, ru + ".", en + "."}
}

func ambiguousReason(houses int) Reason {
	return Reason{ReasonAmbiguous,
		fmt.Sprintf("Адрес подходит к нескольким домам (%d), выберите.", houses),
		fmt.Sprintf("Several houses fit (%d), choose one.", houses)}
}

func unsureReason(text string) Reason {
	return Reason{ReasonUnsure,
		fmt.Sprintf("Возможно, %s: подтвердите.", text),
		fmt.Sprintf("Possibly %s: please confirm.", text)}
}

func otherTownReason(town string) Reason {
	return Reason{ReasonOtherTown,
		fmt.Sprintf("Адрес в другом населённом пункте: %s.", town),
		fmt.Sprintf("The address is in another town: %s.", town)}
}
