package parties

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"interdict/english"
)

// TestRecognizer finds plain persons, organizations and places, and keeps them
// through writing and reading.
func TestRecognizer(t *testing.T) {
	parser, err := english.Default()
	if err != nil {
		t.Fatal(err)
	}
	r, err := DefaultRecognizer()
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := r.Write(&file); err != nil {
		t.Fatal(err)
	}
	whole := bytes.Clone(file.Bytes())
	again, err := ReadRecognizer(&file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadRecognizer(bytes.NewReader(whole[:len(whole)/2])); err == nil {
		t.Error("half a model was read")
	}
	doc, err := parser.Parse(context.Background(), "Foreign Secretary Philip Hammond met officials of the United Nations in Damascus on Monday.")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []*Recognizer{r, again} {
		got := map[string]string{}
		for _, e := range r.Find(doc) {
			var words []string
			for _, tok := range doc.Tokens[e.First:e.Last] {
				words = append(words, tok.Form)
			}
			got[strings.Join(words, " ")] = e.Class
		}
		for part, class := range map[string]string{"Hammond": PersonClass, "United Nations": OrganizationClass, "Damascus": PlaceClass} {
			found := false
			for text, c := range got {
				found = found || strings.Contains(text, part) && c == class
			}
			if !found {
				t.Errorf("no %s with %q among %v", class, part, got)
			}
		}
	}
}

// TestEntitiesOfAnyText holds entities of odd texts to what they are: in order,
// inside the text, none over another, of a known class.
func TestEntitiesOfAnyText(t *testing.T) {
	parser, err := english.Default()
	if err != nil {
		t.Fatal(err)
	}
	r, err := DefaultRecognizer()
	if err != nil {
		t.Fatal(err)
	}
	pieces := rapid.SampledFrom([]string{"Kim ", "Jong Un ", "the ", "United Nations ", "in ", "Damascus", ". ", ", ", "\n\n", "(", ") ", "T-90 ", "tanks ", "\xff", "Ltd. ", "a "})
	rapid.Check(t, func(t *rapid.T) {
		doc, err := parser.Parse(context.Background(), strings.Join(rapid.SliceOfN(pieces, 0, 40).Draw(t, "text"), ""))
		if err != nil {
			t.Fatal(err)
		}
		end := 0
		for _, e := range r.Find(doc) {
			if e.First < end || e.Last <= e.First || e.Last > len(doc.Tokens) {
				t.Fatalf("entity at %d–%d behind %d, of %d tokens", e.First, e.Last, end, len(doc.Tokens))
			}
			end = e.Last
			switch e.Class {
			case PersonClass, OrganizationClass, PlaceClass, ThingClass:
			default:
				t.Fatalf("class %q", e.Class)
			}
		}
	})
}
