package english

import (
	"math/rand/v2"

	"interdict/internal/neural"
)

const (
	dropLayer  = 0.2             // the share of a layer that is dropped
	wordWeight = 1.0 / stepWords // of a word in a step, so that steps are alike
)

// learnTrees learns tags, heads and relations of sentences.
func (n *networkTrainer) learnTrees(w *networkWorker, sentences []int, random *rand.Rand) (loss float64) {
	p, pr := &w.p, n.p
	words := len(w.words)
	p.read(w.r.states, words)
	// Once more, now that something is dropped.
	w.masks[0] = w.masks[0].Drop(random, p.dep, dropLayer)
	w.masks[1] = w.masks[1].Drop(random, p.head, dropLayer)
	p.pair = pr.pair.Forward(p.pair, p.dep, words)
	gold := make([]int, 0, words)
	first := 0
	tags := pr.tags.W.Cols
	w.dTags = neural.Zeros(w.dTags, words*tags)
	w.dHead = neural.Zeros(w.dHead, (words+1)*arcSize)
	w.dPair = neural.Zeros(w.dPair, words*arcSize)
	root := p.head[words*arcSize:]
	for _, k := range sentences {
		g := n.t.data[k]
		size := len(g.forms)
		ld := p.sentence(first, first+size)
		w.dArcs = neural.Zeros(w.dArcs, size*ld)
		for i := range size {
			loss += neural.CrossEntropy(w.dTags[(first+i)*tags:(first+i)*tags+len(n.t.tagSet)], p.tags[(first+i)*tags:(first+i)*tags+len(n.t.tagSet)], n.t.tagOf[g.tags[i]])
			d := w.dArcs[i*ld : i*ld+size+1]
			row := p.arcs[i*ld : i*ld+size+1]
			row[i] = -1e9
			loss += neural.CrossEntropy(d, row, g.heads[i])
			h := g.heads[i]
			if h == size {
				gold = append(gold, words)
			} else {
				gold = append(gold, first+h)
			}
			pair, dPair := p.pair[(first+i)*arcSize:(first+i+1)*arcSize], w.dPair[(first+i)*arcSize:(first+i+1)*arcSize]
			for h, v := range d {
				if v == 0 || h == i {
					continue
				}
				v *= wordWeight
				head, dHead := root, w.dHead[words*arcSize:]
				if h < size {
					head, dHead = p.head[(first+h)*arcSize:(first+h+1)*arcSize], w.dHead[(first+h)*arcSize:(first+h+1)*arcSize]
				}
				for q := range dPair {
					dPair[q] += v * head[q]
					dHead[q] += v * pair[q]
				}
			}
		}
		first += size
	}
	scaleBy(w.dTags, wordWeight)
	pr.tags.Backward(w.g, w.dStates, p.states, w.dTags, words)
	w.dHeads = neural.Zeros(w.dHeads, (words+1)*StateSize) // of all states that are heads
	w.dDep = neural.Zeros(w.dDep, words*arcSize)
	pr.pair.Backward(w.g, w.dDep, p.dep, w.dPair, words)
	w.masks[0].Back(w.dDep)
	neural.ReluBack(w.dDep, p.dep)
	pr.dep.Backward(w.g, w.dStates, p.states, w.dDep, words)
	w.masks[1].Back(w.dHead)
	neural.ReluBack(w.dHead, p.head)
	pr.head.Backward(w.g, w.dHeads, p.states, w.dHead, words+1)
	loss += n.learnRelations(w, sentences, gold, random)
	neural.Add(w.dStates, w.dHeads)
	neural.Add(w.g.Of(pr.root), w.dHeads[words*StateSize:])
	return loss
}

// learnRelations learns the relations of sentences to their true heads.
func (n *networkTrainer) learnRelations(w *networkWorker, sentences, gold []int, random *rand.Rand) (loss float64) {
	p, pr, words := &w.p, n.p, len(w.words)
	p.relations(gold)
	w.masks[2] = w.masks[2].Drop(random, p.mixed, dropLayer)
	p.rels = pr.rel.Forward(p.rels, p.mixed, words)
	rels := pr.rel.W.Cols
	w.dRels = neural.Zeros(w.dRels, words*rels)
	i := 0
	for _, k := range sentences {
		for _, rel := range n.t.data[k].rels {
			loss += neural.CrossEntropy(w.dRels[i*rels:i*rels+len(n.t.relSet)], p.rels[i*rels:i*rels+len(n.t.relSet)], n.t.relOf[rel])
			i++
		}
	}
	scaleBy(w.dRels, wordWeight)
	w.dMixed = neural.Zeros(w.dMixed, words*relSize)
	pr.rel.Backward(w.g, w.dMixed, p.mixed, w.dRels, words)
	w.masks[2].Back(w.dMixed)
	neural.ReluBack(w.dMixed, p.mixed)
	w.dRelHead = neural.Zeros(w.dRelHead, (words+1)*relSize)
	for i, h := range gold {
		neural.Add(w.dRelHead[h*relSize:(h+1)*relSize], w.dMixed[i*relSize:])
	}
	pr.relDep.Backward(w.g, w.dStates, p.states, w.dMixed, words)
	pr.relHead.Backward(w.g, w.dHeads, p.states, w.dRelHead, words+1)
	return loss
}

func scaleBy(x []float32, by float32) {
	for i := range x {
		x[i] *= by
	}
}
