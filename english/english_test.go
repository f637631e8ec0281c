package english

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSegment(t *testing.T) {
	m, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ text, want string }{
		{"Iran didn't reply.", "Iran did n't reply ."},
		{"The U.S. said so. It left.", "The U.S. said so . | It left ."},
		{"Mr. Kim met Gen. Pak on Jan. 5.", "Mr. Kim met Gen. Pak on Jan. 5 ."},
		{"\"We have none,\" he said. \"None.\" She left.", "\" We have none , \" he said . | \" None . \" | She left ."},
		{"North Korea's Hwasong-17 flew 1,090.5 km.", "North Korea 's Hwasong - 17 flew 1,090.5 km ."},
		{"a U.S.-led raid", "a U.S. - led raid"},
		{"Ministers' talks cost $5m (10%).", "Ministers ' talks cost $ 5 m ( 10 % ) ."},
		{"Headline without a stop\n\nThe text begins.", "Headline without a stop | The text begins ."},
		{"He works for Rosoboronexport Co. The firm denied it.", "He works for Rosoboronexport Co. | The firm denied it ."},
		{"see https://example.org/a?b=c now", "see https://example.org/a?b=c now"},
		{"SEOUL, 18 May 2024 (Yonhap) — North Korea denied it.", "SEOUL , 18 May 2024 ( Yonhap ) — | North Korea denied it ."},
		{"NATO forces left - at last.", "NATO forces left - at last ."},
		{"", ""},
	}
	for _, tt := range tests {
		d := m.Segment(tt.text)
		var got []string
		for i, s := range d.Sentences {
			if i > 0 {
				got = append(got, "|")
			}
			for _, tok := range d.Tokens[s.First:s.Last] {
				got = append(got, tok.Form)
			}
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q: %s", tt.text, diff)
		}
	}
}

// wellFormed checks what holds of every document whatever the text.
func wellFormed(t interface{ Fatalf(string, ...any) }, d *Doc) {
	last := 0
	for i, tok := range d.Tokens {
		if tok.Start < last || tok.End <= tok.Start || d.Text[tok.Start:tok.End] != tok.Form {
			t.Fatalf("token %d %q at %d:%d", i, tok.Form, tok.Start, tok.End)
		}
		if strings.IndexFunc(d.Text[last:tok.Start], func(r rune) bool { return !unicode.IsSpace(r) }) >= 0 {
			t.Fatalf("text left out before token %d: %q", i, d.Text[last:tok.Start])
		}
		last = tok.End
	}
	if strings.TrimSpace(d.Text[last:]) != "" {
		t.Fatalf("text left out at the end: %q", d.Text[last:])
	}
	next := 0
	for _, s := range d.Sentences {
		if s.First != next || s.Last <= s.First || s.Last-s.First > MaxSentence {
			t.Fatalf("sentence %+v after token %d", s, next)
		}
		next = s.Last
		roots := 0
		for i := s.First; i < s.Last; i++ {
			steps := 0
			for h := i; d.Tokens[h].Head >= 0; h = d.Tokens[h].Head {
				if steps++; steps > s.Last-s.First || d.Tokens[h].Head < s.First || d.Tokens[h].Head >= s.Last {
					t.Fatalf("token %d does not reach a root", i)
				}
			}
			if d.Tokens[i].Head < 0 {
				roots++
			}
		}
		if roots != 1 {
			t.Fatalf("sentence %+v has %d roots", s, roots)
		}
	}
	if next != len(d.Tokens) {
		t.Fatalf("%d of %d tokens are in sentences", next, len(d.Tokens))
	}
}

func TestEveryTextIsReadWhole(t *testing.T) {
	m, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	pieces := rapid.SampledFrom([]string{"Iran", "'s", "n't", ".", "...", "!?", "\"", "“", "U.S.", "-", "—", "/", "5", "3.5", "$", "\n", "\n\n", " ", "’", "мир", "朝鲜", "\xff", "e-mail", "(", ")", ",", "A", "said", "@x", "#y"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(pieces, 0, 40).Draw(t, "text"), "")
		d, err := m.Parse(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, d)
	})
	d, err := m.Parse(context.Background(), strings.Repeat("word ", 3000))
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, d)
}

func TestTreeOfPlainSentence(t *testing.T) {
	m, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	d, err := m.Parse(context.Background(), "Iran denied on Friday that it had supplied drones to Russia.")
	if err != nil {
		t.Fatal(err)
	}
	root := 0
	for i, tok := range d.Tokens {
		if tok.Head < 0 {
			root = i
		}
	}
	if r := d.Tokens[root]; r.Lemma != "deny" || r.POS != VERB {
		t.Errorf("root is %+v", r)
	}
	if s := d.Tokens[0]; s.Head != root || s.Rel != "nsubj" || s.POS != PROPN {
		t.Errorf("subject is %+v", s)
	}
	for _, c := range d.Children(root) {
		if tok := d.Tokens[c]; tok.Rel == "ccomp" {
			first, last := d.Subtree(c)
			if tok.Lemma != "supply" || d.Tokens[first].Form != "that" || d.Tokens[last-1].Form != "Russia" {
				t.Errorf("content is %+v, %d to %d", tok, first, last)
			}
			return
		}
	}
	t.Errorf("no content clause: %+v", d.Tokens)
}

const tiny = `# text = Dogs bark .
1	Dogs	dog	NOUN	NNS	_	2	nsubj	_	_
2	bark	bark	VERB	VBP	_	0	root	_	_
3	.	.	PUNCT	.	_	2	punct	_	_

1	Cats	cat	NOUN	NNS	_	2	nsubj	_	_
2	sleep	sleep	VERB	VBP	_	0	root	_	_
3	.	.	PUNCT	.	_	2	punct	_	_

`

func TestTrainWriteRead(t *testing.T) {
	m, err := Train(context.Background(), strings.NewReader(strings.Repeat(tiny, 20)), TrainOptions{Epochs: 5, Steps: 30})
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
	d, err := again.Parse(context.Background(), "Dogs sleep.")
	if err != nil {
		t.Fatal(err)
	}
	if d.Tokens[0].Head != 1 || d.Tokens[0].Rel != "nsubj" || d.Tokens[1].Head != -1 || d.Tokens[0].Lemma != "dog" {
		t.Errorf("%+v", d.Tokens)
	}
	for _, damaged := range [][]byte{nil, whole[:len(whole)/2], append(bytes.Clone(whole[:30]), bytes.Repeat([]byte{7}, 100)...), []byte("not a model")} {
		if _, err := ReadModel(bytes.NewReader(damaged)); err == nil {
			t.Errorf("a damaged model of %d bytes was read", len(damaged))
		}
	}
	if _, err := Train(context.Background(), strings.NewReader("1\tword"), TrainOptions{}); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a treebank with too few columns: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	m, err := Default()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"Mr. Kim didn't.", "''-'", "a.b.c.-d", "-5", "U.S.", "\xff'", "$%."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := m.Parse(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, d)
	})
}

func BenchmarkParse(b *testing.B) {
	m, err := Default()
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat("Iran's foreign ministry on Wednesday dismissed fresh allegations that Tehran had supplied Russia with attack drones, the state news agency reported. ", 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := m.Parse(context.Background(), text); err != nil {
			b.Fatal(err)
		}
	}
}

// TestPart holds a part of a text to be what the sentences are where they stand.
func TestPart(t *testing.T) {
	m, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	d, err := m.Parse(context.Background(), "It rained. Iran denied the report. Nobody came.")
	if err != nil {
		t.Fatal(err)
	}
	p := d.Part(1, 3)
	wellFormed(t, p)
	if p.Text != "Iran denied the report. Nobody came." || len(p.Sentences) != 2 {
		t.Fatalf("%q, %+v", p.Text, p.Sentences)
	}
	first := d.Sentences[1].First
	if diff := cmp.Diff(d.States(nil, first, len(d.Tokens)), p.States(nil, 0, len(p.Tokens))); diff != "" {
		t.Error("other states")
	}
	for i, tok := range p.Tokens {
		if want := d.Tokens[first+i]; tok.Form != want.Form || tok.Rel != want.Rel || tok.Head >= 0 && p.Tokens[tok.Head].Form != d.Tokens[want.Head].Form {
			t.Errorf("token %d is %+v, was %+v", i, tok, want)
		}
	}
	if empty := d.Part(1, 1); len(empty.Tokens) > 0 || empty.Text != "" {
		t.Errorf("nothing is %+v", empty)
	}
	long := *d // as if it were too long for them to be kept
	long.states = nil
	if diff := cmp.Diff(d.States(nil, first-1, len(d.Tokens)-1), long.States(nil, first-1, len(d.Tokens)-1)); diff != "" {
		t.Error("read again the states are others")
	}
}
