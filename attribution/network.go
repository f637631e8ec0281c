package attribution

import (
	"io"
	"math/rand/v2"

	"interdict/english"
	"interdict/internal/linear"
	"interdict/internal/neural"
)

// The sizes of the network.
const (
	mixSize     = 64 // of what is taken of the states of a word and of a cue
	featureSize = 32
	inSize      = mixSize + featureSize
	roleHidden  = 64
	cueKinds    = 3 // outside, begin, inside
	roleKinds   = 3 // outside, source, content
	cueSize     = 32
	cueLayer    = 96
)

// network tells cues from the states of words, and for each cue by itself the
// source and content around it: two LSTMs over the words of its window, which
// read of each word its state and the cue's, and how the two hang together.
type network struct {
	hints       *neural.Param // of words as cues
	layer, cue  neural.Dense
	word, given neural.Dense // of a word, of the cue
	features    *neural.Param
	front, back neural.LSTM
	role        neural.Dense
	cues, roles neural.Chain // of labels
}

func (n *network) begin(s *neural.Set, stateSize int) {
	n.hints = s.Table("hints", cueRows, cueSize)
	n.layer, n.cue = s.Dense("layer", stateSize+cueSize, cueLayer), s.Dense("cue", cueLayer, cueKinds)
	n.word, n.given = s.Dense("word", stateSize, mixSize), s.Dense("given", stateSize, mixSize)
	n.features = s.Table("features", featureRows, featureSize)
	n.front, n.back = s.LSTM("front", inSize, roleHidden), s.LSTM("back", inSize, roleHidden)
	n.role = s.Dense("role", 2*roleHidden, roleKinds)
	n.cues, n.roles = s.Chain("cues", cueKinds), s.Chain("roles", roleKinds)
}

// params returns the parameters in the order of the file.
func (n *network) params() []*neural.Param {
	out := []*neural.Param{n.features, n.hints, n.cues.Pairs, n.roles.Pairs}
	for _, l := range []neural.LSTM{n.front, n.back} {
		out = append(out, l.X, l.H, l.Bias)
	}
	for _, d := range []neural.Dense{n.layer, n.cue, n.word, n.given, n.role} {
		out = append(out, d.W, d.B)
	}
	return out
}

// A Network is the network of a [Model] by itself, as a [Task] leaves it.
type Network struct{ n network }

const networkKind = "interdict-attribution-network-1"

// Write writes the network as one compressed file with a checksum.
func (n *Network) Write(w io.Writer) error {
	var e linear.Encoder
	n.n.encode(&e)
	return linear.WriteFile(w, networkKind, e.Bytes())
}

// ReadNetwork reads what [Network.Write] wrote, and refuses anything else.
func ReadNetwork(r io.Reader) (*Network, error) {
	body, err := linear.ReadFile(r, networkKind)
	if err != nil {
		return nil, err
	}
	n := &Network{}
	return n, n.n.decode(&linear.Decoder{Data: body})
}

func (n *network) encode(e *linear.Encoder) {
	for _, p := range n.params() {
		e.Weights(p.W, p.Cols, p.Sparse)
	}
}

// decode reads the parameters.
func (n *network) decode(d *linear.Decoder) error {
	var set neural.Set
	n.begin(&set, english.StateSize)
	for _, p := range n.params() {
		if p.W = d.Weights(p.Cols, p.Sparse); len(p.W) != p.Rows*p.Cols {
			return linear.ErrDamaged
		}
	}
	neural.Pack(set.Params, false)
	return nil
}

// pass is what the network makes of a text. Its zero value, but for n, is ready.
type pass struct {
	n           *network
	random      *rand.Rand // in training, when features are dropped
	from        int        // number of the first word of word and given
	hints       []int32    // features of each word as a cue
	seen        []float32  // its state, and the sum of these
	layer       []float32
	cues        []float32 // scores, n.cue.W.Cols a word
	word, given []float32

	batch          neural.Batch
	lengths        []int
	rows           []int32 // features of each word of each window
	x, turned      []float32
	run, runBack   neural.Run
	backOut, state []float32
	roles          []float32 // scores, n.role.W.Cols a word of the windows, in their order
}

// drop makes a share of features -1, in training.
func (p *pass) drop(rows []int32) {
	if p.random == nil {
		return
	}
	for i := range rows {
		if p.random.Float64() < dropFeature {
			rows[i] = -1
		}
	}
}

// readCues scores words as cues, from the states of the words of v from number
// from on.
func (p *pass) readCues(v *view, states []float32, from, words int) {
	const in = english.StateSize + cueSize
	p.seen = neural.Room(p.seen, words*in)
	p.hints = p.hints[:0]
	for i := range words {
		x := p.seen[i*in : (i+1)*in]
		copy(x, states[i*english.StateSize:(i+1)*english.StateSize])
		first := len(p.hints)
		p.hints = v.hints(from+i, p.hints)
		p.drop(p.hints[first:])
		sumRows(x[english.StateSize:], p.n.hints, p.hints[first:])
	}
	p.layer = p.n.layer.Forward(p.layer, p.seen, words)
	neural.Relu(p.layer)
	p.cues = p.n.cue.Forward(p.cues, p.layer, words)
}

// sumRows writes the sum of rows of a table.
func sumRows(to []float32, table *neural.Param, rows []int32) {
	clear(to)
	for _, row := range rows {
		if row < 0 {
			continue
		}
		neural.Add(to, table.Row(int(row)))
	}
}

// readWords computes what the windows of all cues share, from the states of the
// words from number from on.
func (p *pass) readWords(states []float32, from, words int) {
	p.from = from
	p.word, p.given = p.n.word.Forward(p.word, states, words), p.n.given.Forward(p.given, states, words)
}

// windows computes the scores of the words around cues.
func (p *pass) windows(all []*roleSequence) {
	n, b := p.n, &p.batch
	p.lengths, p.rows = p.lengths[:0], p.rows[:0]
	for _, s := range all {
		p.lengths = append(p.lengths, s.Len())
	}
	b.Set(p.lengths)
	p.x, p.turned = neural.Room(p.x, b.Rows*inSize), neural.Room(p.turned, b.Rows*inSize)
	at := 0
	for _, s := range all {
		given := p.given[(s.main-p.from)*mixSize:][:mixSize]
		for k := range s.way {
			x := p.x[int(b.Row[at])*inSize:][:inSize]
			for q, v := range p.word[(s.first-p.from+k)*mixSize:][:mixSize] {
				x[q] = v + given[q]
			}
			from := len(p.rows)
			p.rows = s.hints(k, p.rows)
			p.drop(p.rows[from:])
			sumRows(x[mixSize:], n.features, p.rows[from:])
			at++
		}
	}
	b.Turn(p.turned, p.x, inSize)
	n.front.Forward(&p.run, b, p.x)
	n.back.Forward(&p.runBack, b, p.turned)
	p.backOut = neural.Room(p.backOut, b.Rows*roleHidden)
	b.Turn(p.backOut, p.runBack.Out, roleHidden)
	p.state = neural.Room(p.state, b.Rows*2*roleHidden)
	for i, row := range b.Row {
		to := p.state[i*2*roleHidden:]
		copy(to[:roleHidden], p.run.Out[int(row)*roleHidden:])
		copy(to[roleHidden:2*roleHidden], p.backOut[int(row)*roleHidden:])
	}
	p.roles = n.role.Forward(p.roles, p.state, b.Rows)
}
