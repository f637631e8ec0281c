package linear

// A Labelling is one way to label a sequence, with its score.
type Labelling struct {
	Labels []int
	Score  float32
}

// path is one of the best ways to a label at a place: its score, and which way to
// which label it goes on from.
type path struct {
	score float32
	label int16 // at the place before
	rank  int16 // of the way there
}

// Several returns the most labellings of a sequence that score best, the best
// first: Viterbi's search with several ways to each label kept. An empty sequence
// has none.
func (c *Chain) Several(s Sequence, most int, d *Decoding) []Labelling {
	n, k := c.score(s, d)
	if n == 0 || most < 1 {
		return nil
	}
	// The ways to label b at place i lie from (i*k+b)*most on, the best first.
	if need := (n + 1) * k * most; cap(d.paths) < need {
		d.paths = make([]path, need)
	}
	if cap(d.kept) < (n+1)*k {
		d.kept = make([]int16, (n+1)*k)
	}
	if cap(d.next) < k {
		d.next = make([]int, k)
	}
	paths, kept := d.paths[:cap(d.paths)], d.kept[:cap(d.kept)]
	for i := range n {
		for b := range k {
			to := (i*k + b) * most
			if i == 0 {
				paths[to] = path{score: d.edges[b] + d.nodes[b]}
				kept[b] = 1
				continue
			}
			kept[i*k+b] = int16(merge(paths[to:to+most], d.next[:k], func(a, rank int) (float32, bool) {
				from := (i-1)*k + a
				if rank >= int(kept[from]) {
					return 0, false
				}
				return paths[from*most+rank].score + d.edges[(i*k+a)*k+b] + d.nodes[i*k+b], true
			}))
		}
	}
	ends := paths[n*k*most : (n*k+1)*most]
	found := merge(ends, d.next[:k], func(a, rank int) (float32, bool) {
		last := (n-1)*k + a
		if rank >= int(kept[last]) {
			return 0, false
		}
		return paths[last*most+rank].score, true
	})
	out := make([]Labelling, 0, found)
	room := make([]int, n*found)
	for _, e := range ends[:found] {
		l := Labelling{room[:n:n], e.score}
		room = room[n:]
		label, rank := int(e.label), int(e.rank)
		for i := n - 1; i >= 0; i-- {
			l.Labels[i] = label
			p := paths[(i*k+label)*most+rank]
			label, rank = int(p.label), int(p.rank)
		}
		out = append(out, l)
	}
	return out
}

// merge fills into with the best of k lists, each with the best first, and says
// how many there are. at gives the score of what stands at a place of a list.
func merge(into []path, next []int, at func(list, rank int) (float32, bool)) int {
	clear(next) // of each list, the place to look at
	for n := range into {
		best, top := -1, float32(0)
		for a := range next {
			if score, ok := at(a, next[a]); ok && (best < 0 || score > top) {
				best, top = a, score
			}
		}
		if best < 0 {
			return n
		}
		into[n] = path{top, int16(best), int16(next[best])}
		next[best]++
	}
	return len(into)
}
