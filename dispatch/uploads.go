package dispatch

// Upload is a photograph on its way, in pieces: a tablet on a bad line goes on where it was cut off. It belongs to
// the account that began it, and its key is the command's that the whole photograph is kept under.
type Upload struct {
	City    string
	Account int64
	Key     string
	Order   int64
	Size    int   // bytes of the whole
	Held    int   // bytes that are safe, from the first on
	Photo   int64 // 0: not kept yet
}

// Whole says whether all pieces are here.
func (u Upload) Whole() bool { return u.Size > 0 && u.Held == u.Size }
