package view

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"interdict/ftm"
	"interdict/ledger"
)

// drones is the ledger of testdata with a text that its spans point into.
func drones(t testing.TB) *ledger.Ledger {
	t.Helper()
	data, err := os.ReadFile("testdata/drones.json")
	if err != nil {
		t.Fatal(err)
	}
	var l ledger.Ledger
	if err := json.Unmarshal(data, &l); err != nil {
		t.Fatal(err)
	}
	l.Text = "Tehran denies drone sales\n\n"
	for i := range l.Claims {
		c := &l.Claims[i]
		if i == 1 { // within the first
			c.Evidence = find(l.Text, c.Evidence.Text)
			continue
		}
		l.Text += c.Evidence.Text + ".\n"
		c.Evidence = find(l.Text, c.Evidence.Text)
	}
	l.Parties[0].Mentions = []ledger.Span{find(l.Text, "Iran")}
	l.Parties[1].Mentions = []ledger.Span{find(l.Text, "Russia")}
	l.Document.Pages = []int{0, 27}
	return &l
}

func find(text, words string) ledger.Span {
	i := len([]rune(text[:strings.Index(text, words)]))
	return ledger.Span{Start: i, End: i + len([]rune(words)), Text: words}
}

func page(t testing.TB, ls ...*ledger.Ledger) string {
	t.Helper()
	var out bytes.Buffer
	p := NewPage(&out)
	for _, l := range ls {
		if err := p.Write(l); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

// TestPageGolden keeps the body of a page; its style is the style sheet.
func TestPageGolden(t *testing.T) {
	_, body, _ := strings.Cut(page(t, drones(t)), "</style>")
	golden(t, "testdata/drones.page.html", body)
}

// walk goes through a page's elements.
func walk(t testing.TB, source string, visit func(n *html.Node)) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		visit(n)
	}
}

// TestPageLinksLead follows every link of a page of two documents: each leads
// to an element of the page, and no id stands twice.
func TestPageLinksLead(t *testing.T) {
	source := page(t, drones(t), drones(t))
	ids, links := map[string]int{}, map[string]bool{}
	walk(t, source, func(n *html.Node) {
		for _, a := range n.Attr {
			switch {
			case a.Key == "id":
				ids[a.Val]++
			case a.Key == "href":
				links[a.Val] = true
			}
		}
	})
	for id, n := range ids {
		if n > 1 {
			t.Errorf("id %s stands %d times", id, n)
		}
	}
	for l := range links {
		if !strings.HasPrefix(l, "#") || ids[l[1:]] == 0 {
			t.Errorf("link to %s leads nowhere", l)
		}
	}
	if len(links) < 20 {
		t.Errorf("only %d links", len(links))
	}
}

// hostile are words that would do harm where they are not escaped.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</style><script>alert(1)</script>`, `</title><svg onload=alert(1)>`,
	`javascript:alert(1)`, `' onmouseover='alert(1)`, `{{.Title}}`, `</textarea><iframe src=//x>`, "\x00\x1b[31m\u202e", `<!--`, `]]><x>`, `url(//x)}*{color:red`,
}

// hostileLedger has harm in every string.
func hostileLedger(s func(string) string) *ledger.Ledger {
	text := s("text") + "\n\n" + s("more") + "\n" + s("rest")
	n := len([]rune(text))
	return &ledger.Ledger{
		Document: ledger.Document{ID: s("id"), Title: s("title"), Source: s("source"), Published: ledger.Null(s("published")), Language: s("language"), URL: s("url"), Pages: []int{0, n / 2}},
		Text:     text, Basis: s("basis"),
		Parties: []ledger.Party{
			{ID: s("p1"), Name: s("name"), Schema: s("schema"), Country: ledger.Null(s("country")), Mentions: []ledger.Span{{Start: 1, End: n / 2}, {Start: 0, End: n + 9}},
				Listed: []ledger.Entry{{List: s("list"), ID: s("entry"), Entity: s("entity"), Caption: s("caption"), Match: true, Since: ledger.Null(s("since")), Programmes: []string{s("programme")}}}},
			{ID: "q", Name: s("other"), Schema: s("schema2"), Listed: []ledger.Entry{{Caption: s("maybe")}}},
		},
		Claims: []ledger.Claim{{ID: s("c1"), Type: s("type"), Mode: ledger.Null(s("mode")), Status: ledger.Status(s("status")), Actors: []string{s("p1")}, Recipients: []string{"q"}, About: s("about"),
			Attribution: []ledger.Attribution{{Source: "q", Cue: ledger.Null(s("cue"))}}, Date: &ledger.Date{Value: s("date"), Text: s("date text")}, Count: []ledger.Count{{N: 2, Of: s("of")}},
			Evidence: ledger.Span{Start: -3, End: n / 2, Text: s("evidence")}}},
		Relations: []ledger.Relation{{Type: s("relation"), From: s("p1"), To: "q", Label: s("label"), Evidence: ledger.Span{Text: s("tie")}}},
		Matters:   []ledger.Matter{{Title: s("matter"), Accuse: []string{s("c1"), s("none")}}},
	}
}

// checkHarmless looks for what could run or load anything.
func checkHarmless(t testing.TB, source string) {
	t.Helper()
	allowed := strings.Fields("html head meta title style body nav ol li main article a header h1 h2 h3 p time strong section ul span small bdi br svg line path polygon rect text div dl dt dd blockquote footer b")
	walk(t, source, func(n *html.Node) {
		if n.Type != html.ElementNode {
			return
		}
		if !slices.Contains(allowed, n.Data) {
			t.Errorf("element %s on the page", n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" {
				t.Errorf("attribute %s=%q", a.Key, a.Val)
			}
			if a.Key == "href" && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "https://") && !strings.HasPrefix(a.Val, "http://") {
				t.Errorf("link to %q", a.Val)
			}
		}
		if n.Data == "style" && n.FirstChild != nil && regexp.MustCompile(`url\(|@import|expression`).MatchString(n.FirstChild.Data) {
			t.Error("the style loads something")
		}
	})
}

func TestPageIsHarmless(t *testing.T) {
	for _, h := range hostile {
		source := page(t, hostileLedger(func(name string) string { return h + name }))
		checkHarmless(t, source)
		if i := strings.IndexAny(source, "\x00\x1b\u202e"); i >= 0 {
			t.Errorf("a control character on the page: %q", source[max(0, i-40):i+10])
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		source := page(t, hostileLedger(func(name string) string {
			return rapid.OneOf(rapid.SampledFrom(hostile), rapid.String()).Draw(r, name)
		}))
		checkHarmless(t, source)
	})
}

// TestMarksKeepTheText marks any spans in any text: put together, the
// stretches are the text but for white space, and each is in the claims whose
// span it lies in.
func TestMarksKeepTheText(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab é한\n\n "))).Draw(r, "text")
		n := len([]rune(text))
		span := func(name string) ledger.Span {
			return ledger.Span{Start: rapid.IntRange(-2, n+2).Draw(r, name), End: rapid.IntRange(-2, n+2).Draw(r, name)}
		}
		l := &ledger.Ledger{Text: text}
		for i := range rapid.IntRange(0, 5).Draw(r, "claims") {
			l.Claims = append(l.Claims, ledger.Claim{ID: fmt.Sprint(i), Evidence: span("evidence")})
		}
		l.Parties = []ledger.Party{{Mentions: []ledger.Span{span("m1"), span("m2")}}}
		var got strings.Builder
		begun := map[int]int{}
		for _, p := range markText(l) {
			for _, s := range p.Stretches {
				got.WriteString(s.Text)
				for _, c := range s.Begins {
					begun[c]++
				}
			}
		}
		if want := strings.ReplaceAll(text, "\n", ""); got.String() != want {
			t.Fatalf("%q became %q", text, got.String())
		}
		for c, times := range begun {
			if times > 1 {
				t.Fatalf("claim %d begins %d times", c, times)
			}
		}
	})
}

// TestGraphFits draws any claims: nodes do not overlap, all is inside the
// drawing, and the same ledger gives the same drawing.
func TestGraphFits(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var parties []partyView
		for i := range rapid.IntRange(2, 30).Draw(r, "parties") {
			parties = append(parties, partyView{N: i + 1, Name: rapid.StringOfN(rapid.RuneFrom([]rune("abc 한")), 1, 40, -1).Draw(r, "name")})
		}
		var claims []claimView
		for i := range rapid.IntRange(0, 40).Draw(r, "claims") {
			a, b := rapid.SampledFrom(parties).Draw(r, "from"), rapid.SampledFrom(parties).Draw(r, "to")
			claims = append(claims, claimView{N: i + 1, Type: "ACCUSE", Status: "claimed", Actors: []partyView{a}, Others: []partyView{b}})
		}
		g := drawGraph("d1", parties, claims)
		if d := cmp.Diff(g, drawGraph("d1", parties, claims)); d != "" {
			t.Fatal(d)
		}
		if g == nil {
			return
		}
		for i, n := range g.Nodes {
			if n.X-n.Width/2 < 0 || n.Y-n.Height/2 < 0 || n.X+n.Width/2 > g.Width || n.Y+n.Height/2 > g.Height {
				t.Fatalf("node outside: %+v of %v×%v", n, g.Width, g.Height)
			}
			for _, m := range g.Nodes[:i] {
				if (n.Width+m.Width)/2 > max(n.X-m.X, m.X-n.X)+1 && nodeHeight > max(n.Y-m.Y, m.Y-n.Y)+1 {
					t.Fatalf("nodes overlap: %+v %+v", n, m)
				}
			}
		}
	})
}

func TestCSVGolden(t *testing.T) {
	l := drones(t)
	l.Parties[4].Name = "=cmd|' /C calc'!A0"
	var out bytes.Buffer
	w, err := NewCSV(&out)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(l); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/drones.csv", out.String())
}

func TestFtMGolden(t *testing.T) {
	l := drones(t)
	l.Relations = []ledger.Relation{{Type: "family", From: "p4", To: "p4", Label: "sister"}, {Type: "ownership", From: "p1", To: "p3", Label: "owner"}, {Type: "family", From: "p1", To: "p2", Label: "ally"}}
	l.Document.URL = "https://example.org/1"
	golden(t, "testdata/drones.ftm.jsonl", entities(t, l))
}

func entities(t testing.TB, l *ledger.Ledger) string {
	t.Helper()
	var out bytes.Buffer
	if err := NewFtM(&out).Write(l); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestFtMIsWhole writes ledgers with anything in them: every line is read back
// as an entity, every id once, every value that points at an entity points at
// one that is there and of the kind that the model asks for, and what is not
// asserted says so in its name.
func TestFtMIsWhole(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		schemata := []string{"Person", "Company", "Organization", "PublicBody", "Vessel", "Airplane", "Country", "Weapon", "Outlet", "Group", "Nonsense"}
		statuses := []ledger.Status{ledger.Asserted, ledger.Claimed, ledger.Denied, ledger.Intended}
		l := &ledger.Ledger{Document: ledger.Document{ID: rapid.String().Draw(r, "id"), Language: "en"}, Text: rapid.String().Draw(r, "text")}
		var ids []string
		for i := range rapid.IntRange(0, 6).Draw(r, "parties") {
			ids = append(ids, fmt.Sprintf("p%d", i+1))
			l.Parties = append(l.Parties, ledger.Party{ID: ids[i], Name: rapid.String().Draw(r, "name"), Schema: rapid.SampledFrom(schemata).Draw(r, "schema")})
		}
		some := func() []string { return rapid.SliceOfN(rapid.SampledFrom(append(ids, "gone")), 0, 3).Draw(r, "ids") }
		for i := range rapid.IntRange(0, 6).Draw(r, "claims") {
			l.Claims = append(l.Claims, ledger.Claim{ID: fmt.Sprintf("c%d", i+1), Type: "TRANSFER", Status: rapid.SampledFrom(statuses).Draw(r, "status"), Actors: some(), Recipients: some(), Objects: some()})
		}
		for range rapid.IntRange(0, 6).Draw(r, "relations") {
			l.Relations = append(l.Relations, ledger.Relation{Type: rapid.SampledFrom([]string{"family", "office", "membership", "ownership", "subsidiary", "alias", "operator", "agent"}).Draw(r, "type"),
				From: rapid.SampledFrom(append(ids, "gone")).Draw(r, "from"), To: rapid.SampledFrom(append(ids, "gone")).Draw(r, "to"), Label: rapid.String().Draw(r, "label")})
		}
		all := map[string]*ftm.Entity{}
		dec := ftm.NewDecoder(strings.NewReader(entities(t, l)))
		for {
			e, err := dec.Decode()
			if err != nil {
				break
			}
			if all[e.ID] != nil {
				t.Fatalf("id %s twice", e.ID)
			}
			all[e.ID] = e
		}
		events := 0
		for _, e := range all {
			e.Each(func(p *ftm.Property, values []string) {
				for _, v := range values {
					if p.Type == ftm.TypeEntity && (all[v] == nil || !all[v].Schema.IsA(p.Range)) {
						t.Fatalf("%s %s: %s points at %s, which is no %s", e.Schema.Name, e.ID, p.Name, v, p.Range)
					}
				}
			})
			if e.Schema.Name == "Event" {
				events++
			}
		}
		if events != len(l.Claims) {
			t.Fatalf("%d claims became %d events", len(l.Claims), events)
		}
		for _, c := range l.Claims {
			for id, e := range all {
				if c.Status != ledger.Asserted && e.First("recordId") == c.ID {
					for _, property := range []string{"name", "role"} {
						if v := e.First(property); v != "" && !strings.Contains(strings.ToLower(v), string(c.Status)) {
							t.Fatalf("%s of %s does not say that it is %s: %q", property, id, c.Status, v)
						}
					}
					if !strings.Contains(e.First("summary"), string(c.Status)) {
						t.Fatalf("summary of %s does not say that it is %s", id, c.Status)
					}
				}
			}
		}
	})
}
