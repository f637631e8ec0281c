package view

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"interdict/dossier"
	"interdict/ftm"
	"interdict/ledger"
)

// WriteDossierCSV writes the claims of a dossier as [CSV] writes those of a
// ledger, with the names that the parties have across documents, and two columns
// more: the document that the claim's document repeats, and the ids of the
// parties in actors, recipients and objects.
func WriteDossierCSV(w io.Writer, d *dossier.Dossier) error {
	out := &CSV{csv.NewWriter(w)}
	if err := out.csv.Write(append(append([]string{}, claimColumns...), "repeat_of", "parties")); err != nil {
		return err
	}
	book := newBook(asLedger(d))
	docs := dossierDocuments(d)
	for _, c := range d.Claims {
		doc := docs[c.Document]
		ids := append(append(append([]string{}, c.Actors...), c.Recipients...), c.Objects...)
		cells := append(claimCells(doc.Document, c.Claim, book), "", strings.Join(ids, "; "))
		if of := docs[string(doc.RepeatOf)]; of != nil {
			cells[len(cells)-2] = of.ID
		}
		if err := out.row(cells); err != nil {
			return err
		}
	}
	return out.Close()
}

func dossierDocuments(d *dossier.Dossier) map[string]*dossier.Document {
	docs := map[string]*dossier.Document{}
	for i := range d.Documents {
		docs[d.Documents[i].Number] = &d.Documents[i]
	}
	return docs
}

// WriteDossierFtM writes a dossier as FollowTheMoney entities: the documents,
// each party once with a Mention for each document that names it, then claims and
// relations as [FtM] writes those of a ledger. A document that repeats another
// says so in its notes.
func WriteDossierFtM(w io.Writer, d *dossier.Dossier) error {
	enc := ftm.NewEncoder(w)
	root := map[string]string{} // of each document
	all := sha256.New()
	for _, doc := range d.Documents {
		sum := sha256.Sum256([]byte(doc.ID + "\x00" + doc.URL + "\x00" + doc.SHA256))
		root[doc.Number] = "doc-" + hex.EncodeToString(sum[:8])
		all.Write(sum[:])
	}
	l := asLedger(d)
	x := ftmLedger{l: l, book: newBook(l), root: "dossier-" + hex.EncodeToString(all.Sum(nil)[:8]), entity: map[string]*ftm.Entity{}}
	flush := func() error {
		for _, e := range x.out {
			if err := enc.Encode(e); err != nil {
				return err
			}
		}
		x.out = x.out[:0]
		return nil
	}
	docs := dossierDocuments(d)
	in := func(number string) { // what comes is of this document
		x.l = &ledger.Ledger{Document: docs[number].Document}
		x.root = root[number]
	}
	whole := x.root
	for _, doc := range d.Documents {
		in(doc.Number)
		x.document()
		if doc.RepeatOf != "" {
			_ = x.out[len(x.out)-1].Add("notes", fmt.Sprintf("repeats %s", docs[string(doc.RepeatOf)].ID))
		}
	}
	for _, p := range d.Parties {
		x.root = whole
		e := x.add(partySchema(p.Schema), whole+"-"+p.ID, [2]string{"name", p.Name}, [2]string{"country", string(p.Country)})
		x.entity[p.ID] = e
		x.list(e, p.Listed)
		if partySchema(p.Schema) == "Mention" {
			_ = e.Add("detectedSchema", p.Schema)
			continue
		}
		for _, n := range p.Names {
			if n != p.Name {
				_ = e.Add("alias", n)
			}
		}
		for _, number := range p.Documents {
			x.add("Mention", whole+"-"+p.ID+"-"+number, [2]string{"resolved", e.ID}, [2]string{"document", root[number]}, [2]string{"name", p.Name}, [2]string{"detectedSchema", p.Schema})
		}
	}
	if err := flush(); err != nil {
		return err
	}
	for _, c := range d.Claims {
		in(c.Document)
		_, c.ID, _ = strings.Cut(c.ID, ".")
		x.claim(c.Claim)
		if err := flush(); err != nil {
			return err
		}
	}
	for i, r := range d.Relations {
		in(r.Document)
		x.relation(i, r.Relation)
	}
	return flush()
}
