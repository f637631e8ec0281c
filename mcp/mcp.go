// Package mcp offers what the program does to language models, by the Model
// Context Protocol: over standard input and output, or over HTTP.
//
//	err := mcp.Serve(ctx, service, extractor, version, os.Stdin, os.Stdout)
//	mux.Handle("/mcp", mcp.Handler(service, extractor, version))
//
// Answers are sized for a model: the best few hits, shortened texts, and a word
// on what was left out. Each says what it rests on: list, entry id, date of
// listing, basis.
package mcp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"interdict/document"
	"interdict/ftm"
	"interdict/screen"
	"interdict/service"
)

// Bounds of an answer.
const (
	mostHits    = 10
	mostChanges = 50
	mostClaims  = 60
	mostText    = 400       // letters of a quotation
	mostInput   = 200 << 10 // bytes of a text that is brought
)

// New returns a server with the tools screen, compare, mentions, read, entity
// and list_changes.
func New(s *service.Service, extract *document.Extractor, version string) *sdk.Server {
	server := sdk.NewServer(&sdk.Implementation{Name: "interdict", Title: "Interdict: sanctions intelligence", Version: version}, &sdk.ServerOptions{
		Instructions: "Screens names against official sanctions lists and reads documents. A hit is a question, not a finding: say the list, the entry id and the score with it, and that no hit is no clearance. What a document only claims or denies is not a fact.",
	})
	t := tools{s, extract}
	readOnly := &sdk.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true}
	sdk.AddTool(server, &sdk.Tool{Name: "screen", Annotations: readOnly, Description: "Who on the sanctions lists may a person, company, vessel or aircraft be? Hits with score (0-1, a match from 0.7), probability, list, entry id, since when, and why."}, t.screen)
	sdk.AddTool(server, &sdk.Tool{Name: "compare", Annotations: readOnly, Description: "How like are two names, in any scripts, and why?"}, t.compare)
	sdk.AddTool(server, &sdk.Tool{Name: "mentions", Annotations: readOnly, Description: "Where does a text, in any language, name listed parties? Places in code points."}, t.mentions)
	sdk.AddTool(server, &sdk.Tool{Name: "read", Annotations: readOnly, Description: "What does a text in English say: parties and where they are listed, who claims, denies, finds or does what, on whose word, and what is in dispute? status tells what the text asserts from what is only claimed, denied or intended."}, t.read)
	sdk.AddTool(server, &sdk.Tool{Name: "entity", Annotations: readOnly, Description: "A list entry whole, by its id: values, lists, what is attached to it."}, t.entity)
	sdk.AddTool(server, &sdk.Tool{Name: "list_changes", Annotations: readOnly, Description: "What changed on a list between two versions, by default the newest and the one before it; without a source, which lists there are."}, t.changes)
	return server
}

// Serve answers a client on a pipe, such as standard input and output, until
// its input ends and all that it asked is answered.
func Serve(ctx context.Context, s *service.Service, extract *document.Extractor, version string, in io.Reader, out io.Writer) error {
	d := newDrain(ctx, in, out)
	err := New(s, extract, version).Run(ctx, &sdk.IOTransport{Reader: d, Writer: d})
	if errors.Is(err, io.EOF) {
		return nil // whoever started it is done
	}
	return err
}

// Handler serves the same over HTTP (streamable HTTP, without sessions). Who may
// ask is for whoever mounts it.
func Handler(s *service.Service, extract *document.Extractor, version string) http.Handler {
	server := New(s, extract, version)
	return sdk.NewStreamableHTTPHandler(func(*http.Request) *sdk.Server { return server }, &sdk.StreamableHTTPOptions{Stateless: true, JSONResponse: true})
}

type tools struct {
	service *service.Service
	extract *document.Extractor
}

type screenIn struct {
	Name       string  `json:"name" jsonschema:"the name, in any script"`
	Schema     string  `json:"schema,omitempty" jsonschema:"Person, Organization, Company, Vessel or Airplane; empty where it is not known"`
	BirthDate  string  `json:"birth_date,omitempty" jsonschema:"YYYY, YYYY-MM or YYYY-MM-DD"`
	Country    string  `json:"country,omitempty" jsonschema:"country of citizenship or registration"`
	Identifier string  `json:"identifier,omitempty" jsonschema:"passport, registration or IMO number"`
	Threshold  float64 `json:"threshold,omitempty" jsonschema:"score from which a hit is a match, 0.5 to 1; 0.7 if left out"`
}

// A hit is a list entry that a party may be.
type hit struct {
	Entity      string   `json:"entity" jsonschema:"id, for the tool entity"`
	Caption     string   `json:"caption"`
	Schema      string   `json:"schema"`
	List        string   `json:"list"`
	Entry       string   `json:"entry" jsonschema:"the publisher's id"`
	Score       float64  `json:"score"`
	Probability float64  `json:"probability"`
	Match       bool     `json:"match"`
	Since       string   `json:"since,omitempty"`
	Programmes  []string `json:"programmes,omitempty"`
	Why         []string `json:"why,omitempty"`
}

type screenOut struct {
	Hits  []hit  `json:"hits"`
	More  int    `json:"more,omitempty" jsonschema:"hits that are not shown"`
	Note  string `json:"note,omitempty"`
	Basis string `json:"basis" jsonschema:"what the answer rests on"`
}

func (t tools) screen(ctx context.Context, _ *sdk.CallToolRequest, in screenIn) (*sdk.CallToolResult, screenOut, error) {
	fields := []screen.Field{{Name: "name", Value: in.Name}, {Name: "schema", Value: in.Schema}, {Name: "birthDate", Value: in.BirthDate}, {Name: "country", Value: in.Country}}
	if in.Identifier != "" {
		property := "passportNumber"
		switch screen.Schema(in.Schema) {
		case "Company", "Organization", "LegalEntity":
			property = "registrationNumber"
		case "Vessel":
			property = "imoNumber"
		}
		fields = append(fields, screen.Field{Name: property, Value: in.Identifier})
	}
	q, err := screen.NewQuery(fields, "")
	if err != nil {
		return nil, screenOut{}, err
	}
	if in.Threshold != 0 && (in.Threshold < 0.5 || in.Threshold > 1) {
		return nil, screenOut{}, fmt.Errorf("threshold %v: use a score from 0.5 to 1", in.Threshold)
	}
	answer, err := t.service.Screen(ctx, q, screen.Limits{Threshold: in.Threshold})
	if err != nil {
		return nil, screenOut{}, err
	}
	out := screenOut{Hits: hitsOf(answer.Hits), More: max(len(answer.Hits)-mostHits, 0), Basis: answer.Basis}
	if starter, err := t.service.Starter(ctx); err == nil && starter {
		out.Note = "no list is loaded: this is from a starter set of some seventy entries and proves nothing about others"
	}
	for _, r := range q.Entity.Rejected {
		out.Note = strings.TrimSpace(out.Note + " not compared: " + r.Property + " " + r.Value + " (" + r.Reason + ")")
	}
	return nil, out, nil
}

func hitsOf(hits []screen.Hit) []hit {
	out := []hit{}
	for _, h := range hits[:min(len(hits), mostHits)] {
		x := hit{Entity: h.Entity, Caption: h.Caption, Schema: h.Schema, List: h.List, Entry: h.ID, Score: h.Score, Probability: h.Probability, Match: h.Match, Programmes: h.Programmes}
		if h.Since != nil {
			x.Since = *h.Since
		}
		for _, w := range h.Why {
			x.Why = append(x.Why, w.Feature+": "+shortened(w.Text))
		}
		out = append(out, x)
	}
	return out
}

// shortened cuts a text that is long.
func shortened(s string) string {
	r := []rune(s)
	if len(r) <= mostText {
		return s
	}
	return string(r[:mostText-1]) + "…"
}

type compareIn struct {
	Name1  string `json:"name1"`
	Name2  string `json:"name2"`
	Schema string `json:"schema,omitempty" jsonschema:"Person if left out"`
}

type compareOut struct {
	Score       float64  `json:"score"`
	Probability float64  `json:"probability"`
	Match       bool     `json:"match"`
	Why         []string `json:"why"`
}

func (t tools) compare(ctx context.Context, _ *sdk.CallToolRequest, in compareIn) (*sdk.CallToolResult, compareOut, error) {
	if in.Schema == "" {
		in.Schema = "Person"
	}
	var entities [2]*ftm.Entity
	for i, name := range []string{in.Name1, in.Name2} {
		q, err := screen.NewQuery([]screen.Field{{Name: "name", Value: name}, {Name: "schema", Value: in.Schema}}, "")
		if err != nil {
			return nil, compareOut{}, fmt.Errorf("name%d: %w", i+1, err)
		}
		entities[i] = q.Entity
	}
	r := t.service.Compare(entities[0], entities[1], screen.DefaultThreshold)
	out := compareOut{r.Score, r.Probability, r.Match, []string{}}
	for _, w := range r.Why {
		out.Why = append(out.Why, w.Feature+": "+shortened(w.Text))
	}
	return nil, out, t.service.Emit(ctx, service.Event{Kind: "compare", Results: []string{fmt.Sprintf("%.4f", r.Score)}}, in)
}

type textIn struct {
	Text string `json:"text"`
}

func (in textIn) check() error {
	if strings.TrimSpace(in.Text) == "" {
		return errors.New("the text is empty")
	}
	if len(in.Text) > mostInput {
		return fmt.Errorf("the text is too long: at most %d kilobytes at once", mostInput>>10)
	}
	return nil
}

type mention struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
	Hits  []hit  `json:"hits"`
	More  int    `json:"more,omitempty" jsonschema:"hits that are not shown"`
}

// mostMentioned is how many hits of a mention are shown.
const mostMentioned = 3

type mentionsOut struct {
	Mentions []mention `json:"mentions"`
	Basis    string    `json:"basis"`
}

func (t tools) mentions(ctx context.Context, _ *sdk.CallToolRequest, in textIn) (*sdk.CallToolResult, mentionsOut, error) {
	if err := in.check(); err != nil {
		return nil, mentionsOut{}, err
	}
	answer, err := t.service.ScreenText(ctx, in.Text, screen.TextOptions{})
	if err != nil {
		return nil, mentionsOut{}, err
	}
	out := mentionsOut{Mentions: []mention{}, Basis: answer.Basis}
	for _, m := range answer.Mentions {
		out.Mentions = append(out.Mentions, mention{m.Start, m.End, m.Text, hitsOf(m.Hits[:min(len(m.Hits), mostMentioned)]), max(len(m.Hits)-mostMentioned, 0)})
	}
	return nil, out, nil
}
