package eval

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Re3dDevelopment reports whether a document of re3d belongs to the development
// part, which figures are given on and nothing is trained on: those where the
// first byte of the sha256 of the document's _id leaves no rest on division by
// three, about a third.
func Re3dDevelopment(documentID string) bool {
	sum := sha256.Sum256([]byte(documentID))
	return sum[0]%3 == 0
}

// entityClasses are what is scored: kinds of entity that both re3d and this
// program know. re3d's nationalities, quantities, times, money, coordinates,
// frequencies, identifiers and document references are no parties and left out.
var entityClasses = []string{"person", "organization", "place", "thing"}

// goldClass gives the class of a re3d type.
func goldClass(t string) string {
	switch t {
	case "Person":
		return "person"
	case "Organisation":
		return "organization"
	case "Location":
		return "place"
	case "Weapon", "MilitaryPlatform", "Vehicle":
		return "thing"
	}
	return ""
}

// schemaClasses gives the classes that an entity of ours may be in gold, the
// likeliest first. re3d has a state as an organisation where it acts and as a
// location where it is a place; a state that we find is right either way.
func schemaClasses(schema string) []string {
	switch schema {
	case "Person":
		return []string{"person"}
	case "Country":
		return []string{"place", "organization"}
	case "Location", "Address":
		return []string{"place"}
	case "Organization", "Company", "PublicBody", "LegalEntity", "Outlet":
		return []string{"organization"}
	case "Group": // re3d has unnamed groups as organisations, and a few as persons
		return []string{"organization", "person"}
	case "Weapon", "Vehicle", "Vessel", "Airplane":
		return []string{"thing"}
	}
	return nil
}

// A Re3dDoc is an official statement with its gold entities by class: person,
// organization, place and thing.
type Re3dDoc struct {
	ID   string
	Text string
	Gold map[string][]Range
}

// ReadRe3d reads the documents of one folder, and says how many entities lie
// outside their text. Entities to which the curators gave a confidence below one
// half are machine suggestions that they threw out.
func ReadRe3d(dir string) (docs []Re3dDoc, outside int, err error) {
	at := map[string]int{}
	offsets := map[string][]int{}
	type document struct {
		ID   string `json:"_id"`
		Text string `json:"text"`
	}
	if err = eachLine(filepath.Join(dir, "documents.jsonl"), func(d document) error {
		at[d.ID] = len(docs)
		offsets[d.ID] = byteOffsets(d.Text)
		docs = append(docs, Re3dDoc{d.ID, d.Text, map[string][]Range{}})
		return nil
	}); err != nil {
		return nil, 0, err
	}
	type entity struct {
		Begin      int     `json:"begin"`
		End        int     `json:"end"`
		Type       string  `json:"type"`
		DocumentID string  `json:"documentId"`
		Confidence float64 `json:"confidence"`
	}
	err = eachLine(filepath.Join(dir, "entities.jsonl"), func(e entity) error {
		i, ok := at[e.DocumentID]
		if !ok {
			return nil
		}
		class, o := goldClass(e.Type), offsets[e.DocumentID]
		if class == "" || e.Confidence < 0.5 {
			return nil
		}
		if e.Begin < 0 || e.End <= e.Begin || e.End >= len(o) {
			outside++
			return nil
		}
		docs[i].Gold[class] = append(docs[i].Gold[class], Range{o[e.Begin], o[e.End]})
		return nil
	})
	return docs, outside, err
}

// eachLine decodes a file of JSON lines, gzipped or not.
func eachLine[T any](path string, do func(T) error) error {
	f, err := open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
		if err := do(v); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// re3d measures entities on the development part of reading/re3d/*: re3d.f1, with
// precision and recall, for spans with the same characters (white space and a
// leading article aside), and re3d.overlap_f1 for spans that share half of them.
// Groups: all (every class together), person, organization, place and thing; and
// every_document, all classes in all documents, which is the figure to look at on
// data that nothing was trained on, and flatters where something was.
func (r *run) re3d(ctx context.Context) error {
	if r.opts.Entities == nil {
		return skipped("nothing to find entities with")
	}
	var docs []Re3dDoc
	for _, f := range r.find("reading/re3d/*/documents.jsonl") {
		got, outside, err := ReadRe3d(filepath.Dir(f))
		if err != nil {
			return err
		}
		if outside > 0 {
			r.say("%s: %d entities lie outside their text and do not count", filepath.Base(filepath.Dir(f)), outside)
		}
		docs = append(docs, got...)
	}
	if len(docs) == 0 {
		return skipped("no reading/re3d/*/documents.jsonl")
	}
	scores := make([]map[string][2]prf, len(docs))
	err := r.each(ctx, len(docs), func(ctx context.Context, i int) error {
		out, err := r.opts.Entities(ctx, docs[i].Text)
		if err != nil {
			return fmt.Errorf("%s: %w", docs[i].ID, err)
		}
		scores[i] = scoreEntities(docs[i], out)
		return nil
	})
	if err != nil {
		return err
	}
	sums := map[string][2]prf{}
	for i, s := range scores {
		for class, c := range s {
			groups := []string{"every_document"}
			if Re3dDevelopment(docs[i].ID) {
				groups = append(groups, "all", class)
			}
			for _, g := range groups {
				sum := sums[g]
				sum[0].add(c[0])
				sum[1].add(c[1])
				sums[g] = sum
			}
		}
	}
	for _, g := range slices.Concat([]string{"all"}, entityClasses, []string{"every_document"}) {
		c := sums[g]
		f := func(name string, part, whole int) {
			r.addRatio("re3d."+name, g, float64(part), float64(whole), c[0].gold)
		}
		f("f1", 2*c[0].both, c[0].gold+c[0].out)
		f("precision", c[0].both, c[0].out)
		f("recall", c[0].both, c[0].gold)
		f("overlap_f1", 2*c[1].both, c[1].gold+c[1].out)
	}
	return nil
}

// scoreEntities counts, for each class, the spans of one document: exact, and
// with half their characters shared.
func scoreEntities(doc Re3dDoc, found []EntityMention) map[string][2]prf {
	scores := map[string][2]prf{}
	gold := map[string][]charset{}
	for _, class := range entityClasses {
		var sets []charset
		for _, g := range doc.Gold[class] {
			sets = append(sets, entitySet(doc.Text, g))
		}
		gold[class] = distinct(sets)
	}
	for way, agree := range []func(g, o charset) bool{
		func(g, o charset) bool { return slices.Equal(g, o) },
		func(g, o charset) bool { return g.jaccard(o) >= 0.5 },
	} {
		out := map[string][]charset{}
		for _, m := range found {
			classes := schemaClasses(m.Schema)
			if len(classes) == 0 {
				continue
			}
			set, class := entitySet(doc.Text, m.Range), classes[0]
			for _, c := range classes {
				if slices.ContainsFunc(gold[c], func(g charset) bool { return agree(g, set) }) {
					class = c
					break
				}
			}
			out[class] = append(out[class], set)
		}
		for _, class := range entityClasses {
			g, o := gold[class], distinct(out[class])
			s := scores[class]
			s[way] = prf{len(g), len(o), mostPairs(len(g), len(o), func(i, j int) bool { return agree(g[i], o[j]) })}
			scores[class] = s
		}
	}
	return scores
}

// entitySet is the characters of a mention without a leading article, which
// re3d now has and now has not.
func entitySet(text string, m Range) charset {
	m.Start, m.End = max(m.Start, 0), min(m.End, len(text))
	if m.Start >= m.End {
		return nil
	}
	span := text[m.Start:m.End]
	trimmed := strings.TrimLeft(span, " \n\t")
	for _, article := range []string{"the ", "a ", "an "} {
		if len(trimmed) > len(article) && strings.EqualFold(trimmed[:len(article)], article) {
			trimmed = trimmed[len(article):]
			break
		}
	}
	m.Start += len(span) - len(trimmed)
	return newCharset(text, []Range{m})
}
