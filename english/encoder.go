package english

import (
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"interdict/internal/linear"
	"interdict/internal/neural"
)

// The sizes of the network.
const (
	vectorSize = 100 // of the vectors that words come with
	ownSize    = 32  // of those that are learned here for frequent words
	affixSize  = 32  // of those of beginnings and ends of words
	shapeSize  = 16  // of those of capitals and digits
	inputSize  = vectorSize + ownSize + affixSize + shapeSize
	affixRows  = 1 << 15 // beginnings and ends share them by hash
	shapeRows  = 1 << 9
	affixes    = 8
	hidden     = 128 // of one layer in one direction
	// vectorStep is what 1 means in a word's vector, which has the length
	// vectorNorm.
	vectorNorm = 3.0
	vectorStep = 1.5 / 127
)

// StateSize is how many numbers the network has for a word in its place.
const StateSize = 2 * hidden

// An encoder reads the words of a sentence into states: two layers of two LSTMs
// each, one from the front and one from behind.
type encoder struct {
	rows    table  // lower-case form to row of vectors and, if it is not greater than the rows of own, of own
	vectors []int8 // vectorSize of each row; row 0 is of unknown words
	own     *neural.Param
	affix   *neural.Param
	shape   *neural.Param
	layers  [2][2]neural.LSTM // layer, direction
}

func (e *encoder) begin(s *neural.Set, ownRows int) {
	e.own = s.Table("own", ownRows, ownSize)
	e.affix = s.Table("affix", affixRows, affixSize)
	e.shape = s.Table("shape", shapeRows, shapeSize)
	in := inputSize
	for i := range e.layers {
		for d := range e.layers[i] {
			e.layers[i][d] = s.LSTM("layer"+string(rune('0'+i))+string(rune('0'+d)), in, hidden)
		}
		in = StateSize
	}
}

// word is where the network looks up a token.
type word struct {
	vector, own, shape int32
	affix              [affixes]int32
}

// wordOf looks a form up.
func (e *encoder) wordOf(form string) word {
	lower := strings.ToLower(form)
	if strings.ContainsAny(lower, "’‘") {
		lower = strings.NewReplacer("’", "'", "‘", "'").Replace(lower)
	}
	var w word
	row := e.rows.get(linear.Hash(lower))
	if row == 0 {
		row = e.rows.get(linear.Hash(clusterKey(lower)))
	}
	w.vector = int32(row)
	if int(row) < e.own.Rows {
		w.own = int32(row)
	}
	w.shape = int32(linear.Hash(shapeOf(form)) % shapeRows)
	end, from := len(lower), 0
	n := 0
	add := func(kind int, part string) {
		w.affix[n] = int32(linear.Mix(kind, linear.Hash(part), 0, 0) % affixRows)
		n++
	}
	add(0, lower)
	for k := range 4 { // ends of one to four letters, as far as there are any
		if end > 0 {
			_, size := utf8.DecodeLastRuneInString(lower[:end])
			end -= size
		}
		add(1+k, lower[end:])
	}
	for k := range 3 {
		if from < len(lower) {
			_, size := utf8.DecodeRuneInString(lower[from:])
			from += size
		}
		add(5+k, lower[:from])
	}
	return w
}

// shapeOf is a form with its letters and digits classed: Xx for Iran, d for
// 2024, X.X. for U.S.
func shapeOf(form string) string {
	var b [24]byte
	n := 0
	last := byte(0)
	for _, r := range form {
		c := byte('-')
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLower(r):
			c = 'x'
		case unicode.IsDigit(r):
			c = 'd'
		case unicode.IsLetter(r):
			c = 'o'
		case r == '.':
			c = '.'
		}
		if (c != last || c == 'X' && n < 4) && n < len(b) {
			b[n] = c
			n++
			last = c
		}
	}
	return string(b[:n])
}

// How much is dropped in training.
const (
	dropInput  = 0.2
	dropStates = 0.33
	dropWord   = 0.06 // words whose own and given vectors are not seen, only their letters
)

// reading is what an encoder keeps of the words that it reads at a time. Its
// zero value is ready.
type reading struct {
	e      *encoder
	random *rand.Rand // nil at work: nothing is dropped
	batch  neural.Batch
	words  []word
	unseen []bool
	inputs [2][2][]float32 // layer, direction
	runs   [2][2]neural.Run
	masks  [3]neural.Mask
	back   []float32
	states []float32 // StateSize of each word, in the order of the text

	dOut                        [2][]float32
	half, dHalf, dTurned, dBack []float32
}

// read leaves the states of sentences of these lengths in r.states.
func (r *reading) read(words []word, lengths []int) {
	e, b := r.e, &r.batch
	b.Set(lengths)
	r.words = words
	x := neural.Room(r.inputs[0][0], b.Rows*inputSize)
	r.unseen = r.unseen[:0]
	for i, w := range words {
		to := x[int(b.Row[i])*inputSize:][:inputSize]
		unseen := r.random != nil && r.random.Float64() < dropWord
		r.unseen = append(r.unseen, unseen)
		if unseen {
			clear(to[:vectorSize+ownSize])
		} else {
			for k, v := range e.vectors[int(w.vector)*vectorSize:][:vectorSize] {
				to[k] = float32(v) * vectorStep
			}
			copy(to[vectorSize:], e.own.Row(int(w.own)))
		}
		sum := to[vectorSize+ownSize:][:affixSize]
		clear(sum)
		for _, a := range w.affix {
			neural.Add(sum, e.affix.Row(int(a)))
		}
		copy(to[vectorSize+ownSize+affixSize:], e.shape.Row(int(w.shape)))
	}
	in := inputSize
	for l := range e.layers {
		share := dropInput
		if l > 0 {
			share = dropStates
		}
		if r.random != nil {
			r.masks[l] = r.masks[l].Drop(r.random, x, share)
		}
		r.inputs[l][0] = x
		r.inputs[l][1] = neural.Room(r.inputs[l][1], b.Rows*in)
		b.Turn(r.inputs[l][1], x, in)
		for d := range 2 {
			e.layers[l][d].Forward(&r.runs[l][d], b, r.inputs[l][d])
		}
		r.back = neural.Room(r.back, b.Rows*hidden)
		b.Turn(r.back, r.runs[l][1].Out, hidden)
		in = StateSize
		if l == 0 {
			x = neural.Room(r.inputs[1][0], b.Rows*in)
		} else {
			x = neural.Room(r.states, b.Rows*in)
		}
		for i := range b.Rows {
			row := int(b.Row[i])
			to := row
			if l > 0 {
				to = i
			}
			copy(x[to*in:], r.runs[l][0].Out[row*hidden:(row+1)*hidden])
			copy(x[to*in+hidden:], r.back[row*hidden:(row+1)*hidden])
		}
	}
	r.states = x
	if r.random != nil {
		r.masks[2] = r.masks[2].Drop(r.random, x, dropStates)
	}
}

// learn adds to the gradient what dStates, of the states, says.
func (r *reading) learn(g *neural.Gradient, dStates []float32) {
	e, b := r.e, &r.batch
	r.masks[2].Back(dStates)
	dOut := neural.Zeros(r.dOut[1], b.Rows*StateSize)
	for i, row := range b.Row {
		copy(dOut[int(row)*StateSize:], dStates[i*StateSize:(i+1)*StateSize])
	}
	r.dOut[1] = dOut
	for l := len(e.layers) - 1; l >= 0; l-- {
		in := StateSize
		if l == 0 {
			in = inputSize
		}
		dIn := neural.Zeros(r.dOut[1-l], b.Rows*in)
		r.dTurned, r.dBack = neural.Zeros(r.dTurned, b.Rows*in), neural.Zeros(r.dBack, b.Rows*in)
		r.half, r.dHalf = neural.Zeros(r.half, b.Rows*hidden), neural.Zeros(r.dHalf, b.Rows*hidden)
		for i := range b.Rows {
			copy(r.half[i*hidden:], dOut[i*StateSize:i*StateSize+hidden])
		}
		e.layers[l][0].Backward(g, &r.runs[l][0], b, dIn, r.inputs[l][0], r.half)
		for i := range b.Rows {
			copy(r.half[i*hidden:], dOut[i*StateSize+hidden:(i+1)*StateSize])
		}
		b.Turn(r.dHalf, r.half, hidden)
		e.layers[l][1].Backward(g, &r.runs[l][1], b, r.dTurned, r.inputs[l][1], r.dHalf)
		b.Turn(r.dBack, r.dTurned, in)
		neural.Add(dIn, r.dBack)
		r.masks[l].Back(dIn)
		r.dOut[1-l], dOut = dIn, dIn
	}
	for i, w := range r.words {
		d := dOut[int(b.Row[i])*inputSize:][:inputSize]
		if !r.unseen[i] && w.own > 0 {
			neural.Add(g.Row(e.own, int(w.own)), d[vectorSize:])
		}
		for _, a := range w.affix {
			neural.Add(g.Row(e.affix, int(a)), d[vectorSize+ownSize:])
		}
		neural.Add(g.Row(e.shape, int(w.shape)), d[vectorSize+ownSize+affixSize:])
	}
}
