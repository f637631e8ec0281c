package names

// A Pair says that words of two names could be the same word.
type Pair struct {
	Q, C     int // places of the first word in each name
	QN, CN   int // how many neighbouring words take part on each side, 1 or more
	Relation Relation
	Strength float64 // 0–1
	Weight   float64 // evidence that the pair carries
	Bits     float64 // rarity of what is shared
}

// A Result is how like two names are.
type Result struct {
	Score float64 // 0–1
	Bits  float64 // rarity of what is shared less what contradicts, in bits
	Pairs []Pair
	LeftQ []int // places of the words that found no partner
	LeftC []int
	Note  string // what else weighed, in words; empty where nothing did
}

// Compare aligns two names and weighs what they share against what they do
// not. It is symmetric but for the sides of the result, and 1 for names that
// are equal after folding. [Score] gives its numbers alone, faster.
func Compare(q, c *Name) Result {
	var r Result
	if len(q.Words) == 0 || len(c.Words) == 0 {
		return r
	}
	if same(q, c) {
		r.Score, r.Bits = 1, wholeBits(q)
		for i := range min(len(q.Words), len(c.Words)) {
			r.Pairs = append(r.Pairs, Pair{i, i, 1, 1, Equal, 1, q.Words[i].Weight, q.Words[i].Bits})
		}
		return r
	}
	a := align(q, c, make([]pair, 0, mostPairs))
	w := a.weigh(q, c)
	if w.score == 0 {
		return r
	}
	r.Score, r.Bits = w.score, w.bits
	for _, p := range a.pairs {
		r.Pairs = append(r.Pairs, Pair{int(p.q), int(p.c), int(p.qn), int(p.cn), p.relation, float64(p.strength), float64(p.weight), float64(p.bits)})
	}
	r.LeftQ, r.LeftC = places(q, a.usedQ), places(c, a.usedC)
	switch w.finding {
	case numbersDiffer:
		r.Note = "the numbers are different"
	case legalDiffer:
		r.Note = "the legal forms are different"
	}
	return r
}

func places(n *Name, used uint64) []int {
	var out []int
	for i := range n.Words {
		if used&(1<<i) == 0 {
			out = append(out, i)
		}
	}
	return out
}
