package place

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// The guess is kriging: the best linear guess of a point from its neighbours'
// when the mean square distance of two houses grows with the power bend of the
// distance of their numbers. Both sides of the street share it; houses of one
// side share an offset besides, houses of one number another one. The values
// were chosen on one seed of the register of one city and checked on
// the others and on another city (place_data_test.go).
const (
	neighbours = 32    // known houses that take part in a guess
	bend       = 1.8   // between a walk without memory (1) and a straight line (2)
	sideMeters = 235.0 // spread of a side's offset
	sideFades  = 54.0  // numbers over which the offset changes
	baseMeters = 19.0  // spread of the houses of one number: 43, 43 к. 1, 43а
	bodyMeters = 69.0  // spread of neighbouring corpora of one number besides
	bodyFades  = 3.0   // corpora over which that changes
	likeMeters = 69.0  // spread of houses of one letter or corpus along the street, the second row
	likeFades  = 20.0  // numbers over which that changes
	ownMeters  = 36.0  // spread of a plain house by itself
	partMeters = 42.0  // the same of a house with a letter or a corpus
	outlier    = 3.6   // spreads off its neighbours from which a known house loses weight
	rounds     = 3     // times the weights are found

	minPace    = 4.0 // metres per number^(bend/2), less is a street of doubles
	usualPace  = 8.0 // where the street's own houses tell nothing
	paceWeight = 4.0 // houses that usualPace counts for
)

// krige guesses where h stands from the houses near it, at least one. The
// spread is the standard deviation in metres that the model itself expects.
func krige(near []site, h site) (at orb.Point, spread float64) {
	n := len(near)
	pace := paceOf(near)
	reach := 1.0
	for _, s := range near {
		reach = max(reach, math.Abs(s.number-h.number))
	}
	model := variogram{pace2: pace * pace, level: 4 * math.Pow(2*reach, bend)}
	noise := make([]float64, n)
	for i, s := range near {
		noise[i] = own(s)
	}
	middle := middleOf(near)
	right := make([]float64, n)
	for i, s := range near {
		right[i] = model.shared(s, h)
	}
	for round := 0; ; round++ {
		matrix := make([][]float64, n)
		for i := range near {
			matrix[i] = make([]float64, n)
			for j := range near[:i+1] {
				matrix[i][j] = model.shared(near[i], near[j])
			}
			matrix[i][i] += noise[i]
		}
		inverse := invert(matrix)
		var dx, dy = make([]float64, n), make([]float64, n)
		for i := range near {
			for j, s := range near {
				dx[i] += inverse[i][j] * (s.at[0] - middle[0])
				dy[i] += inverse[i][j] * (s.at[1] - middle[1])
			}
		}
		if round+1 < rounds && n > 3 {
			for i, s := range near {
				// what the others say of house i, against where it is
				off := math.Hypot(dx[i], dy[i]) / inverse[i][i]
				usual := math.Sqrt(2 * max(1/inverse[i][i]-noise[i]+own(s), 1))
				if z := off / (outlier * usual); z > 1 {
					noise[i] = own(s) + off*off
				} else {
					noise[i] = own(s)
				}
			}
			continue
		}
		at = middle
		variance := model.shared(h, h) + own(h)
		for i := range near {
			at[0] += right[i] * dx[i]
			at[1] += right[i] * dy[i]
			for j := range near {
				variance -= right[i] * inverse[i][j] * right[j]
			}
		}
		return at, math.Sqrt(max(variance, 1))
	}
}

// variogram is the model of one street.
type variogram struct {
	pace2 float64 // square metres per number^bend
	level float64 // number^bend from which the power is taken: big enough that the street's middle is free
}

// shared is the covariance of two houses in square metres.
func (v variogram) shared(a, b site) float64 {
	gap := math.Abs(a.number - b.number)
	c := v.pace2 * (v.level - math.Pow(gap, bend))
	if a.odd() == b.odd() {
		c += sideMeters * sideMeters * math.Exp(-gap/sideFades)
	}
	if gap == 0 {
		c += baseMeters * baseMeters
		if a.corpus > 0 && b.corpus > 0 {
			c += bodyMeters * bodyMeters * math.Exp(-math.Abs(a.corpus-b.corpus)/bodyFades)
		}
	}
	if a.part != "" && a.part == b.part {
		c += likeMeters * likeMeters * math.Exp(-gap/likeFades)
	}
	return c
}

func own(s site) float64 {
	if s.part != "" {
		return partMeters * partMeters
	}
	return ownMeters * ownMeters
}

// paceOf is the street's usual metres per step of number^(bend/2), the median
// over houses that follow one another on a side, held to what cities know.
func paceOf(near []site) float64 {
	var paces []float64
	for i, a := range near {
		best := -1
		for j, b := range near {
			gap := math.Abs(a.number - b.number)
			if gap >= 2 && (best < 0 || gap < math.Abs(a.number-near[best].number)) && i != j {
				best = j
			}
		}
		if best >= 0 {
			gap := math.Abs(a.number - near[best].number)
			paces = append(paces, planar.Distance(a.at, near[best].at)/math.Pow(gap, bend/2))
		}
	}
	if len(paces) == 0 {
		return usualPace
	}
	weight := float64(len(paces))
	return max(minPace, (quantile(paces, 0.5)/1.4*weight+usualPace*paceWeight)/(weight+paceWeight))
}

func middleOf(near []site) orb.Point {
	xs, ys := make([]float64, len(near)), make([]float64, len(near))
	for i, s := range near {
		xs[i], ys[i] = s.at[0], s.at[1]
	}
	return orb.Point{quantile(xs, 0.5), quantile(ys, 0.5)}
}

// invert turns the lower half of a positive definite matrix into its inverse,
// by Cholesky.
func invert(m [][]float64) [][]float64 {
	n := len(m)
	for j := range n {
		for k := range j {
			m[j][j] -= m[j][k] * m[j][k]
		}
		m[j][j] = math.Sqrt(max(m[j][j], 1e-6))
		for i := j + 1; i < n; i++ {
			for k := range j {
				m[i][j] -= m[i][k] * m[j][k]
			}
			m[i][j] /= m[j][j]
		}
	}
	// the inverse of the triangle, column by column
	low := make([][]float64, n)
	for i := range low {
		low[i] = make([]float64, n)
	}
	for j := range n {
		low[j][j] = 1 / m[j][j]
		for i := j + 1; i < n; i++ {
			sum := 0.0
			for k := j; k < i; k++ {
				sum -= m[i][k] * low[k][j]
			}
			low[i][j] = sum / m[i][i]
		}
	}
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, n)
		for j := range out[i] {
			for k := max(i, j); k < n; k++ {
				out[i][j] += low[k][i] * low[k][j]
			}
		}
	}
	return out
}
