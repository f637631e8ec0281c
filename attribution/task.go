package attribution

import (
	"math/rand/v2"
	"strings"
	"sync"

	"interdict/english"
	"interdict/internal/neural"
)

// A Task is the learning of the network, as a part of [english.Train].
type Task struct {
	texts []*english.Doc
	data  []annotated
	n     network
	share float64
	idle  sync.Pool // of *learning
}

// NewTask prepares the learning from annotated texts, which takes a share of
// the training. Every twentieth text, where there are enough, is kept back for
// [Train].
func NewTask(examples []Example, share float64) *Task {
	t := &Task{share: share}
	learn, _ := hold(examples)
	for _, x := range learn {
		for _, p := range pieces(x) {
			a := annotate(newView(p.Doc), p)
			a.markGold()
			t.texts, t.data = append(t.texts, p.Doc), append(t.data, a)
		}
	}
	return t
}

// Name, Share, Texts, Text, Begin and Learn are those of [english.Task].
func (t *Task) Name() string { return "attribution" }

// Share is how much of the training is this.
func (t *Task) Share() float64 { return t.share }

// Texts is how many texts there are.
func (t *Task) Texts() int { return len(t.texts) }

// Text is one of them.
func (t *Task) Text(i int) *english.Doc { return t.texts[i] }

// Begin adds the network's parameters.
func (t *Task) Begin(s *neural.Set) { t.n.begin(s, english.StateSize) }

// Network returns what was learned.
func (t *Task) Network() *Network {
	neural.Pack(t.n.params(), false)
	return &Network{t.n}
}

// What is dropped in training. Annotators differ, and what they wrote is easily
// learned by heart.
const (
	dropLayer   = 0.5       // the share of a layer
	dropFeature = 0.3       // the share of features
	unit        = 1.0 / 700 // the weight of a word
)

// learning is the memory that a text is learned in.
type learning struct {
	pass
	cueMask, roleMask      neural.Mask
	dCues, dLayer, dSeen   []float32
	dRoles, dState         []float32
	dFront, dBack, dTurned []float32
	dx, dxTurned, dxBack   []float32
	dWord, dGiven          []float32
}

// Learn learns from text i.
func (t *Task) Learn(g *neural.Gradient, i int, states, dStates []float32, random *rand.Rand) (loss float64) {
	p, ok := t.idle.Get().(*learning)
	if !ok {
		p = &learning{pass: pass{n: &t.n}}
	}
	defer t.idle.Put(p)
	p.random = random
	return p.learnCues(g, &t.data[i], states, dStates) + p.learnRoles(g, &t.data[i], states, dStates)
}

func (p *learning) learnCues(g *neural.Gradient, x *annotated, states, dStates []float32) (loss float64) {
	n, words := p.n, len(x.t)
	p.readCues(x.view, states, 0, words)
	p.cueMask = p.cueMask.Drop(p.random, p.layer, dropLayer)
	p.cues = n.cue.Forward(p.cues, p.layer, words)
	cols := n.cue.W.Cols
	p.dCues, p.dLayer, p.dSeen = neural.Zeros(p.dCues, len(p.cues)), neural.Zeros(p.dLayer, len(p.layer)), neural.Zeros(p.dSeen, len(p.seen))
	for _, s := range x.doc.Sentences {
		loss += n.cues.Learn(g, p.dCues[s.First*cols:], p.cues[s.First*cols:], cols, x.cues[s.First:s.Last], unit)
	}
	n.cue.Backward(g, p.dLayer, p.layer, p.dCues, words)
	p.cueMask.Back(p.dLayer)
	neural.ReluBack(p.dLayer, p.layer)
	n.layer.Backward(g, p.dSeen, p.seen, p.dLayer, words)
	const in = english.StateSize + cueSize
	for i := range words {
		d := p.dSeen[i*in : (i+1)*in]
		neural.Add(dStates[i*english.StateSize:], d[:english.StateSize])
		addRows(g, n.hints, p.hints[i*cueFeatures:(i+1)*cueFeatures], d[english.StateSize:])
	}
	return loss
}

func (p *learning) learnRoles(g *neural.Gradient, x *annotated, states, dStates []float32) (loss float64) {
	if len(x.all) == 0 {
		return 0
	}
	n, words := p.n, len(x.t)
	p.readWords(states, 0, words)
	var all []*roleSequence
	for _, a := range x.all {
		all = append(all, newRoleSequence(x.view, a.Cue))
	}
	p.windows(all)
	b := &p.batch
	p.roleMask = p.roleMask.Drop(p.random, p.state, dropLayer)
	p.roles = n.role.Forward(p.roles, p.state, b.Rows)
	cols := n.role.W.Cols
	p.dRoles = neural.Zeros(p.dRoles, len(p.roles))
	first := 0
	for k, a := range x.all {
		labels := all[k].labels(a)
		loss += n.roles.Learn(g, p.dRoles[first*cols:], p.roles[first*cols:], cols, labels, unit)
		first += len(labels)
	}
	p.dState = neural.Zeros(p.dState, len(p.state))
	n.role.Backward(g, p.dState, p.state, p.dRoles, b.Rows)
	p.roleMask.Back(p.dState)
	size := b.Rows * roleHidden
	p.dFront, p.dBack, p.dTurned = neural.Room(p.dFront, size), neural.Room(p.dBack, size), neural.Room(p.dTurned, size)
	for k, row := range b.Row {
		from := p.dState[k*2*roleHidden:]
		copy(p.dFront[int(row)*roleHidden:][:roleHidden], from)
		copy(p.dTurned[int(row)*roleHidden:][:roleHidden], from[roleHidden:])
	}
	b.Turn(p.dBack, p.dTurned, roleHidden)
	p.dx, p.dxTurned, p.dxBack = neural.Zeros(p.dx, len(p.x)), neural.Zeros(p.dxTurned, len(p.x)), neural.Room(p.dxBack, len(p.x))
	n.front.Backward(g, &p.run, b, p.dx, p.x, p.dFront)
	n.back.Backward(g, &p.runBack, b, p.dxTurned, p.turned, p.dBack)
	b.Turn(p.dxBack, p.dxTurned, inSize)
	p.dWord, p.dGiven = neural.Zeros(p.dWord, len(p.word)), neural.Zeros(p.dGiven, len(p.given))
	at := 0
	for _, s := range all {
		for k := range s.way {
			row := int(b.Row[at])
			d := p.dx[row*inSize : (row+1)*inSize]
			neural.Add(d, p.dxBack[row*inSize:(row+1)*inSize])
			neural.Add(p.dWord[(s.first+k)*mixSize:], d[:mixSize])
			neural.Add(p.dGiven[s.main*mixSize:], d[:mixSize])
			addRows(g, n.features, p.rows[at*featuresOfWord:(at+1)*featuresOfWord], d[mixSize:])
			at++
		}
	}
	n.word.Backward(g, dStates, states, p.dWord, words)
	n.given.Backward(g, dStates, states, p.dGiven, words)
	return loss
}

// addRows adds d to the gradients of rows of a table.
func addRows(g *neural.Gradient, table *neural.Param, rows []int32, d []float32) {
	for _, r := range rows {
		if r >= 0 {
			neural.Add(g.Row(table, int(r)), d)
		}
	}
}

// pieceWords is about how many words of a text are learned from at a time.
const pieceWords = 350

// pieces cuts a text where paragraphs begin. What an attribution has beyond its
// cue's piece is lost, as it would be beyond the window.
func pieces(x Example) (out []Example) {
	from := 0
	cut := func(to int) {
		doc := x.Doc.Part(from, to)
		start := x.Doc.Sentences[from].Start
		p := Example{Doc: doc}
		move := func(spans [][2]int) (moved [][2]int) {
			for _, s := range spans {
				if a, b := max(s[0]-start, 0), min(s[1]-start, len(doc.Text)); a < b {
					moved = append(moved, [2]int{a, b})
				}
			}
			return moved
		}
		for _, g := range x.Gold {
			if cue := move(g.Cue); len(cue) > 0 {
				p.Gold = append(p.Gold, Gold{Source: move(g.Source), Cue: cue, Content: move(g.Content)})
			}
		}
		out = append(out, p)
		from = to
	}
	all := x.Doc.Sentences
	for i := 1; i < len(all); i++ {
		if all[i].First-all[from].First >= pieceWords && strings.Contains(x.Doc.Text[all[i-1].End:all[i].Start], "\n\n") {
			cut(i)
		}
	}
	if from < len(all) {
		cut(len(all))
	}
	return out
}
