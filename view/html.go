package view

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"
	"unicode"

	"interdict/ledger"
	"interdict/lists"
)

//go:embed page.html document.html dossier.html
var sources embed.FS

//go:embed page.css
var pageStyle string

//go:embed document.css
var documentStyle string

// maxOnPage is how many documents a page shows; more make it slow to use.
const maxOnPage = 200

// A Page writes ledgers as one web page that needs nothing else: the text with
// mentions and claims marked in it, the parties with their list entries, the
// matters, and a drawing of who does what to whom. Claim and words are tied by
// links and by style rules alone; there is no script, and the page forbids any.
// What documents hold is untrusted and is escaped for where it stands.
type Page struct {
	w       io.Writer
	ledgers []*ledger.Ledger
}

// NewPage returns a page that is written when it is closed.
func NewPage(w io.Writer) *Page { return &Page{w: w} }

// Write puts a ledger on the page. A page holds at most 200.
func (p *Page) Write(l *ledger.Ledger) error {
	if len(p.ledgers) == maxOnPage {
		return fmt.Errorf("a page holds at most %d documents; write pages for parts of them", maxOnPage)
	}
	p.ledgers = append(p.ledgers, l)
	return nil
}

// Close writes the page.
func (p *Page) Close() error {
	data := pageView{Title: "Interdict", Style: template.CSS(pageStyle + documentStyle)} // the program's own
	for i, l := range p.ledgers {
		data.Documents = append(data.Documents, newDocumentView(i+1, l))
	}
	if len(data.Documents) == 1 {
		data.Title = data.Documents[0].Title
	}
	out, err := render("page.html", data)
	if err != nil {
		return err
	}
	_, err = io.WriteString(p.w, string(out))
	return err
}

// render fills in a template. What no page may hold is left out.
func render(name string, data any) (template.HTML, error) {
	t, err := templates()
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	if err := t.ExecuteTemplate(&out, name, data); err != nil {
		return "", err
	}
	return template.HTML(bytes.Map(visible, out.Bytes())), nil
}

// templates are parsed once; each use of them has its own data.
var templates = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page").Funcs(template.FuncMap{
		"plus":      func(a, b float64) float64 { return a + b },
		"minus":     func(middle, size float64) float64 { return middle - size/2 }, // the near edge
		"doc":       func(d documentView, p partyView) partyOf { return partyOf{d.ID, d.Links.Entry, p} },
		"drawing":   func(g *Drawing, name string) namedDrawing { return namedDrawing{g, name} },
		"statuses":  func() map[string]string { return statusMeanings },
		"listTitle": listTitle,
		"path":      url.PathEscape,
	}).ParseFS(sources, "*.html")
})

// listTitle is a list's title, or its name where the catalogue has none.
func listTitle(source string) string {
	if s, ok := lists.Lookup(source); ok {
		return s.Title
	}
	return source
}

// namedDrawing is a drawing with what says to those who cannot see it what it is.
type namedDrawing struct {
	*Drawing
	Name string
}

// statusMeanings are the words for each status in the key of the drawing.
var statusMeanings = map[string]string{
	"asserted": "stated by the document", "claimed": "claimed by somebody", "denied": "denied", "intended": "planned or threatened",
}

// partyOf is a party with the element id of its document.
type partyOf struct {
	Doc     string
	Entries string // what the links to list entries begin with; "" for none
	P       partyView
}

type pageView struct {
	Title     string
	Style     template.CSS
	Documents []documentView
}

// documentView is a document as the page shows it. Parties and claims go by
// their numbers, from 1, and never by ids from outside.
type documentView struct {
	ID                             string // of its element, such as d1
	Title, Source, Published, Link string
	Language, Note, Basis          string
	Rules                          template.CSS
	Paragraphs                     []paragraphView
	Listed, Possible, Others       []partyView
	Matters                        []matterView
	Claims                         []claimView
	Relations                      []relationView
	Graph                          *Drawing
	Links                          Links
	all                            []partyView
	parties, numbers               map[string]int // from ids in the ledger to numbers here
}

// Count returns how many parties there are.
func (v documentView) Count() int { return len(v.all) }

// Party returns a party by its number.
func (v documentView) Party(n int) partyView { return v.all[n-1] }

// Claim returns a claim by its number.
func (v documentView) Claim(n int) claimView { return v.Claims[n-1] }

type partyView struct {
	N             int
	Name, Kind    string
	Country       string
	Listed, Maybe bool
	Entries       []ledger.Entry
}

type matterView struct {
	Title string
	Parts []matterPart
}

type matterPart struct {
	Name   string
	Claims []claimView
}

type claimView struct {
	N              int
	Type, Mode     string
	Status         string
	Actors, Others []partyView // who does it, and to whom or with what
	Evidence       string
	Date, Counts   string
	By             []byView
	Page           int
	Marked         bool // its words are in the text
}

type byView struct {
	Party partyView
	How   string
}

type relationView struct {
	From, To    partyView
	Type, Label string
}

// elementID is the id of the element of a page's nth document.
func elementID(n int) string { return fmt.Sprintf("d%d", n) }

func newDocumentView(n int, l *ledger.Ledger) documentView {
	d := l.Document
	v := documentView{ID: elementID(n), Title: cmp.Or(d.Title, d.ID, "Untitled document"), Source: d.Source, Published: string(d.Published),
		Language: d.Language, Basis: l.Basis, Paragraphs: markText(l), parties: map[string]int{}, numbers: map[string]int{}}
	if strings.HasPrefix(d.URL, "https://") || strings.HasPrefix(d.URL, "http://") {
		v.Link = d.URL
	}
	if d.Language != "" && d.Language != "en" {
		v.Note = "Written in “" + d.Language + "”: claims are read from English only."
	}
	all := make([]partyView, len(l.Parties))
	for i, p := range l.Parties {
		v.parties[p.ID] = i + 1
		all[i] = partyView{N: i + 1, Name: p.Name, Kind: p.Schema, Country: string(p.Country), Entries: p.Listed}
		for _, e := range p.Listed {
			all[i].Listed = all[i].Listed || e.Match
		}
		all[i].Maybe = len(p.Listed) > 0 && !all[i].Listed
	}
	party := func(ids []string) []partyView {
		var out []partyView
		for _, id := range ids {
			if n := v.parties[id]; n > 0 {
				out = append(out, all[n-1])
			}
		}
		return out
	}
	size := len([]rune(l.Text))
	for i, c := range l.Claims {
		v.numbers[c.ID] = i + 1
		from, to := within(c.Evidence, size)
		row := claimView{N: i + 1, Type: c.Type, Mode: string(c.Mode), Status: knownStatus(c.Status), Actors: party(c.Actors), Others: party(append(slices.Clone(c.Recipients), c.Objects...)),
			Evidence: c.Evidence.Text, Counts: counts(c.Count), Page: d.Page(c.Evidence.Start), Marked: from < to}
		if c.Date != nil {
			row.Date = c.Date.Value
		}
		for _, a := range c.Attribution {
			if n := v.parties[a.Source]; n > 0 {
				row.By = append(row.By, byView{all[n-1], string(cmp.Or(a.Cue, a.Medium))})
			}
		}
		v.Claims = append(v.Claims, row)
	}
	for _, p := range all {
		switch {
		case p.Listed:
			v.Listed = append(v.Listed, p)
		case p.Maybe:
			v.Possible = append(v.Possible, p)
		default:
			v.Others = append(v.Others, p)
		}
	}
	for _, m := range l.Matters {
		v.Matters = append(v.Matters, v.matter(m))
	}
	for _, r := range l.Relations {
		from, to := party([]string{r.From}), party([]string{r.To})
		if len(from) == 1 && len(to) == 1 && r.From != r.To {
			v.Relations = append(v.Relations, relationView{From: from[0], To: to[0], Type: r.Type, Label: r.Label})
		}
	}
	v.all = all
	v.Graph = drawGraph(v.ID, all, v.Claims)
	v.Rules = tie(v.ID, len(v.Claims), len(all))
	return v
}

// knownStatus is one of the four statuses; what it is not is taken for claimed.
func knownStatus(s ledger.Status) string {
	if _, ok := statusMeanings[string(s)]; ok {
		return string(s)
	}
	return string(ledger.Claimed)
}

func (v *documentView) matter(m ledger.Matter) matterView {
	out := matterView{Title: m.Title}
	for _, part := range []struct {
		name string
		ids  []string
	}{{"Accused by", m.Accuse}, {"Denied by", m.Deny}, {"Evidence", m.Evidence}, {"Acted on", m.Act}} {
		p := matterPart{Name: part.name}
		for _, id := range part.ids {
			if n := v.numbers[id]; n > 0 {
				p.Claims = append(p.Claims, v.Claims[n-1])
			}
		}
		if len(p.Claims) > 0 {
			out.Parts = append(out.Parts, p)
		}
	}
	return out
}

// tie makes the style rules by which a claim under the pointer, in focus or
// aimed at lights its words and its line in the drawing, and the words their
// claim; likewise a party and its mentions. All that is in them are numbers.
func tie(doc string, claims, parties int) template.CSS {
	var b strings.Builder
	const on = ":is(:hover,:focus-within,:target)"
	for n := 1; n <= claims; n++ {
		id := fmt.Sprintf("%sc%d", doc, n)
		fmt.Fprintf(&b, "#%s:has(#%s%s) .%s,#%s:has(.%s:hover) #%s{--lit:var(--light)}\n", doc, id, on, id, doc, id, id)
	}
	for n := 1; n <= parties; n++ {
		id := fmt.Sprintf("%sp%d", doc, n)
		fmt.Fprintf(&b, "#%s:has(#%s%s) .%s{--lit:var(--light)}\n", doc, id, on, id)
	}
	return template.CSS(b.String())
}

// visible replaces control characters, which no page may hold, and marks that
// turn the direction of the text by the sign for what cannot be shown.
func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return '\ufffd'
	}
	return r
}
