package register

// Known is a house of the database, for a file's houses to be held against.
type Known struct {
	House
	Retired bool
}

// Same finds which known house each house of one source's file is: the answer holds known ids, 0 for a house that nobody
// knew. By order of trust: the id of the state register, what the source's own id meant last (recorded, known ids by source
// id), the address (street and number, spelt in any way), the address without the kind of building ("10 (влд)", "10") where
// only one house has it. mapped takes files of volunteers, who write streets as they are spoken of, and reads their addresses
// as the desk reads a caller's; there two things may be one house, elsewhere no known house is two of a file.
func Same(source string, fresh []House, known []Known, recorded map[string]int64, mapped bool) []int64 {
	m := newMatcher(source, known)
	found := make([]int64, len(fresh))
	pass := func(same func(*House) int64) {
		for i := range fresh {
			if found[i] != 0 {
				continue
			}
			if id := same(&fresh[i]); id != 0 && !m.claimed[id] {
				found[i], m.claimed[id] = id, true
			}
		}
	}
	pass(func(h *House) int64 { return m.byFIAS[h.FIAS] })
	pass(func(h *House) int64 { return recorded[h.SourceID] })
	pass(func(h *House) int64 { return m.own[h.SourceID] })
	for i := range fresh { // what this source alone called a house of its own, and another has had longer
		if id := m.elder(&fresh[i], found[i]); id != 0 && !m.claimed[id] {
			found[i], m.claimed[id] = id, true
		}
	}
	pass(m.addressed)
	pass(m.withoutKind)
	if mapped {
		spoken := m.spoken()
		for i := range fresh {
			if found[i] == 0 {
				found[i] = spoken(&fresh[i])
			}
		}
	}
	for i := range fresh { // a record never stands beside a house that has its very id already
		if found[i] == 0 {
			found[i] = m.own[fresh[i].SourceID]
		}
	}
	return found
}

type matcher struct {
	known   []Known
	byFIAS  map[string]int64
	own     map[string]int64 // of the file's source, by its id
	byKey   map[string]int   // place in known
	byBare  map[string][]int // without the kind of building
	elders  map[string]int   // the first living house of another source
	mine    map[int64]bool   // ids of houses that the file's source told of first
	claimed map[int64]bool
}

func newMatcher(source string, known []Known) *matcher {
	m := &matcher{known: known, byFIAS: map[string]int64{}, own: map[string]int64{}, byKey: map[string]int{}, byBare: map[string][]int{}, elders: map[string]int{}, mine: map[int64]bool{}, claimed: map[int64]bool{}}
	for _, retired := range []bool{false, true} { // of two houses the living one is meant
		for i := range known {
			if h := &known[i]; h.Retired == retired {
				m.add(i, h, source)
			}
		}
	}
	return m
}

func (m *matcher) add(at int, h *Known, source string) {
	if _, there := m.byFIAS[h.FIAS]; h.FIAS != "" && !there {
		m.byFIAS[h.FIAS] = h.ID
	}
	for _, double := range h.Doubles {
		if id := FIASOf(double); id != "" && m.byFIAS[id] == 0 {
			m.byFIAS[id] = h.ID
		}
	}
	if h.Source == source {
		m.own[h.SourceID] = h.ID
		m.mine[h.ID] = true
	}
	if h.Number == "" {
		return
	}
	if _, there := m.byKey[addressKey(&h.House)]; !there {
		m.byKey[addressKey(&h.House)] = at
	}
	if _, there := m.elders[addressKey(&h.House)]; !there && h.Source != source && !h.Retired {
		m.elders[addressKey(&h.House)] = at
	}
	bare := bareKey(&h.House)
	if list := m.byBare[bare]; len(list) == 0 || m.known[list[0]].Retired == h.Retired {
		m.byBare[bare] = append(list, at)
	}
}

// bareKey is addressKey without the kind of building.
func bareKey(h *House) string { return streetIdentity(h) + "|" + ParseNumber(h.Number).key() }

func (m *matcher) addressed(h *House) int64 {
	if h.Number == "" {
		return 0
	}
	at, there := m.byKey[addressKey(h)]
	if !there || m.otherStreet(h, at) {
		return 0
	}
	return m.known[at].ID
}

// elder is the house that another source told of before this source told of the same one as another; 0 for none. Two ids of
// the state register are two houses.
func (m *matcher) elder(h *House, found int64) int64 {
	if h.Number == "" || !m.mine[found] {
		return 0
	}
	at, there := m.elders[addressKey(h)]
	if !there || m.known[at].ID >= found || m.otherStreet(h, at) {
		return 0
	}
	if fias := m.known[at].FIAS; fias != "" && h.FIAS != "" && fias != h.FIAS {
		return 0
	}
	return m.known[at].ID
}

func (m *matcher) withoutKind(h *House) int64 {
	if h.Number == "" {
		return 0
	}
	if list := m.byBare[bareKey(h)]; len(list) == 1 && !m.otherStreet(h, list[0]) {
		return m.known[list[0]].ID
	}
	return 0
}

// otherStreet tells two streets whose names merely look alike by their houses' points.
func (m *matcher) otherStreet(h *House, at int) bool {
	other := &m.known[at]
	return h.Street != other.Street && apart(&Row{House: *h}, &Row{House: other.House})
}

// spoken reads addresses as the desk reads a caller's, and is satisfied only by the very number.
func (m *matcher) spoken() func(*House) int64 {
	living := make([]House, 0, len(m.known))
	for i := range m.known {
		if !m.known[i].Retired {
			living = append(living, m.known[i].House)
		}
	}
	index := NewIndex(living, Options{})
	return func(h *House) int64 {
		same := index.Resolve(h.Address).Answer
		if same == nil || same.Number != h.Number || same.Settlement != h.Settlement {
			return 0
		}
		return same.ID
	}
}
