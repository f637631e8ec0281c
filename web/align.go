package web

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"interdict/ftm"
	"interdict/match"
	"interdict/names"
	"interdict/text"
	"interdict/view"
)

// An alignment is a drawing of two names, one above the other, with lines
// between the words that could be the same word. Lengths are in pixels.
type alignment struct {
	Width, Height float64
	Boxes         []wordBox
	Links         []wordLink
	Words         string // the same in words
	Note          string // what else weighs
}

// wordBox is a word of a name.
type wordBox struct {
	Text        string
	X, Y, W, H  float64
	TextX       float64
	TextY       float64
	Left, Asked bool // it has no partner; it is of the query
	Title       string
}

// wordLink is a line between words that go together.
type wordLink struct {
	Path           string
	Strong         string // same, close, loose
	Label          string
	LabelX, LabelY float64
	LabelW         float64
	Title          string
}

// Sizes of the drawing.
const (
	boxHeight  = 28.0
	boxPadding = 10.0
	boxGap     = 10.0
	rowGap     = 50.0 // between the two names
	boxMargin  = 2.0
	wordType   = 14.0 // of the words
	labelType  = 11.5
)

// align draws how a name that was asked for goes with one of an entry, or
// returns nil where the drawing would not be what was scored.
func align(query, candidate, schema string, score float64) *alignment {
	s := ftm.Lookup(schema)
	if s == nil {
		return nil
	}
	for _, kind := range match.KindsOf(s) {
		c := names.Parse(candidate, kind)
		for _, queryKind := range []names.Kind{kind, names.Organization, names.Other} { // of organizations it is not always said
			if !match.KindsMatch(queryKind, kind) {
				continue
			}
			q := names.Parse(query, queryKind)
			r := names.Compare(q, c)
			if math.Abs(r.Score-score) < 1e-3 && len(r.Pairs) > 0 {
				return draw(q, c, r)
			}
		}
	}
	return nil
}

// draw finds places for the words. Where the pairs come in one order on both
// sides, partners stand one above the other.
func draw(q, c *names.Name, r names.Result) *alignment {
	d := &alignment{Note: r.Note, Height: 2*boxHeight + rowGap + 2*boxMargin}
	asked, listed := d.boxes(q, r.LeftQ, true), d.boxes(c, r.LeftC, false)
	pairs := slices.Clone(r.Pairs)
	slices.SortFunc(pairs, func(a, b names.Pair) int { return a.Q - b.Q })
	if slices.IsSortedFunc(pairs, func(a, b names.Pair) int { return a.C - b.C }) {
		columns(asked, listed, pairs, q, c)
	} else {
		row(asked)
		row(listed)
		centre(asked, listed)
	}
	if rightToLeft(q) && rightToLeft(c) {
		turn(asked, listed)
	}
	var taken []wordLink
	for _, p := range pairs {
		taken = append(taken, link(p, q, c, asked, listed, taken))
	}
	d.Links = taken
	d.Boxes = append(asked, listed...)
	for i := range d.Boxes {
		b := &d.Boxes[i]
		b.TextX, b.TextY = b.X+b.W/2, b.Y+19
		d.Width = max(d.Width, b.X+b.W+boxMargin)
	}
	for _, l := range d.Links {
		d.Width = max(d.Width, l.LabelX+l.LabelW/2+boxMargin)
	}
	d.Width = math.Ceil(d.Width)
	return d
}

func (d *alignment) boxes(n *names.Name, left []int, asked bool) []wordBox {
	y, side := boxMargin, "only in the entry"
	if asked {
		side = "only in what was asked"
	} else {
		y += boxHeight + rowGap
	}
	out := make([]wordBox, len(n.Words))
	for i, w := range n.Words {
		out[i] = wordBox{Text: w.Original, Y: y, W: math.Round(view.TextWidth(w.Original, wordType) + 2*boxPadding), H: boxHeight, Asked: asked, Left: slices.Contains(left, i), Title: w.Role.String()}
		if out[i].Left {
			out[i].Title += ", " + side
		}
	}
	return out
}

// row sets boxes side by side.
func row(boxes []wordBox) {
	x := boxMargin
	for i := range boxes {
		boxes[i].X = x
		x += boxes[i].W + boxGap
	}
}

func extent(boxes []wordBox) float64 {
	if len(boxes) == 0 {
		return 0
	}
	last := boxes[len(boxes)-1]
	return last.X + last.W
}

// centre moves the shorter of two rows to the middle of the other.
func centre(a, b []wordBox) {
	shift := math.Round((extent(a) - extent(b)) / 2)
	short := b
	if shift < 0 {
		short, shift = a, -shift
	}
	for i := range short {
		short[i].X += shift
	}
}

// columns sets partners one above the other, and words without one between.
func columns(asked, listed []wordBox, pairs []names.Pair, q, c *names.Name) {
	x := boxMargin
	put := func(boxes []wordBox, within float64) {
		total := -boxGap
		for _, b := range boxes {
			total += b.W + boxGap
		}
		at := x + (within-total)/2
		for i := range boxes {
			boxes[i].X = math.Round(at)
			at += boxes[i].W + boxGap
		}
	}
	size := func(boxes []wordBox) float64 {
		total := 0.0
		for _, b := range boxes {
			total += b.W + boxGap
		}
		return max(0, total-boxGap)
	}
	i, j := 0, 0
	column := func(toQ, toC int, least float64) {
		a, b := asked[i:toQ], listed[j:toC]
		w := max(size(a), size(b), least)
		put(a, w)
		put(b, w)
		if w > 0 {
			x += w + boxGap
		}
		i, j = toQ, toC
	}
	for _, p := range pairs {
		column(p.Q, j, 0) // what only the one side has, then what only the other
		column(i, p.C, 0)
		column(p.Q+p.QN, p.C+p.CN, labelWidth(relationLabel(p, q, c)))
	}
	column(len(asked), j, 0)
	column(i, len(listed), 0)
}

func labelWidth(s string) float64 {
	if s == "" {
		return 0
	}
	return math.Round(8 + view.TextWidth(s, labelType))
}

// rightToLeft reports whether a name is written so.
func rightToLeft(n *names.Name) bool {
	for _, r := range n.Original {
		if unicode.IsLetter(r) {
			return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana)
		}
	}
	return false
}

// turn mirrors rows, for names that are read from the right.
func turn(rows ...[]wordBox) {
	end := 0.0
	for _, boxes := range rows {
		for _, b := range boxes {
			end = max(end, b.X+b.W)
		}
	}
	for _, boxes := range rows {
		for i := range boxes {
			boxes[i].X = end - boxes[i].X - boxes[i].W + boxMargin
		}
	}
}

// link draws the line of a pair. Its label goes where it covers no other's.
func link(p names.Pair, q, c *names.Name, asked, listed []wordBox, taken []wordLink) wordLink {
	top, bottom := middle(asked, p.Q, p.QN), middle(listed, p.C, p.CN)
	y1, y2 := boxMargin+boxHeight, boxMargin+boxHeight+rowGap
	l := wordLink{Label: relationLabel(p, q, c), Strong: strengthClass(p.Strength)}
	l.Path = fmt.Sprintf("M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f", top, y1, top, y1+rowGap*0.45, bottom, y2-rowGap*0.45, bottom, y2)
	for _, side := range []struct {
		boxes    []wordBox
		first, n int
		y        float64
	}{{asked, p.Q, p.QN, y1 + 2.5}, {listed, p.C, p.CN, y2 - 2.5}} {
		if side.n > 1 { // a bar under the words that stand for one
			a, b := side.boxes[side.first], side.boxes[side.first+side.n-1]
			l.Path += fmt.Sprintf("M%.1f %.1fH%.1f", min(a.X, b.X)+3, side.y, max(a.X+a.W, b.X+b.W)-3)
		}
	}
	l.Title = fmt.Sprintf("%s – %s: %s, strength %.2f", wordsOf(q, p.Q, p.QN), wordsOf(c, p.C, p.CN), relationOf(p, q, c), p.Strength)
	l.LabelW = labelWidth(l.Label)
	for _, t := range []float64{0.5, 0.2, 0.8} {
		u := 1 - t
		l.LabelX = math.Round(u*u*(u+3*t)*top + t*t*(t+3*u)*bottom)
		l.LabelY = math.Round(y1 + rowGap*t)
		if l.Label == "" || !slices.ContainsFunc(taken, func(o wordLink) bool {
			return o.Label != "" && math.Abs(o.LabelX-l.LabelX) < (o.LabelW+l.LabelW)/2 && math.Abs(o.LabelY-l.LabelY) < 15
		}) {
			break
		}
	}
	l.LabelX = max(l.LabelX, l.LabelW/2+boxMargin)
	return l
}

func middle(boxes []wordBox, first, n int) float64 {
	a, b := boxes[first], boxes[first+n-1]
	return (min(a.X, b.X) + max(a.X+a.W, b.X+b.W)) / 2
}

func wordsOf(n *names.Name, first, count int) string {
	var out []string
	for _, w := range n.Words[first : first+count] {
		out = append(out, w.Original)
	}
	return strings.Join(out, " ")
}

// strengthClass parts strengths by how much they leave open.
func strengthClass(strength float64) string {
	switch {
	case strength >= 0.97:
		return "same"
	case strength >= 0.85:
		return "close"
	}
	return "loose"
}

// relationOf is how the words of a pair are related; what is equal only once it
// is read out of its script is spelled from it.
func relationOf(p names.Pair, q, c *names.Name) names.Relation {
	if p.Relation == names.Equal && text.ScriptOf(wordsOf(q, p.Q, p.QN)) != text.ScriptOf(wordsOf(c, p.C, p.CN)) {
		return names.Spelled
	}
	return p.Relation
}

// relationLabel is what stands on a line: nothing for words that are equal.
func relationLabel(p names.Pair, q, c *names.Name) string {
	switch r := relationOf(p, q, c); r {
	case names.Equal:
		return ""
	case names.Spelled:
		return "other script"
	case names.Translated:
		return "same meaning"
	case names.Typo:
		return "typing error"
	default:
		return r.String()
	}
}
