package mcp

import (
	"context"
	"errors"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"interdict/document"
	"interdict/ledger"
	"interdict/service"
)

type readIn struct {
	Text   string `json:"text" jsonschema:"an article or report, in English"`
	Title  string `json:"title,omitempty"`
	Source string `json:"source,omitempty" jsonschema:"outlet or issuer"`
	Date   string `json:"date,omitempty" jsonschema:"date of publication, YYYY-MM-DD"`
}

type readOut struct {
	Parties []party `json:"parties"`
	Claims  []claim `json:"claims"`
	More    int     `json:"more,omitempty" jsonschema:"claims that are not shown"`
	Note    string  `json:"note,omitempty"`
	Basis   string  `json:"basis,omitempty"`
}

type party struct {
	Name   string   `json:"name"`
	Schema string   `json:"schema"`
	Listed []listed `json:"listed,omitempty"`
	More   int      `json:"more,omitempty" jsonschema:"entries that are not shown"`
}

type listed struct {
	List   string  `json:"list"`
	Entry  string  `json:"entry"`
	Entity string  `json:"entity"`
	Since  string  `json:"since,omitempty"`
	Score  float64 `json:"score"`
	Sure   bool    `json:"sure" jsonschema:"false: perhaps a namesake"`
}

type claim struct {
	Type       string   `json:"type"`
	Status     string   `json:"status" jsonschema:"asserted, claimed, denied or intended"`
	Actors     []string `json:"actors,omitempty"`
	Recipients []string `json:"recipients,omitempty"`
	Objects    []string `json:"objects,omitempty"`
	Sources    []string `json:"on_whose_word,omitempty"`
	Date       string   `json:"date,omitempty"`
	Evidence   string   `json:"evidence" jsonschema:"the words of the text"`
}

func (t tools) read(ctx context.Context, _ *sdk.CallToolRequest, in readIn) (*sdk.CallToolResult, readOut, error) {
	if err := (textIn{in.Text}).check(); err != nil {
		return nil, readOut{}, err
	}
	if t.extract == nil {
		return nil, readOut{}, errors.New("no documents are read here")
	}
	reader, err := t.service.Reader(ctx)
	if err != nil {
		return nil, readOut{}, err
	}
	out := readOut{Parties: []party{}, Claims: []claim{}}
	for doc, err := range t.extract.Documents(ctx, strings.NewReader(in.Text), "text", document.Options{Title: in.Title, Source: in.Source, Published: in.Date, ContentType: "text/plain"}) {
		if err != nil {
			return nil, readOut{}, err
		}
		l, err := service.ReadDocument(ctx, reader, doc)
		if err != nil {
			return nil, readOut{}, err
		}
		out.add(l)
	}
	return nil, out, nil
}

func (out *readOut) add(l *ledger.Ledger) {
	names := map[string]string{}
	for _, p := range l.Parties {
		names[p.ID] = p.Name
		x := party{Name: p.Name, Schema: p.Schema, More: max(len(p.Listed)-mostHits, 0)}
		for _, e := range p.Listed[:min(len(p.Listed), mostHits)] {
			x.Listed = append(x.Listed, listed{e.List, e.ID, e.Entity, string(e.Since), e.Score, e.Match})
		}
		out.Parties = append(out.Parties, x)
	}
	named := func(ids []string) (all []string) {
		for _, id := range ids {
			if name, ok := names[id]; ok {
				id = name
			}
			all = append(all, id)
		}
		return all
	}
	for _, c := range l.Claims {
		if len(out.Claims) == mostClaims {
			out.More++
			continue
		}
		x := claim{Type: c.Type, Status: string(c.Status), Actors: named(c.Actors), Recipients: named(c.Recipients), Objects: named(c.Objects), Evidence: shortened(c.Evidence.Text)}
		if c.Date != nil {
			x.Date = c.Date.Value
		}
		for _, a := range c.Attribution {
			x.Sources = append(x.Sources, named([]string{a.Source})...)
		}
		out.Claims = append(out.Claims, x)
	}
	out.Basis = l.Basis
	if lang := l.Document.Language; lang != "" && lang != "en" {
		out.Note = "claims are read from English only"
	}
}
