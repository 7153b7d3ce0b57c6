package register

// Number is a Russian house number taken apart: "4а/2 к. 1 стр. 3 литера Б (влд.)".
type Number struct {
	Base      string // digits
	Letter    string // lower case Cyrillic
	Fraction  string // after the slash: "2", "2а"
	Corpus    string // корпус
	Building  string // строение
	Structure string // сооружение
	Litera    string // литера
	Kind      string // what stands there, not part of the number: "влд", "двлд", "зд", "г-ж"
}
