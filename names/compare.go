package names

import "cmp"

// A Pair says that words of two names could be the same word.
type Pair struct {
	Q, C     int // places of the first word in each name
	QN, CN   int // how many neighbouring words take part on each side, 1 or more
	Relation Relation
	Strength float64 // 0–1
	Weight   float64 // evidence that the pair carries
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

// Costs of words without a partner, as shares of their weight. Chosen on the
// training half of the labelled pairs (see package match), not on the other.
const (
	omission      = 0.30 // a word that only one side has
	familyMissing = 0.75 // it is known to be a family name
	placeMissing  = 0.90 // it is a place in the name of an organization
	contradiction = 2.0  // a word on each side that are different words
	orderCost     = 0.45 // strength lost where roles are known and crossed
	numberCost    = 0.45 // score kept where numbers contradict
	legalCost     = 0.97 // score kept where legal forms contradict
)

// Compare aligns two names and weighs what they share against what they do
// not. It is symmetric but for the sides of the result, and 1 for names that
// are equal after folding.
func Compare(q, c *Name) Result {
	var r Result
	if len(q.Words) == 0 || len(c.Words) == 0 {
		return r
	}
	if q.whole == c.whole && q.Labelled == c.Labelled {
		r.Score = 1
		for i := range min(len(q.Words), len(c.Words)) {
			r.Pairs = append(r.Pairs, Pair{i, i, 1, 1, Equal, 1, q.Words[i].Weight})
			if q.Words[i].distinctive() {
				r.Bits += q.Words[i].Bits
			}
		}
		return r
	}
	var usedQ, usedC [128]bool
	options := pairOptions(q, c)
	for _, p := range options {
		if free(&usedQ, p.Q, p.QN) && free(&usedC, p.C, p.CN) {
			take(&usedQ, p.Q, p.QN)
			take(&usedC, p.C, p.CN)
			r.Pairs = append(r.Pairs, p)
		}
	}
	if len(r.Pairs) == 0 {
		return r
	}
	return r.weigh(q, c, &usedQ, &usedC)
}

func free(used *[128]bool, from, n int) bool {
	for i := from; i < from+n; i++ {
		if used[i] {
			return false
		}
	}
	return true
}

func take(used *[128]bool, from, n int) {
	for i := from; i < from+n; i++ {
		used[i] = true
	}
}

// pairOptions returns every related pair, the strongest evidence first.
func pairOptions(q, c *Name) []Pair {
	out := make([]Pair, 0, 8)
	for i := range q.Words {
		for j := range c.Words {
			w, v := &q.Words[i], &c.Words[j]
			if relation, strength := Related(w, v); relation != None {
				if q.Labelled && c.Labelled && w.Role != v.Role && (w.Role == Given || w.Role == Family) && (v.Role == Given || v.Role == Family) {
					strength -= orderCost
				}
				out = append(out, Pair{i, j, 1, 1, relation, strength, min(w.Weight, v.Weight)})
			}
		}
	}
	for i := range q.joins {
		for j := range c.Words {
			if p, ok := joined(q, &q.joins[i], &c.Words[j]); ok {
				p.Q, p.C, p.QN, p.CN = q.joins[i].first, j, q.joins[i].n, 1
				out = append(out, p)
			}
		}
	}
	for i := range q.Words {
		for j := range c.joins {
			if p, ok := joined(c, &c.joins[j], &q.Words[i]); ok {
				p.Q, p.C, p.QN, p.CN = i, c.joins[j].first, 1, c.joins[j].n
				out = append(out, p)
			}
		}
	}
	out = appendAbbreviations(out, q, c)
	// A stable insertion sort: there are few, and most in order already.
	for i := 1; i < len(out); i++ {
		for j := i; j > 0 && before(out[j], out[j-1]); j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

func before(a, b Pair) bool {
	return cmp.Or(cmp.Compare(b.Strength*(b.Weight+0.1), a.Strength*(a.Weight+0.1)), cmp.Compare(a.Q+a.C, b.Q+b.C), cmp.Compare(abs(a.Q-a.C), abs(b.Q-b.C))) < 0
}

func abs(n int) int { return max(n, -n) }

// joined relates a join of a name's words to one word of the other. Where the
// word is related to one of the joined by itself, a join that only nearly
// fits says nothing more.
func joined(n *Name, join *joinedWords, w *Word) (Pair, bool) {
	if len(join.Text()) < 4 || len(w.Text()) < 4 || w.Role == Numeral {
		return Pair{}, false
	}
	relation, strength := Related(&join.Word, w)
	switch relation {
	case Equal:
		relation = Joined
	case Transliterated, Consonants:
	case Typo:
		for i := join.first; i < join.first+join.n; i++ {
			if r, _ := Related(&n.Words[i], w); r != None || n.Words[i].Role == Initial {
				return Pair{}, false
			}
		}
	default:
		return Pair{}, false
	}
	// Both sides spell the same letters: what they share is the longer weight.
	return Pair{Relation: relation, Strength: strength - 0.02, Weight: max(join.Weight, w.Weight)}, true
}

// appendAbbreviations adds pairs of a short word and the words that it
// abbreviates by their first letters: JC for Jean-Claude.
func appendAbbreviations(out []Pair, q, c *Name) []Pair {
	match := func(short *Name, i int, long *Name, j int) (int, bool) {
		w := &short.Words[i]
		t := w.Text()
		if w.forms[0].consonants || !w.distinctive() || len(t) < 2 || len(t) > 6 || j+len(t) > len(long.Words) {
			return 0, false
		}
		for k := range len(t) {
			if lt := long.Words[j+k].Text(); lt == "" || lt[0] != t[k] || len(lt) < 2 {
				return 0, false
			}
		}
		return len(t), true
	}
	for i := range q.Words {
		for j := range c.Words {
			if n, ok := match(q, i, c, j); ok {
				out = append(out, Pair{i, j, 1, n, Abbreviated, 0.62, q.Words[i].Weight})
			}
			if n, ok := match(c, j, q, i); ok {
				out = append(out, Pair{i, j, n, 1, Abbreviated, 0.62, c.Words[j].Weight})
			}
		}
	}
	return out
}

// weigh turns the alignment into a score.
func (r Result) weigh(q, c *Name, usedQ, usedC *[128]bool) Result {
	var shared, slips, leftQ, leftC, missing float64
	distinct, real := 0, 0
	for _, p := range r.Pairs {
		shared += p.Strength * p.Weight
		slips += (1 - p.Strength) * p.Weight
		wq, wc := q.weightOf(p.Q, p.QN), c.weightOf(p.C, p.CN)
		if p.Relation != Abbreviated && p.QN == p.CN {
			// A word that carries more on one side (a family name that
			// elsewhere is a common word) is partly unshared.
			leftQ += max(wq-p.Weight, 0) * 0.5
			leftC += max(wc-p.Weight, 0) * 0.5
		}
		if p.Relation != InitialOf && p.Relation != Abbreviated {
			real++
		}
		if q.Words[p.Q].distinctive() && c.Words[p.C].distinctive() {
			distinct++
			r.Bits += p.Strength * min(q.Words[p.Q].Bits, c.Words[p.C].Bits)
		}
	}
	if real == 0 && !(len(q.Words) == 1 || len(c.Words) == 1) {
		return Result{} // initials alone support a hit and never make one
	}
	numbers := [2]bool{}
	legal := [2]bool{}
	count := func(n *Name, used *[128]bool, side int) (total float64, places []int) {
		for i := range n.Words {
			if used[i] {
				continue
			}
			w := &n.Words[i]
			places = append(places, i)
			switch w.Role {
			case Numeral:
				numbers[side] = true
			case Legal:
				legal[side] = true
			case Place:
				missing += (placeMissing - omission) * w.Weight
			case Family:
				missing += (familyMissing - omission) * w.Weight
			}
			total += w.Weight
		}
		return total, places
	}
	lq, placesQ := count(q, usedQ, 0)
	lc, placesC := count(c, usedC, 1)
	r.LeftQ, r.LeftC = placesQ, placesC
	leftQ += lq
	leftC += lc
	against := min(leftQ, leftC)
	cost := contradiction*(against+slips) + omission*(max(leftQ, leftC)-against) + missing
	r.Score = shared / (shared + cost)
	r.Bits -= 6 * against
	if numbers[0] && numbers[1] {
		r.Score *= numberCost
		r.Note = "the numbers are different"
	}
	if legal[0] && legal[1] {
		r.Score *= legalCost
		if r.Note == "" {
			r.Note = "the legal forms are different"
		}
	}
	if distinct <= 1 && q.leftDistinct(usedQ)+c.leftDistinct(usedC) > 0 && min(q.distinctWords(), c.distinctWords()) == 1 {
		// One word is little to tell a bearer of several by, the less the
		// commoner it is.
		r.Score *= 0.55 + 0.25*min(max((r.Bits-6)/8, 0), 1)
		if r.Note == "" {
			r.Note = "only one word is shared"
		}
	}
	return r
}

func (n *Name) weightOf(from, count int) float64 {
	total := 0.0
	for i := from; i < from+count; i++ {
		total += n.Words[i].Weight
	}
	return total
}

func (n *Name) leftDistinct(used *[128]bool) int {
	total := 0
	for i := range n.Words {
		if !used[i] && n.Words[i].distinctive() {
			total++
		}
	}
	return total
}

func (n *Name) distinctWords() int {
	total := 0
	for i := range n.Words {
		if n.Words[i].distinctive() {
			total++
		}
	}
	return total
}
