package attribution

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"interdict/english"
	"interdict/internal/linear"
)

func parse(t testing.TB, text string) *english.Doc {
	t.Helper()
	m, err := english.Default()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := m.Parse(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func words(doc *english.Doc, tokens []int) string {
	var out []string
	for _, i := range tokens {
		out = append(out, doc.Tokens[i].Form)
	}
	return strings.Join(out, " ")
}

// TestFind reads plain reports, the bread and butter of news.
func TestFind(t *testing.T) {
	m, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ text, source, cue, content string }{
		{"The minister said that the ships had left the port.", "The minister", "said", "that the ships had left the port"},
		{"The ships left the port on Monday, the minister said.", "the minister", "said", "The ships left the port on Monday"},
		{"According to the report, the ships left the port.", "the report", "According to", "the ships left the port"},
		{"“We have sold nothing,” she said.", "she", "said", "“ We have sold nothing , ”"},
	}
	for _, tt := range tests {
		doc := parse(t, tt.text)
		all := m.Find(doc)
		if len(all) != 1 {
			t.Errorf("%q: %d attributions, want 1", tt.text, len(all))
			continue
		}
		got := []string{words(doc, all[0].Source), words(doc, all[0].Cue), strings.TrimRight(words(doc, all[0].Content), " .,")}
		if diff := cmp.Diff([]string{tt.source, tt.cue, strings.TrimRight(tt.content, " .,")}, got); diff != "" {
			t.Errorf("%q: %s", tt.text, diff)
		}
	}
}

// TestAnyText holds attributions of odd texts to what every attribution is.
func TestAnyText(t *testing.T) {
	m, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	pieces := rapid.SampledFrom([]string{"Iran ", "said ", "according to ", "“", "” ", "\"", ". ", ", ", "\n\n", "he ", "told ", "reporters ", "that ", "the report ", "denied ", "citing ", "\xff", "it "})
	rapid.Check(t, func(t *rapid.T) {
		parser, err := english.Default()
		if err != nil {
			t.Fatal(err)
		}
		doc, err := parser.Parse(context.Background(), strings.Join(rapid.SliceOfN(pieces, 0, 60).Draw(t, "text"), ""))
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range m.Find(doc) {
			if len(a.Cue) == 0 {
				t.Fatal("an attribution without a cue")
			}
			for _, part := range [][]int{a.Source, a.Cue, a.Content} {
				for k, i := range part {
					if i < 0 || i >= len(doc.Tokens) || k > 0 && part[k-1] >= i {
						t.Fatalf("tokens %v of %d", part, len(doc.Tokens))
					}
				}
			}
		}
	})
}

// TestWhy names the features of an attribution: each has a description, and what
// spoke for a plain "said" is the word itself.
func TestWhy(t *testing.T) {
	m, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	doc := parse(t, "The minister said that the ships had left the port.")
	v := newView(doc)
	if n := len((&cuePart{v, 0, len(doc.Tokens)}).Node(0, nil)); n != len(cueTemplates) {
		t.Errorf("%d features of cues, %d described", n, len(cueTemplates))
	}
	if n := len(newRoleSequence(v, []int{2}).Node(0, nil)); n != len(roleTemplates) {
		t.Errorf("%d features of sources and contents, %d described", n, len(roleTemplates))
	}
	for _, a := range m.Find(doc) {
		parts := map[string]int{}
		for i, r := range m.Why(doc, a) {
			parts[r.Part]++
			if r.Weight <= 0 || r.Feature == "" || !strings.Contains(doc.Text, r.Word) {
				t.Errorf("reason %d is %+v", i, r)
			}
			if r.Part == "cue" && r.Word != "said" {
				t.Errorf("%q spoke for the cue", r.Word)
			}
		}
		if parts["cue"] != mostReasons || parts["source"] != mostReasons || parts["content"] != mostReasons {
			t.Errorf("reasons of each part: %v", parts)
		}
	}
}

func TestQuotations(t *testing.T) {
	for text, want := range map[string]string{
		"He said “no” and “yes”.":             "no|yes",
		"“It is open. It stays open.\n\nYes.": "It is open . It stays open .",
		"A \"b\" c \"d\" e":                   "b|d",
		"no quotes":                           "",
	} {
		doc := parse(t, text)
		var parts []string
		last := -1
		for i, q := range Quotations(doc) {
			form := doc.Tokens[i].Form
			switch {
			case q < 0 || form == "“" || form == "”" || form == "\"":
			case q != last:
				parts = append(parts, form)
				last = q
			default:
				parts[len(parts)-1] += " " + form
			}
		}
		if got := strings.Join(parts, "|"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// plainExamples are four annotated sentences, alike but for who says it.
func plainExamples(t *testing.T) []Example {
	var examples []Example
	for _, subject := range []string{"The minister", "A spokesman", "The company", "She"} {
		text := subject + " said that the ships had left."
		end := len(subject)
		examples = append(examples, Example{Doc: parse(t, text), Gold: []Gold{{
			Source: [][2]int{{0, end}}, Cue: [][2]int{{end + 1, end + 5}}, Content: [][2]int{{end + 6, len(text) - 1}}}}})
	}
	return examples
}

func TestTrainWriteRead(t *testing.T) {
	examples := plainExamples(t)
	m, err := Train(context.Background(), examples, TrainOptions{Epochs: 10})
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := m.WriteModel(&file); err != nil {
		t.Fatal(err)
	}
	whole := bytes.Clone(file.Bytes())
	again, err := ReadModel(&file)
	if err != nil {
		t.Fatal(err)
	}
	doc := parse(t, "The captain said that the ships had left.")
	all := again.Find(doc)
	if len(all) != 1 || words(doc, all[0].Source) != "The captain" || words(doc, all[0].Content) != "that the ships had left" {
		t.Errorf("found %+v", all)
	}
	if _, err := ReadModel(bytes.NewReader(whole[:len(whole)/2])); err == nil {
		t.Error("half a model was read")
	}
	if _, err := Train(context.Background(), nil, TrainOptions{}); err == nil {
		t.Error("trained on nothing")
	}
}

// TestNetwork learns attributions together with trees, and keeps the network
// through writing and reading.
func TestNetwork(t *testing.T) {
	examples := plainExamples(t)
	const tree = `1	The	the	DET	DT	_	2	det	_	_
2	captain	captain	NOUN	NN	_	3	nsubj	_	_
3	said	say	VERB	VBD	_	0	root	_	_
4	that	that	SCONJ	IN	_	8	mark	_	_
5	the	the	DET	DT	_	6	det	_	_
6	ships	ship	NOUN	NNS	_	8	nsubj	_	_
7	had	have	AUX	VBD	_	8	aux	_	_
8	left	leave	VERB	VBN	_	3	ccomp	_	SpaceAfter=No
9	.	.	PUNCT	.	_	3	punct	_	_

`
	task := NewTask(examples, 0.5)
	parser, err := english.Train(context.Background(), strings.NewReader(strings.Repeat(tree, 20)), english.TrainOptions{Epochs: 5, Steps: 90, Rate: 0.006, Tasks: []english.Task{task}})
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := task.Network().Write(&file); err != nil {
		t.Fatal(err)
	}
	whole := bytes.Clone(file.Bytes())
	network, err := ReadNetwork(&file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadNetwork(bytes.NewReader(whole[:len(whole)/2])); err == nil {
		t.Error("half a network was read")
	}
	doc, err := parser.Parse(context.Background(), "The captain said that the ships had left.")
	if err != nil {
		t.Fatal(err)
	}
	// By itself, with sequence models that say nothing.
	m := &Model{network: network.n, shares: [2]float32{1000, 1000}, ranks: linear.NewTrainer([]string{"good"}).Model(0),
		cues: linear.NewChainTrainer(cueLabels).Chain(0), roles: linear.NewChainTrainer(roleLabels).Chain(0)}
	all := m.Find(doc)
	if len(all) != 1 || words(doc, all[0].Source) != "The captain" || words(doc, all[0].Cue) != "said" || words(doc, all[0].Content) != "that the ships had left" {
		t.Errorf("found %+v", all)
	}
}

// TestTrees makes whoever says something the subject of the verb that says so.
func TestTrees(t *testing.T) {
	parser, err := english.Default()
	if err != nil {
		t.Fatal(err)
	}
	text := "It rained. Its deputy envoy, Ann Lee, on Friday told the council that nobody came."
	at := strings.Index(text, "Its")
	verb := strings.Index(text, "told")
	source := [][2]int{{at, strings.Index(text, ", on Friday")}}
	trees := Trees(parser, []Example{{Doc: parse(t, text), Gold: []Gold{
		{Source: source, Cue: [][2]int{{verb, verb + 4}}},
		{Source: source, Cue: [][2]int{{strings.Index(text, "rained"), strings.Index(text, ". Its")}}}, // another sentence
	}}})
	if len(trees) != 1 || len(trees[0].Sentences) != 1 || !strings.HasPrefix(trees[0].Text, "Its deputy") {
		t.Fatalf("%d sentences", len(trees))
	}
	for _, tok := range trees[0].Tokens {
		if tok.Form == "envoy" && (tok.Rel != "nsubj" || trees[0].Tokens[tok.Head].Form != "told") {
			t.Errorf("%+v", tok)
		}
	}
}

func TestPieces(t *testing.T) {
	paragraph := strings.Repeat("The ships had left the port. ", 30)
	text := paragraph + "He said so.\n\n" + paragraph + "\n\nShe said no."
	at := strings.LastIndex(text, "said")
	x := Example{Doc: parse(t, text), Gold: []Gold{{Source: [][2]int{{at - 4, at - 1}}, Cue: [][2]int{{at, at + 4}}, Content: [][2]int{{at + 5, at + 7}}}}}
	tokens, golds := 0, 0
	for _, p := range pieces(x) {
		tokens += len(p.Doc.Tokens)
		for _, g := range p.Gold {
			golds++
			if got := p.Doc.Text[g.Source[0][0]:g.Source[0][1]] + " " + p.Doc.Text[g.Cue[0][0]:g.Cue[0][1]] + " " + p.Doc.Text[g.Content[0][0]:g.Content[0][1]]; got != "She said no" {
				t.Errorf("gold moved to %q", got)
			}
		}
	}
	if tokens != len(x.Doc.Tokens) || golds != 1 {
		t.Errorf("%d tokens of %d, %d attributions", tokens, len(x.Doc.Tokens), golds)
	}
}

func BenchmarkFind(b *testing.B) {
	m, err := Default()
	if err != nil {
		b.Fatal(err)
	}
	doc := parse(b, strings.Repeat("Iran's foreign ministry on Wednesday dismissed allegations that Tehran had supplied Russia with drones, the news agency reported. “We have sold nothing,” he said.\n\n", 15))
	for b.Loop() {
		m.Find(doc)
	}
	b.ReportMetric(float64(len(doc.Tokens))*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}
