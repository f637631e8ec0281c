package view

import (
	"cmp"
	"slices"

	"interdict/ledger"
)

// A paragraph of the text, in stretches that are marked alike.
type paragraphView struct {
	Stretches []stretchView
	Page      int // that begins before the paragraph; 0 for none
}

// stretchView is a stretch of the text whose every character is in the same
// claims and the same mention.
type stretchView struct {
	Text   string
	Claims []int // numbers of the claims whose words it is part of
	Begins []int // of these, those whose words begin here
	Party  int   // number of the party that it mentions, 0 for none
	Break  bool  // a line break goes before it
}

// markText cuts the text into paragraphs and these into stretches. Spans that
// reach outside the text are cut off; of mentions that overlap the first counts.
func markText(l *ledger.Ledger) []paragraphView {
	text := []rune(l.Text)
	edges := []int{0, len(text)}
	starts, ends := map[int][]int{}, map[int][]int{}
	for i, c := range l.Claims {
		from, to := within(c.Evidence, len(text))
		if from < to {
			starts[from], ends[to] = append(starts[from], i+1), append(ends[to], i+1)
			edges = append(edges, from, to)
		}
	}
	type mention struct{ from, to, party int }
	var mentions []mention
	for i, p := range l.Parties {
		for _, m := range p.Mentions {
			if from, to := within(m, len(text)); from < to {
				mentions = append(mentions, mention{from, to, i + 1})
			}
		}
	}
	slices.SortStableFunc(mentions, func(a, b mention) int { return cmp.Or(a.from-b.from, b.to-a.to) })
	end := 0
	kept := mentions[:0]
	for _, m := range mentions {
		if m.from >= end {
			kept, end = append(kept, m), m.to
			edges = append(edges, m.from, m.to)
		}
	}
	for i, r := range text {
		if r == '\n' {
			edges = append(edges, i, i+1)
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	pages := l.Document.Pages
	page := 0
	var out []paragraphView
	var now paragraphView
	var open []int
	newlines, next := 0, 0
	finish := func() {
		if len(now.Stretches) > 0 {
			out = append(out, now)
		}
		now = paragraphView{}
	}
	for k := 0; k+1 < len(edges); k++ {
		from, to := edges[k], edges[k+1]
		open = slices.DeleteFunc(open, func(c int) bool { return slices.Contains(ends[from], c) })
		open = append(open, starts[from]...)
		if text[from] == '\n' {
			if newlines++; newlines == 2 {
				finish()
			}
			continue
		}
		for next < len(kept) && kept[next].to <= from {
			next++
		}
		s := stretchView{Text: string(text[from:to]), Claims: slices.Clone(open), Begins: starts[from], Break: newlines > 0 && len(now.Stretches) > 0}
		if next < len(kept) && kept[next].from <= from {
			s.Party = kept[next].party
		}
		if len(now.Stretches) == 0 {
			for page < len(pages) && pages[page] <= from {
				page++
				now.Page = page
			}
		}
		now.Stretches = append(now.Stretches, s)
		newlines = 0
	}
	finish()
	return out
}

func within(s ledger.Span, n int) (from, to int) {
	return min(max(s.Start, 0), n), min(max(s.End, 0), n)
}
