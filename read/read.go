// Package read makes the ledger of a document: what it says, who says it, and
// which of those named are on a sanctions list.
//
// In comes a document (package document), out goes a [ledger.Ledger]:
//
//	model, err := english.Default()
//	reader := read.New(model, linker)
//	l, err := reader.Read(ctx, document.New(text, document.Options{}))
//
// A reader promises what package ledger does: offsets are code points and quote
// the text exactly, and nothing alleged or denied is asserted. Documents in
// another language than English get their parties and no claims, and the ledger
// has a note to say so ([Note]). A reader may be used by several
// goroutines at once.
package read

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"unicode/utf8"

	"interdict/claims"
	"interdict/document"
	"interdict/english"
	"interdict/ledger"
	"interdict/parties"
)

// A Linker finds the sanctions-list entries that a document's parties are.
// entries holds one slice a party, in the order given; basis names the lists
// and settings behind the answer. A linker must be safe for concurrent use.
type Linker interface {
	Link(ctx context.Context, doc *document.Document, ps []ledger.Party) (entries [][]ledger.Entry, basis string, err error)

	// Spot returns where a text in any language and script names parties on a
	// list, in the order of the text.
	Spot(ctx context.Context, text string) ([]Spot, error)
}

// A Reader makes ledgers.
type Reader struct {
	model  *english.Model
	linker Linker
}

// New returns a reader that parses with model and links parties with linker,
// which may be nil: then no party is linked.
func New(model *english.Model, linker Linker) *Reader {
	return &Reader{model: model, linker: linker}
}

// Default returns a reader with the model that came with the program, which
// links no party to a list.
func Default() (*Reader, error) {
	model, err := english.Default()
	if err != nil {
		return nil, err
	}
	return New(model, nil), nil
}

// Read makes the ledger of a document. It fails where the document is nil, where
// ctx ends, and where linking fails; no text is so odd that it fails otherwise.
func (r *Reader) Read(ctx context.Context, doc *document.Document) (*ledger.Ledger, error) {
	return r.read(ctx, doc, func(trees *english.Doc, set *parties.Set) ([]ledger.Claim, error) {
		return claims.Find(doc, trees, set)
	})
}

// Explain makes the ledger of a document and the reasons of the claims whose ids
// are given, or of all where none is. It fails where Read does, where a claim is
// not there, and where the document is in a language that claims are not read from.
func (r *Reader) Explain(ctx context.Context, doc *document.Document, ids ...string) (*ledger.Ledger, []claims.Reason, error) {
	if doc != nil && !English(doc) {
		return nil, nil, fmt.Errorf("%q is in %q; claims are read from English only", doc.ID, doc.Language)
	}
	var reasons []claims.Reason
	l, err := r.read(ctx, doc, func(trees *english.Doc, set *parties.Set) (rows []ledger.Claim, err error) {
		rows, reasons, err = claims.Explain(doc, trees, set, ids...)
		return rows, err
	})
	if err != nil {
		return nil, nil, err
	}
	for i := range reasons { // party ids as the ledger has them
		for _, c := range l.Claims {
			if c.ID == reasons[i].Claim.ID {
				reasons[i].Claim = c
			}
		}
	}
	return l, reasons, nil
}

func (r *Reader) read(ctx context.Context, doc *document.Document, find func(*english.Doc, *parties.Set) ([]ledger.Claim, error)) (*ledger.Ledger, error) {
	if doc == nil {
		return nil, errors.New("no document to read")
	}
	trees, err := r.model.Parse(ctx, doc.Text)
	if err != nil {
		return nil, fmt.Errorf("parsing %q: %w", doc.ID, err)
	}
	set := parties.Find(doc, trees)
	l := &ledger.Ledger{Document: describe(doc), Text: doc.Text}
	if English(doc) {
		if l.Claims, err = find(trees, set); err != nil {
			return nil, fmt.Errorf("reading %q: %w", doc.ID, err)
		}
		l.Matters = claims.Matters(l.Claims, set)
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("reading %q: %w", doc.ID, err)
	}
	all := ledgerParties(doc, set)
	for _, rel := range set.Relations {
		l.Relations = append(l.Relations, ledger.Relation{Type: rel.Type, From: partyID(rel.From), To: partyID(rel.To), Label: rel.Label, Evidence: doc.Span(rel.Start, rel.End)})
	}
	if r.linker != nil {
		entries, basis, err := r.linker.Link(ctx, doc, all)
		if err != nil {
			return nil, fmt.Errorf("linking the parties of %q to the lists: %w", doc.ID, err)
		}
		for i := range all {
			if i < len(entries) {
				all[i].Listed = entries[i]
			}
		}
		l.Basis = basis
		spots, err := r.spots(ctx, doc)
		if err != nil {
			return nil, fmt.Errorf("looking for listed parties in %q: %w", doc.ID, err)
		}
		all = merge(l, all, spots)
	}
	keep(l, all, English(doc))
	return l, nil
}

// English reports whether a document is in the language that claims are read
// from. A document that does not say is taken to be.
func English(doc *document.Document) bool {
	return doc.Language == "" || doc.Language == "en"
}

// Note is what to tell a person about a ledger that is poorer than it should
// be, or "".
func Note(l *ledger.Ledger) string {
	if lang := l.Document.Language; lang != "" && lang != "en" {
		return fmt.Sprintf("the document is in %q; claims are read from English only, so it has parties and no claims", lang)
	}
	return ""
}

func describe(doc *document.Document) ledger.Document {
	sum := sha256.Sum256([]byte(doc.Text))
	lang := doc.Language
	if lang == "" {
		lang = "en"
	}
	return ledger.Document{ID: doc.ID, Title: doc.Title, Source: doc.Source, Published: ledger.Null(doc.Published), Language: lang,
		SHA256: hex.EncodeToString(sum[:]), Characters: utf8.RuneCountInString(doc.Text)}
}

func partyID(i int) string { return fmt.Sprintf("p%d", i+1) }

func ledgerParties(doc *document.Document, set *parties.Set) []ledger.Party {
	out := make([]ledger.Party, len(set.Parties))
	for i, p := range set.Parties {
		out[i] = ledger.Party{ID: partyID(i), Name: p.Name, Schema: p.Schema, Country: ledger.Null(p.Country), Mentions: []ledger.Span{}}
		seen := map[int]bool{}
		for _, m := range p.Mentions {
			if m < 0 || m >= len(set.Mentions) {
				continue
			}
			span := doc.Span(set.Mentions[m].Start, set.Mentions[m].End)
			if !seen[span.Start] {
				seen[span.Start] = true
				out[i].Mentions = append(out[i].Mentions, span)
			}
		}
	}
	return out
}

// keep puts into the ledger the parties that a row, an attribution or a relation
// names, and those on a list; where no claims are read, all of them. It numbers
// them anew.
func keep(l *ledger.Ledger, all []ledger.Party, chosen bool) {
	named := map[string]bool{}
	mark := func(ids ...string) {
		for _, id := range ids {
			named[id] = true
		}
	}
	for _, c := range l.Claims {
		mark(c.Actors...)
		mark(c.Recipients...)
		mark(c.Objects...)
		for _, a := range c.Attribution {
			mark(a.Source)
		}
	}
	for _, rel := range l.Relations {
		mark(rel.From, rel.To)
	}
	id := map[string]string{}
	l.Parties = []ledger.Party{}
	for _, p := range all {
		if !named[p.ID] && len(p.Listed) == 0 && (chosen || len(p.Mentions) == 0) {
			continue
		}
		id[p.ID] = partyID(len(l.Parties))
		p.ID = id[p.ID]
		l.Parties = append(l.Parties, p)
	}
	rename(l, func(x string) string { return id[x] })
	for i := range l.Claims {
		c := &l.Claims[i]
		if c.Attribution == nil {
			c.Attribution = []ledger.Attribution{}
		}
		if c.Count == nil {
			c.Count = []ledger.Count{}
		}
	}
	if l.Claims == nil {
		l.Claims = []ledger.Claim{}
	}
	if l.Relations == nil {
		l.Relations = []ledger.Relation{}
	}
	if l.Matters == nil {
		l.Matters = []ledger.Matter{}
	}
}
