package english

import (
	"math"

	"interdict/internal/neural"
)

const (
	arcSize = 128
	relSize = 96
)

// A parser tells tags, heads and relations from the states of words: heads by a
// biaffine score of every pair (Dozat & Manning 2017), the relation of a word and
// its head by a layer over both.
type parser struct {
	root            *neural.Param // the state of what the first word of a sentence hangs on
	tags            neural.Dense
	dep, head, pair neural.Dense
	relDep, relHead neural.Dense
	rel             neural.Dense
}

func (p *parser) begin(s *neural.Set, tags, rels int) {
	p.root = s.Vector("root", StateSize)
	p.tags = s.Dense("tags", StateSize, tags)
	p.dep, p.head = s.Dense("dep", StateSize, arcSize), s.Dense("head", StateSize, arcSize)
	p.pair = s.Dense("pair", arcSize, arcSize)
	p.relDep, p.relHead = s.Dense("relation of dependent", StateSize, relSize), s.Dense("relation of head", StateSize, relSize)
	p.rel = s.Dense("relation", relSize, rels)
}

// parse is what a parser makes of several sentences. Its zero value is ready.
type parse struct {
	p                      *parser
	words                  int
	states                 []float32 // of the words and then the root
	tags                   []float32 // scores, p.tags.W.Cols a word
	dep, head, pair        []float32
	relDep, relHead, mixed []float32
	rels                   []float32 // scores, p.rel.W.Cols a word

	heads  []float32 // of one sentence's words and the root
	panels neural.Panels
	arcs   []float32 // scores of one sentence, arcs.ld a word: of each head, and of the root behind the words
	tree   eisner
}

// read computes what does not ask for heads.
func (p *parse) read(states []float32, words int) {
	p.words = words
	p.states = append(append(p.states[:0], states[:words*StateSize]...), p.p.root.W...)
	p.tags = p.p.tags.Forward(p.tags, p.states, words)
	p.dep, p.head = p.p.dep.Forward(p.dep, p.states, words), p.p.head.Forward(p.head, p.states, words+1)
	neural.Relu(p.dep)
	neural.Relu(p.head)
	p.pair = p.p.pair.Forward(p.pair, p.dep, words)
}

// sentence leaves in p.arcs the scores of the heads of the words [first, last), and
// returns how many numbers of it are a word's.
func (p *parse) sentence(first, last int) (ld int) {
	n := last - first
	p.heads = append(append(p.heads[:0], p.head[first*arcSize:last*arcSize]...), p.head[p.words*arcSize:]...)
	p.panels.PackTurned(p.heads, arcSize, arcSize, n+1)
	ld = p.panels.N
	p.arcs = neural.Zeros(p.arcs, n*ld)
	neural.MulAdd(p.arcs, ld, p.pair[first*arcSize:], arcSize, n, &p.panels)
	return ld
}

// relations scores the relations of words to their heads, which are numbers of
// words, and the number of words for the root.
func (p *parse) relations(heads []int) {
	p.relDep, p.relHead = p.p.relDep.Forward(p.relDep, p.states, p.words), p.p.relHead.Forward(p.relHead, p.states, p.words+1)
	p.mixed = append(p.mixed[:0], p.relDep...)
	for i, h := range heads {
		neural.Add(p.mixed[i*relSize:(i+1)*relSize], p.relHead[h*relSize:])
	}
	neural.Relu(p.mixed)
	p.rels = p.p.rel.Forward(p.rels, p.mixed, p.words)
}

// best returns the number of the greatest score.
func best(scores []float32) int {
	top := 0
	for i, s := range scores {
		if s > scores[top] {
			top = i
		}
	}
	return top
}

// eisner finds the projective tree with one root whose arcs score best (Eisner
// 1996). Its zero value is ready.
type eisner struct {
	open, closed   []float32 // best score of the words i to j, at i*n+j; i > j where the head stands behind
	openAt, shutAt []int16   // where that one is split
	heads          []int
}

// find returns the heads of n words; that of the root is n. Row d of scores, ld
// numbers, holds those of the heads of word d, and at n that of the root.
func (e *eisner) find(scores []float32, ld, n int) []int {
	e.heads = e.heads[:0]
	if greedy(scores, ld, n, &e.heads) {
		return e.heads
	}
	for d := range n { // as logarithms of probabilities, so that words count alike
		row := scores[d*ld : d*ld+n+1]
		top, sum := row[best(row)], 0.0
		for _, s := range row {
			sum += math.Exp(float64(s - top))
		}
		norm := top + float32(math.Log(sum))
		for h := range row {
			row[h] -= norm
		}
	}
	if cap(e.open) < n*n {
		e.open, e.closed, e.openAt, e.shutAt = make([]float32, n*n), make([]float32, n*n), make([]int16, n*n), make([]int16, n*n)
	}
	for i := range n {
		e.closed[i*n+i] = 0
	}
	for width := 1; width < n; width++ {
		for i := 0; i+width < n; i++ {
			j := i + width
			top, at := float32(math.Inf(-1)), i
			for k := i; k < j; k++ {
				if s := e.closed[i*n+k] + e.closed[j*n+k+1]; s > top {
					top, at = s, k
				}
			}
			e.open[i*n+j], e.openAt[i*n+j] = top+scores[j*ld+i], int16(at) // i is the head of j
			e.open[j*n+i], e.openAt[j*n+i] = top+scores[i*ld+j], int16(at)
			top, at = float32(math.Inf(-1)), j
			for k := i + 1; k <= j; k++ {
				if s := e.open[i*n+k] + e.closed[k*n+j]; s > top {
					top, at = s, k
				}
			}
			e.closed[i*n+j], e.shutAt[i*n+j] = top, int16(at)
			top, at = float32(math.Inf(-1)), i
			for k := i; k < j; k++ {
				if s := e.open[j*n+k] + e.closed[k*n+i]; s > top {
					top, at = s, k
				}
			}
			e.closed[j*n+i], e.shutAt[j*n+i] = top, int16(at)
		}
	}
	root, top := 0, float32(math.Inf(-1))
	for r := range n {
		if s := e.closed[r*n] + e.closed[r*n+n-1] + scores[r*ld+n]; s > top {
			root, top = r, s
		}
	}
	e.heads[root] = n
	e.shut(n, root, 0)
	e.shut(n, root, n-1)
	return e.heads
}

// shut writes the heads of the words from head to end.
func (e *eisner) shut(n, head, end int) {
	if head == end {
		return
	}
	k := int(e.shutAt[head*n+end])
	e.shut(n, k, end)
	e.heads[k] = head
	split := int(e.openAt[head*n+k])
	e.shut(n, min(head, k), split)
	e.shut(n, max(head, k), split+1)
}

// greedy appends each word's best head and reports whether that is a projective
// tree with one root.
func greedy(scores []float32, ld, n int, heads *[]int) bool {
	roots := 0
	for d := range n {
		row := scores[d*ld : d*ld+n+1]
		row[d] = float32(math.Inf(-1))
		h := best(row)
		if h == n {
			roots++
		}
		*heads = append(*heads, h)
	}
	return roots == 1 && isProjective(*heads)
}

// isProjective reports whether heads are a tree whose arcs do not cross.
func isProjective(heads []int) bool {
	for d := range heads {
		if !below(heads, d) {
			return false
		}
	}
	return true
}

// below reports whether every word between d and its head is below the head, and
// d below the root.
func below(heads []int, d int) bool {
	n, h := len(heads), heads[d]
	steps := 0
	for a := d; a != n; a = heads[a] {
		if steps++; steps > n {
			return false
		}
	}
	if h == n {
		return true
	}
	for i := min(d, h) + 1; i < max(d, h); i++ {
		a := i
		for steps := 0; a != h && a != n && steps <= n; steps++ {
			a = heads[a]
		}
		if a != h {
			return false
		}
	}
	return true
}
