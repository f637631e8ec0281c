package view

import (
	"cmp"
	"fmt"
	"html/template"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// A Drawing is parties as boxes and what joins them as lines, with a place for
// each. Lengths are in pixels.
type Drawing struct {
	Width, Height float64
	Nodes         []Node
	Lines         []Line
	Left          int // parties that take part and are not drawn
}

// A Node is a box of a [Drawing].
type Node struct {
	Name  string // cut to fit its box
	Title string // for who cannot see it, and under the pointer
	Href  string // where the box leads
	Class string // of style

	Label               string
	X, Y, Width, Height float64 // of the middle
}

// A Line leads from one box to another.
type Line struct {
	From, To int    // places of the nodes
	Label    string // short: it stands on the line
	Title    string // for who cannot see it, and under the pointer
	Href     string // where the line leads
	Class    string // of style

	Path, Arrow    string
	LabelX, LabelY float64
	LabelWidth     float64
}

// Sizes of what is drawn.
const (
	nodeHeight = 30
	nodeType   = 13   // of the words in a box
	labelType  = 11.5 // of those on a line
	maxLabel   = 26   // letters
)

// Draw finds places for nodes and ways for the lines between them. The drawing
// is the same for the same nodes and lines.
func Draw(nodes []Node, lines []Line) *Drawing {
	g := &Drawing{Nodes: slices.Clone(nodes), Lines: slices.Clone(lines)}
	for i := range g.Nodes {
		n := &g.Nodes[i]
		n.Label = shortLabel(n.Name)
		n.Width, n.Height = math.Round(22+TextWidth(n.Label, nodeType)), nodeHeight
	}
	var ends [][2]int
	for i := range g.Lines {
		l := &g.Lines[i]
		l.LabelWidth = math.Round(10 + TextWidth(l.Label, labelType))
		ends = append(ends, [2]int{l.From, l.To})
	}
	g.arrange(ends)
	g.route(ends)
	return g
}

// HTML returns the drawing as SVG, in a frame that scrolls. name says to who
// cannot see it what it is, and where all that it shows is told in words.
func (g *Drawing) HTML(name string) (template.HTML, error) {
	return render("drawing", namedDrawing{g, name})
}

// TextWidth is how wide a text in bold is, in pixels, when its type is of that
// size: on the wide side, for nobody knows here which type a browser takes.
func TextWidth(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		switch k := width.LookupRune(r).Kind(); {
		case unicode.Is(unicode.Mn, r):
		case k == width.EastAsianWide || k == width.EastAsianFullwidth:
			w += 1.07
		case unicode.IsUpper(r), r == 'm', r == 'w':
			w += 0.78
		case strings.ContainsRune("iljt.,'’-I ", r):
			w += 0.41
		default:
			w += 0.64
		}
	}
	return w * size
}

func shortLabel(name string) string {
	runes := []rune(name)
	if len(runes) > maxLabel {
		return strings.TrimSpace(string(runes[:maxLabel-1])) + "…"
	}
	return name
}

// arrange finds places for the nodes. Parts that no line joins are arranged
// each by itself and set side by side, the largest first, in rows.
func (g *Drawing) arrange(ends [][2]int) {
	part := make([]int, len(g.Nodes))
	for i := range part {
		part[i] = i
	}
	for changed := true; changed; {
		changed = false
		for _, e := range ends {
			low := min(part[e[0]], part[e[1]])
			changed = changed || part[e[0]] != low || part[e[1]] != low
			part[e[0]], part[e[1]] = low, low
		}
	}
	members := map[int][]int{}
	for i, p := range part {
		members[p] = append(members[p], i)
	}
	parts := slices.SortedFunc(maps.Values(members), func(a, b []int) int { return cmp.Or(len(b)-len(a), a[0]-b[0]) })
	const margin, wide = 30, 1150
	x, y, rowHeight := 0.0, 0.0, 0.0
	for _, nodes := range parts {
		w, h := g.arrangePart(nodes, ends)
		if x > 0 && x+w > wide {
			x, y, rowHeight = 0, y+rowHeight+2*margin, 0
		}
		for _, i := range nodes {
			g.Nodes[i].X = math.Round(g.Nodes[i].X + x + margin)
			g.Nodes[i].Y = math.Round(g.Nodes[i].Y + y + margin)
		}
		x, rowHeight = x+w+2*margin, max(rowHeight, h)
		g.Width, g.Height = max(g.Width, x), math.Ceil(y+rowHeight+2*margin)
	}
	g.Width = math.Ceil(g.Width)
}

// arrangePart places nodes that lines join, from the upper left corner of what
// they take, and returns its size. Forces draw together who is joined and push
// apart who is not (Fruchterman and Reingold, 1991), then boxes are moved off
// each other. The nodes begin on an oval, so nothing is left to chance.
func (g *Drawing) arrangePart(nodes []int, ends [][2]int) (width, height float64) {
	n := len(nodes)
	x, y := make([]float64, n), make([]float64, n)
	at := map[int]int{}
	for i, node := range nodes {
		angle := 2 * math.Pi * float64(i) / float64(n)
		x[i], y[i] = 300*math.Cos(angle), 150*math.Sin(angle)
		at[node] = i
	}
	joined := map[[2]int]bool{}
	for _, e := range ends {
		i, ok := at[e[0]]
		if j := at[e[1]]; ok {
			joined[[2]int{min(i, j), max(i, j)}] = true
		}
	}
	pairs := slices.SortedFunc(maps.Keys(joined), func(a, b [2]int) int { return cmp.Or(a[0]-b[0], a[1]-b[1]) })
	const ideal, stretch, steps = 105.0, 1.9, 400 // boxes are wide: they stand further apart sideways
	for step := range steps {
		dx, dy := make([]float64, n), make([]float64, n)
		push := func(i, j int, force func(d float64) float64) {
			vx, vy := (x[i]-x[j])/stretch, y[i]-y[j]
			f := force(max(math.Hypot(vx, vy), 1))
			dx[i], dy[i], dx[j], dy[j] = dx[i]+vx*f, dy[i]+vy*f, dx[j]-vx*f, dy[j]-vy*f
		}
		for i := range n {
			for j := range i {
				push(i, j, func(d float64) float64 { return ideal * ideal / d / d })
			}
			dx[i], dy[i] = dx[i]-0.05*x[i], dy[i]-0.2*y[i] // to the middle
		}
		for _, p := range pairs {
			push(p[0], p[1], func(d float64) float64 { return -d / ideal })
		}
		heat := 60 * (1 - float64(step)/steps)
		for i := range n {
			d := max(math.Hypot(dx[i], dy[i]), 0.01)
			x[i] += dx[i] / d * min(d, heat)
			y[i] += dy[i] / d * min(d, heat)
		}
	}
	g.moveApart(nodes, x, y)
	left, top := slices.Min(x), slices.Min(y)
	for i, node := range nodes {
		left = min(left, x[i]-g.Nodes[node].Width/2)
	}
	for i, node := range nodes {
		nd := &g.Nodes[node]
		nd.X, nd.Y = x[i]-left, y[i]-top+nodeHeight/2
		width, height = max(width, nd.X+nd.Width/2), max(height, nd.Y+nodeHeight/2)
	}
	return width, height
}

// moveApart moves boxes that overlap, or nearly, off each other.
func (g *Drawing) moveApart(nodes []int, x, y []float64) {
	for range 200 {
		moved := false
		for i := range nodes {
			for j := range i {
				overX := (g.Nodes[nodes[i]].Width+g.Nodes[nodes[j]].Width)/2 + 112 - math.Abs(x[i]-x[j])
				overY := nodeHeight + 36 - math.Abs(y[i]-y[j])
				if overX <= 0 || overY <= 0 {
					continue
				}
				moved = true
				if overX < overY {
					s := math.Copysign(overX/2+0.5, x[i]-x[j])
					x[i], x[j] = x[i]+s, x[j]-s
				} else {
					s := math.Copysign(overY/2+0.5, y[i]-y[j])
					y[i], y[j] = y[i]+s, y[j]-s
				}
			}
		}
		if !moved {
			return
		}
	}
}

// route draws the lines. Lines between the same two parties are bent apart;
// each label goes where on its line it covers least.
func (g *Drawing) route(ends [][2]int) {
	total := map[[2]int]int{}
	for _, e := range ends {
		total[[2]int{min(e[0], e[1]), max(e[0], e[1])}]++
	}
	used := map[[2]int]int{}
	var taken [][4]float64 // boxes of nodes and labels: middle and size
	for _, n := range g.Nodes {
		taken = append(taken, [4]float64{n.X, n.Y, n.Width, n.Height})
	}
	for i := range g.Lines {
		a, b := g.Nodes[ends[i][0]], g.Nodes[ends[i][1]]
		pair := [2]int{min(ends[i][0], ends[i][1]), max(ends[i][0], ends[i][1])}
		bend := 34 * (float64(used[pair]) - float64(total[pair]-1)/2)
		used[pair]++
		if ends[i][0] > ends[i][1] {
			bend = -bend // the side is that of the pair, not of the line
		}
		if total[pair] == 1 {
			bend = 12
		}
		length := max(math.Hypot(b.X-a.X, b.Y-a.Y), 1)
		mx, my := (a.X+b.X)/2-(b.Y-a.Y)/length*2*bend, (a.Y+b.Y)/2+(b.X-a.X)/length*2*bend
		fx, fy := border(a, mx, my, 2)
		tx, ty := border(b, mx, my, 4)
		l := &g.Lines[i]
		l.Path = fmt.Sprintf("M%.1f %.1fQ%.1f %.1f %.1f %.1f", fx, fy, mx, my, tx, ty)
		ux, uy := tx-mx, ty-my
		u := max(math.Hypot(ux, uy), 1)
		ux, uy = ux/u, uy/u
		l.Arrow = fmt.Sprintf("%.1f,%.1f %.1f,%.1f %.1f,%.1f", tx, ty, tx-11*ux+5*uy, ty-11*uy-5*ux, tx-11*ux-5*uy, ty-11*uy+5*ux)
		least := math.Inf(1)
		for _, t := range []float64{0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72} {
			x := (1-t)*(1-t)*fx + 2*t*(1-t)*mx + t*t*tx
			y := (1-t)*(1-t)*fy + 2*t*(1-t)*my + t*t*ty
			cover := 0.0
			for _, box := range taken {
				cover += max(0, (box[2]+l.LabelWidth)/2-math.Abs(box[0]-x)) * max(0, (box[3]+18)/2-math.Abs(box[1]-y))
			}
			if cover < least {
				least, l.LabelX, l.LabelY = cover, math.Round(x), math.Round(y)
			}
		}
		l.LabelX = min(max(l.LabelX, l.LabelWidth/2+2), g.Width-l.LabelWidth/2-2)
		l.LabelY = min(max(l.LabelY, 11), g.Height-11)
		taken = append(taken, [4]float64{l.LabelX, l.LabelY, l.LabelWidth, 18})
	}
}

// border is where the way from a node's middle to a point leaves its box.
func border(n Node, x, y, gap float64) (float64, float64) {
	dx, dy := x-n.X, y-n.Y
	w, h := n.Width/2+gap, n.Height/2+gap
	t := math.Inf(1)
	if dx != 0 {
		t = min(t, w/math.Abs(dx))
	}
	if dy != 0 {
		t = min(t, h/math.Abs(dy))
	}
	if t > 1 {
		return n.X, n.Y
	}
	return n.X + dx*t, n.Y + dy*t
}
