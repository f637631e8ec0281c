package document

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// A box is a rectangle on a page, in points of 1/72 inch; y grows upwards.
type box struct{ left, bottom, right, top float64 }

func (b box) join(c box) box {
	return box{min(b.left, c.left), min(b.bottom, c.bottom), max(b.right, c.right), max(b.top, c.top)}
}

func (b box) height() float64 { return b.top - b.bottom }

// char is a character at its place on a page. White space has no place.
type char struct {
	r rune
	box
	turned bool // it does not run from left to right
}

// piece is a run of characters of one line without a wide gap.
type piece struct {
	box
	text   string
	turned bool
}

// textLine is a line of one column. Lines of one column share a block.
type textLine struct {
	box
	text  string
	block int
	cells bool // there are gaps in it as between the cells of a table
}

// sheet is a page laid out.
type sheet struct {
	lines   []textLine // in reading order
	empty   bool       // it has no letters and no digits
	damaged bool
}

// layOut returns a page's lines in reading order. Characters come in the order
// in which the file draws them, which need not be the one that people read in.
// They are cut into pieces at wide gaps; where a gutter runs through the pieces
// with prose on both sides, the left column is read before the right one, and
// lines that cross the gutter part what is above them from what is below
// (recursive cuts after Nagy and Seth, 1984). A table's columns are no prose,
// and it is read by rows.
func layOut(chars []char) []textLine {
	pieces := cutPieces(chars)
	o := orderer{em: 10}
	var heights []float64
	var straight, turned []piece
	for _, p := range pieces {
		if p.turned {
			turned = append(turned, p)
			continue
		}
		straight = append(straight, p)
		if len(p.text) > 8 {
			heights = append(heights, p.height())
		}
	}
	if len(heights) > 0 {
		slices.Sort(heights)
		o.em = max(heights[len(heights)/2], 2)
	}
	o.order(straight, 0)
	for _, p := range turned {
		o.block++
		o.out = append(o.out, textLine{box: p.box, text: p.text, block: o.block})
	}
	return o.out
}

// cutPieces cuts characters into pieces: at line ends, wide gaps and jumps.
func cutPieces(chars []char) []piece {
	var out []piece
	var text strings.Builder
	var at box
	var last char
	space, turned := false, false
	end := func() {
		if s := squeeze(text.String()); s != "" {
			out = append(out, piece{at, s, turned})
		}
		text.Reset()
		space = false
	}
	for _, c := range chars {
		if c.r == '\r' || c.r == '\n' {
			end()
			continue
		}
		if strings.ContainsRune(lineHyphens, c.r) {
			c.r = '-'
		}
		if unicode.IsSpace(c.r) || c.r < ' ' {
			space = true
			continue
		}
		if !finite(c.box) {
			c.box = last.box
		}
		if text.Len() > 0 {
			h := max(at.height(), 4)
			switch {
			case c.turned != turned:
				end()
			case !turned && (c.left-last.right > 0.8*h || c.left < last.left-h || c.bottom > at.top || c.top < at.bottom):
				end()
			}
		}
		if text.Len() == 0 {
			at, turned = c.box, c.turned
		} else {
			at = at.join(c.box)
			if space {
				text.WriteByte(' ')
			}
		}
		text.WriteRune(c.r)
		last, space = c, false
	}
	end()
	return out
}

func finite(b box) bool {
	for _, v := range []float64{b.left, b.bottom, b.right, b.top} {
		if math.IsNaN(v) || math.Abs(v) > 1e5 {
			return false
		}
	}
	return true
}

// orderer puts a page's pieces into lines in reading order.
type orderer struct {
	em    float64 // height of the page's common text, in points
	block int
	out   []textLine
}

// maxCuts is how often columns are looked for within columns.
const maxCuts = 6

func (o *orderer) order(pieces []piece, depth int) {
	if len(pieces) == 0 {
		return
	}
	x, ok := 0.0, false
	if depth < maxCuts {
		x, ok = o.gutter(pieces)
	}
	if !ok {
		o.block++
		for _, row := range o.rows(pieces) {
			o.out = append(o.out, o.line(row))
		}
		return
	}
	var across, sides []piece
	for _, p := range pieces {
		if p.left < x && p.right > x {
			across = append(across, p)
		} else {
			sides = append(sides, p)
		}
	}
	bands := o.rows(across)
	for _, band := range append(bands, nil) {
		var left, right, below []piece
		for _, p := range sides {
			switch {
			case len(band) > 0 && o.besides(p, band):
				band = append(band, p)
			case len(band) > 0 && middle(p.box) < middle(band[0].box):
				below = append(below, p)
			case p.right <= x:
				left = append(left, p)
			default:
				right = append(right, p)
			}
		}
		sides = below
		o.order(left, depth+1)
		o.order(right, depth+1)
		if len(band) > 0 {
			o.block++
			o.out = append(o.out, o.line(band))
		}
	}
}

func middle(b box) float64 { return (b.top + b.bottom) / 2 }

// besides reports whether a piece goes on a line with others.
func (o *orderer) besides(p piece, row []piece) bool {
	for _, q := range row {
		gap := max(p.left-q.right, q.left-p.right)
		if math.Abs(middle(p.box)-middle(q.box)) < 0.5*max(p.height(), q.height()) && gap < 1.5*max(q.height(), o.em) {
			return true
		}
	}
	return false
}

// rows groups pieces by height on the page, from the top down, each row from
// left to right.
func (o *orderer) rows(pieces []piece) [][]piece {
	sorted := slices.Clone(pieces)
	slices.SortStableFunc(sorted, func(a, b piece) int { return cmp.Compare(middle(b.box), middle(a.box)) })
	var out [][]piece
	var at box
	for _, p := range sorted {
		if n := len(out); n > 0 && min(at.top, p.top)-max(at.bottom, p.bottom) > 0.5*min(at.height(), p.height()) && math.Abs(middle(at)-middle(p.box)) < 0.6*max(at.height(), p.height()) {
			out[n-1] = append(out[n-1], p)
			continue
		}
		out, at = append(out, []piece{p}), p.box
	}
	for _, row := range out {
		slices.SortStableFunc(row, func(a, b piece) int { return cmp.Compare(a.left, b.left) })
	}
	return out
}

func (o *orderer) line(row []piece) textLine {
	slices.SortStableFunc(row, func(a, b piece) int { return cmp.Compare(a.left, b.left) })
	l := textLine{box: row[0].box, block: o.block}
	for i, p := range row {
		switch {
		case i > 0 && p.left-l.right > 2.5*max(o.em, p.height()):
			l.text += " | "
			l.cells = true
		case i > 0:
			l.text += " "
		}
		l.text += p.text
		l.box = l.join(p.box)
	}
	return l
}

// gutter returns where a gutter between two columns of prose runs, if one does:
// a strip that few pieces cross, with three lines or more on either side.
func (o *orderer) gutter(pieces []piece) (x float64, ok bool) {
	area := pieces[0].box
	for _, p := range pieces {
		area = area.join(p.box)
	}
	bins := int(area.right-area.left) + 1
	if bins < 40 || bins > 20000 || len(pieces) < 6 {
		return 0, false
	}
	cover := make([]int, bins+1)
	for _, p := range pieces {
		cover[int(p.left-area.left)]++
		cover[min(int(math.Ceil(p.right-area.left)), bins)]--
	}
	for i := 1; i <= bins; i++ {
		cover[i] += cover[i-1]
	}
	rows := len(o.rows(pieces))
	limit := rows / 4
	best := 0
	for i := bins / 12; i < bins-bins/12; {
		if cover[i] > limit {
			i++
			continue
		}
		low, k := cover[i], i
		for k < bins && cover[k] <= limit {
			low = min(low, cover[k])
			k++
		}
		// the emptiest part of the strip
		from, to := -1, -1
		for j := i; j < k; j++ {
			if cover[j] == low {
				if from < 0 {
					from = j
				}
				to = j + 1
			} else if from >= 0 {
				break
			}
		}
		if float64(to-from) >= 0.5*o.em {
			at := area.left + float64(from+to)/2
			if score := o.columns(pieces, at); score > best {
				best, x = score, at
			}
		}
		i = k + 1
	}
	return x, best > 0
}

// columns says how well x parts the pieces into two columns of prose: 0 where
// it does not.
func (o *orderer) columns(pieces []piece, x float64) int {
	var left, right, across []piece
	for _, p := range pieces {
		switch {
		case p.right <= x:
			left = append(left, p)
		case p.left >= x:
			right = append(right, p)
		default:
			across = append(across, p)
		}
	}
	l, r := o.rows(left), o.rows(right)
	crossing := len(o.rows(across))
	if len(l) < 3 || len(r) < 3 || crossing*3 > len(l)+len(r) {
		return 0
	}
	top := min(l[0][0].top, r[0][0].top)
	bottom := max(l[len(l)-1][0].bottom, r[len(r)-1][0].bottom)
	if top-bottom < 2*o.em || !o.filled(l) || !o.filled(r) {
		return 0
	}
	return max(1, 2*min(len(l), len(r))-crossing)
}

// filled reports whether rows are those of a column of prose: most of them fill
// its width, and hold words enough.
func (o *orderer) filled(rows [][]piece) bool {
	var widths []float64
	area := rows[0][0].box
	letters := 0
	for _, row := range rows {
		at := row[0].box
		for _, p := range row {
			at = at.join(p.box)
			letters += len([]rune(p.text))
		}
		area = area.join(at)
		widths = append(widths, at.right-at.left)
	}
	slices.Sort(widths)
	return widths[len(widths)/2] >= 0.6*(area.right-area.left) && letters >= 16*len(rows)
}
