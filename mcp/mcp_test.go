package mcp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"interdict/document"
	"interdict/mcp"
	"interdict/service"
)

// sessions are a client over each transport.
func sessions(t *testing.T, s *service.Service) map[string]*sdk.ClientSession {
	t.Helper()
	extract := document.NewExtractor(document.Settings{})
	t.Cleanup(func() { extract.Close() })
	out := map[string]*sdk.ClientSession{}
	connect := func(name string, transport sdk.Transport) {
		c, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), transport, nil)
		if err != nil {
			t.Fatal(name, err)
		}
		t.Cleanup(func() { c.Close() })
		out[name] = c
	}
	ours, theirs := sdk.NewInMemoryTransports()
	go mcp.New(s, extract, "test").Run(context.WithoutCancel(t.Context()), ours)
	connect("pipe", theirs)
	h := httptest.NewServer(mcp.Handler(s, extract, "test"))
	t.Cleanup(h.Close)
	connect("http", &sdk.StreamableClientTransport{Endpoint: h.URL, DisableStandaloneSSE: true})
	return out
}

func call(t *testing.T, c *sdk.ClientSession, tool string, arguments map[string]any) (string, bool) {
	t.Helper()
	r, err := c.CallTool(t.Context(), &sdk.CallToolParams{Name: tool, Arguments: arguments})
	if err != nil {
		t.Fatal(tool, err)
	}
	if len(r.Content) == 0 {
		t.Fatalf("%s: no content", tool)
	}
	text, ok := r.Content[0].(*sdk.TextContent)
	if !ok {
		t.Fatalf("%s: %T", tool, r.Content[0])
	}
	return text.Text, r.IsError
}

func TestTools(t *testing.T) {
	for name, c := range sessions(t, service.New(service.Options{Data: t.TempDir()})) {
		t.Run(name, func(t *testing.T) {
			tools, err := c.ListTools(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(tools.Tools) != 6 {
				t.Errorf("%d tools", len(tools.Tools))
			}
			for _, tt := range []struct {
				tool      string
				arguments map[string]any
				failed    bool
				want      string
			}{
				{"screen", map[string]any{"name": "Kim Yo Jong", "birth_date": "1989"}, false, `"entry":"21444"`},
				{"screen", map[string]any{"name": "Kim Yo Jong"}, false, "proves nothing about others"},
				{"screen", map[string]any{"name": " "}, true, "no name and no identifier"},
				{"screen", map[string]any{"name": "x", "schema": "Starship"}, true, "unknown schema"},
				{"screen", map[string]any{"name": "x", "threshold": 7}, true, "from 0.5 to 1"},
				{"compare", map[string]any{"name1": "Kim Yo Jong", "name2": "Kim Yojong"}, false, `"match":true`},
				{"mentions", map[string]any{"text": "Ils ont vu Kim Yo Jong."}, false, `"start":11`},
				{"mentions", map[string]any{"text": strings.Repeat("long ", 100000)}, true, "too long"},
				{"read", map[string]any{"text": "PYONGYANG — Kim Yo Jong denied that North Korea had sold arms to Russia.", "date": "2024-05-17"}, false, `"status":"denied"`},
				{"read", map[string]any{"text": ""}, true, "empty"},
				{"entity", map[string]any{"id": "21444"}, false, `"caption":"KIM Yo Jong"`},
				{"entity", map[string]any{"id": "nobody"}, true, "no entry"},
				{"list_changes", map[string]any{}, false, `"source":"us_ofac_sdn"`},
				{"list_changes", map[string]any{"source": "nowhere"}, true, "nowhere"},
			} {
				got, failed := call(t, c, tt.tool, tt.arguments)
				if failed != tt.failed || !strings.Contains(got, tt.want) {
					t.Errorf("%s %.60v: %v %.300s, want %s", tt.tool, tt.arguments, failed, got, tt.want)
				}
				if len(got) > 40<<10 {
					t.Errorf("%s: %d bytes", tt.tool, len(got))
				}
			}
		})
	}
}

// What a list changed comes with counts, however much it was.
func TestListChanges(t *testing.T) {
	data := t.TempDir()
	for _, names := range []string{"name,type\nAda Lovelace,Person\nGrace Hopper,Person\n", "name,type\nAda Lovelace,Person\n" + strings.Repeat("Somebody X,Person\n", 1) + "Alan Turing,Person\n"} {
		path := filepath.Join(t.TempDir(), "own.csv")
		if err := os.WriteFile(path, []byte(names), 0o600); err != nil {
			t.Fatal(err)
		}
		s := service.New(service.Options{Data: data})
		if _, problems, err := s.AddLists(t.Context(), []string{path}, "", false); err != nil || len(problems) > 0 {
			t.Fatal(err, problems)
		}
	}
	s := service.New(service.Options{Data: data})
	lists, err := s.Answering()
	if err != nil || len(lists) != 1 {
		t.Fatal(lists, err)
	}
	got, failed := call(t, sessions(t, s)["pipe"], "list_changes", map[string]any{"source": lists[0].Source})
	var out struct{ Added, Removed int }
	if err := json.Unmarshal([]byte(got), &out); err != nil || failed || out.Added != 2 || out.Removed != 1 {
		t.Errorf("%v %v %s", failed, err, got)
	}
}

// A script that ends its input after the last question gets all answers.
func TestPipe(t *testing.T) {
	in := `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"screen","arguments":{"name":"Kim Yo Jong"}}}
{"jsonrpc":"2.0","id":3,"method":"tools/list"}`
	var out bytes.Buffer
	if err := mcp.Serve(t.Context(), service.New(service.Options{Data: t.TempDir()}), nil, "test", strings.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if !json.Valid([]byte(line)) {
			t.Errorf("not protocol: %s", line)
		}
	}
	if n := strings.Count(out.String(), `"result"`); n != 3 {
		t.Errorf("%d answers: %s", n, out.String())
	}
}

// What does not fit is counted, and each answer says what it rests on.
func TestMore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "own.ftm.json")
	var lines strings.Builder
	alias := []string{}
	for i := range 33 {
		alias = append(alias, fmt.Sprintf("Name Number %c%c", 'A'+i%26, 'a'+i))
		fmt.Fprintf(&lines, `{"id":"own-s%d","schema":"Sanction","properties":{"entity":["own-1"],"program":["P%d"]}}`+"\n", i, i)
	}
	party, err := json.Marshal(map[string]any{"id": "own-1", "schema": "Person", "target": true, "properties": map[string][]string{"name": {"Ada Manynames"}, "alias": alias}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(string(party)+"\n"+lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	chain, err := service.OpenChain(filepath.Join(t.TempDir(), "audit"), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer chain.Close()
	s := service.New(service.Options{Data: t.TempDir(), Audit: chain})
	if added, problems, err := s.AddLists(t.Context(), []string{path}, "2026-01-01", true); err != nil || len(problems) > 0 || len(added) != 1 || added[0].Err != nil {
		t.Fatal(added, err, problems)
	}
	c := sessions(t, s)["pipe"]
	got, failed := call(t, c, "entity", map[string]any{"id": "own-1"})
	var out struct {
		Entries []struct {
			Values       map[string][]string
			More         map[string]int
			Attached     []any
			MoreAttached int `json:"more_attached"`
		}
		Note, Basis string
	}
	if err := json.Unmarshal([]byte(got), &out); err != nil || failed || len(out.Entries) != 1 {
		t.Fatal(got, err)
	}
	if e := out.Entries[0]; len(e.Values["alias"]) != 20 || e.More["alias"] != 13 || len(e.Attached) != 20 || e.MoreAttached != 13 || !strings.Contains(out.Note, "first 20") || len(out.Basis) != 16 {
		t.Errorf("%.600s", got)
	}
	for tool, arguments := range map[string]map[string]any{"list_changes": {}, "compare": {"name1": "a b", "name2": "a b"}, "screen": {"name": "Ada Manynames"}} {
		if got, failed := call(t, c, tool, arguments); failed || tool != "compare" && !strings.Contains(got, `"basis":"`+out.Basis) {
			t.Errorf("%s: %s", tool, got)
		}
	}
}
