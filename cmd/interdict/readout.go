package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"interdict/dossier"
	"interdict/ledger"
	"interdict/view"
)

// A ledgerWriter writes ledgers in one of the forms of output.
type ledgerWriter interface {
	Write(*ledger.Ledger) error
	Close() error
}

// ledgerWriter returns the writer of the form that was asked for.
func (a *app) ledgerWriter(o readOptions) (ledgerWriter, error) {
	asked := 0
	for _, form := range []bool{a.json, o.csv, o.ftm, o.html} {
		if form {
			asked++
		}
	}
	if asked > 1 {
		return nil, usageError{errors.New("--json, --csv, --ftm and --html at once; say one")}
	}
	switch {
	case o.dossier:
		return &dossierWriter{a: a, o: o}, nil
	case o.each || a.json || o.csv || o.ftm:
		return a.eachWriter(o)
	}
	return &dossierWriter{a: a, o: o, single: a.eachWriter}, nil
}

// eachWriter writes every ledger by itself.
func (a *app) eachWriter(o readOptions) (ledgerWriter, error) {
	switch {
	case a.json:
		return jsonLedgers{json.NewEncoder(a.out)}, nil
	case o.csv:
		return view.NewCSV(a.out)
	case o.ftm:
		return view.NewFtM(a.out), nil
	case o.html:
		return view.NewPage(a.out), nil
	}
	return &textLedgers{a: a}, nil
}

type jsonLedgers struct{ *json.Encoder }

func (w jsonLedgers) Write(l *ledger.Ledger) error { return w.Encode(l) }
func (w jsonLedgers) Close() error                 { return nil }

type textLedgers struct {
	a    *app
	some bool
}

func (w *textLedgers) Write(l *ledger.Ledger) error {
	if w.some {
		fmt.Fprintln(w.a.out)
	}
	w.some = true
	return view.Ledger(w.a.out, l, view.Options{Width: w.a.width(), Colour: w.a.colour()})
}

func (w *textLedgers) Close() error { return nil }

// A dossierWriter writes one dossier over all ledgers. Where single is given and
// there is one ledger only, that writes it.
type dossierWriter struct {
	a      *app
	o      readOptions
	single func(readOptions) (ledgerWriter, error)
	first  *ledger.Ledger // held back until there is a second
	all    dossier.Builder
}

func (w *dossierWriter) Write(l *ledger.Ledger) error {
	if w.all.Documents() == 0 {
		w.first = l
	} else {
		w.first = nil
	}
	return w.all.Add(l)
}

func (w *dossierWriter) Close() error {
	switch {
	case w.all.Documents() == 0:
		return nil
	case w.first != nil && w.single != nil:
		out, err := w.single(w.o)
		if err != nil {
			return err
		}
		err = out.Write(w.first)
		if cerr := out.Close(); err == nil {
			err = cerr
		}
		return err
	}
	d := w.all.Dossier()
	switch {
	case w.a.json:
		return json.NewEncoder(w.a.out).Encode(d)
	case w.o.csv:
		return view.WriteDossierCSV(w.a.out, d)
	case w.o.ftm:
		return view.WriteDossierFtM(w.a.out, d)
	case w.o.html:
		return view.WriteDossierPage(w.a.out, d)
	}
	return view.Dossier(w.a.out, d, view.Options{Width: w.a.width(), Colour: w.a.colour()})
}
