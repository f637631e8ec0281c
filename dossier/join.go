package dossier

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"interdict/ledger"
	"interdict/text"
)

// cut parts a claim's id into the number of its document and its own id.
func cut(id string) (document, claim string, ok bool) { return strings.Cut(id, ".") }

// A cluster is a party across documents while they are being read.
type cluster struct {
	id        string
	into      *cluster // the one that it was joined to, nil where it stands
	names     map[string]int
	schemas   map[string]int
	country   string
	listed    []ledger.Entry
	documents []string
	apart     []*cluster // of the same name, kept apart
}

func (c *cluster) root() *cluster {
	for c.into != nil {
		c = c.into
	}
	return c
}

// joiner finds the cluster that a document's party belongs to.
type joiner struct {
	all     []*cluster
	byEntry map[string]*cluster
	byName  map[string][]*cluster
}

// place puts a party of a document into a cluster and returns the cluster's id.
func (j *joiner) place(p *ledger.Party, document string) string {
	if j.byEntry == nil {
		j.byEntry, j.byName = map[string]*cluster{}, map[string][]*cluster{}
	}
	var at *cluster
	for _, e := range p.Listed {
		if c := j.byEntry[e.Entity]; e.Match && c != nil {
			if at = at.join(c.root()); at == nil {
				at = c.root()
			}
		}
	}
	key := nameKey(p)
	var apart []*cluster
	if key != "" {
		for _, c := range j.byName[key] {
			switch c = c.root(); {
			case c == at:
			case !c.agrees(p):
				apart = append(apart, c)
			case at == nil:
				at = c
			}
		}
	}
	if at == nil {
		at = &cluster{id: fmt.Sprintf("x%d", len(j.all)), names: map[string]int{}, schemas: map[string]int{}}
		j.all = append(j.all, at)
	}
	at.take(p, document)
	for _, c := range apart {
		if c != at && !slices.Contains(at.apart, c) {
			at.apart, c.apart = append(at.apart, c), append(c.apart, at)
		}
	}
	for _, e := range p.Listed {
		if e.Match {
			j.byEntry[e.Entity] = at
		}
	}
	if key != "" && !slices.ContainsFunc(j.byName[key], func(c *cluster) bool { return c.root() == at }) {
		j.byName[key] = append(j.byName[key], at)
	}
	return at.id
}

// join makes one cluster of two and returns it; nil where c is none.
func (c *cluster) join(o *cluster) *cluster {
	if c == nil || c == o {
		return o
	}
	for n, k := range o.names {
		c.names[n] += k
	}
	for s, k := range o.schemas {
		c.schemas[s] += k
	}
	c.country = cmp.Or(c.country, o.country)
	for _, e := range o.listed {
		c.list(e)
	}
	for _, d := range o.documents {
		if !slices.Contains(c.documents, d) {
			c.documents = append(c.documents, d)
		}
	}
	c.apart = append(c.apart, o.apart...)
	o.into = c
	return c
}

func (c *cluster) take(p *ledger.Party, document string) {
	c.names[p.Name] += max(1, len(p.Mentions))
	c.schemas[p.Schema]++
	c.country = cmp.Or(c.country, string(p.Country))
	for _, e := range p.Listed {
		c.list(e)
	}
	if n := len(c.documents); n == 0 || c.documents[n-1] != document {
		c.documents = append(c.documents, document)
	}
}

func (c *cluster) list(e ledger.Entry) {
	for i := range c.listed {
		if c.listed[i].Entity == e.Entity {
			if e.Match && !c.listed[i].Match {
				c.listed[i] = e
			}
			return
		}
	}
	c.listed = append(c.listed, e)
}

// agrees reports whether nothing speaks against a party's being this cluster:
// another entry of the same list, or another country.
func (c *cluster) agrees(p *ledger.Party) bool {
	if c.country != "" && p.Country != "" && c.country != string(p.Country) {
		return false
	}
	for _, e := range p.Listed {
		for _, o := range c.listed {
			if e.Match && o.Match && e.List == o.List && e.Entity != o.Entity {
				return false
			}
		}
	}
	return true
}

// nameKey is what parties of one name and kind have in common, or "" where the
// name is too little to tell by.
func nameKey(p *ledger.Party) string {
	name := text.Fold(p.Name)
	words := strings.Fields(name)
	first := ' '
	for _, r := range p.Name {
		first = r
		break
	}
	named := unicode.IsUpper(first) || unicode.IsDigit(first) || unicode.IsLetter(first) && !unicode.IsLower(first)
	switch p.Schema {
	case "Country":
		if p.Country != "" {
			return "state " + string(p.Country)
		}
		return "state " + name
	case "Weapon": // kinds of things, which are not told apart by document
		return "thing " + name
	case "Person":
		if named && len(words) > 1 {
			return "person " + name
		}
	case "Vessel", "Airplane":
		if named && len(words) > 0 {
			return strings.ToLower(p.Schema) + " " + name
		}
	case "Group", "":
	default:
		if !named || len(words) == 0 {
			return ""
		}
		if !slices.ContainsFunc(words, func(w string) bool { return !generic[w] }) {
			if p.Country == "" {
				return "" // "the Foreign Ministry", and nothing says whose
			}
			return "body " + name + " " + string(p.Country)
		}
		return "body " + name
	}
	return ""
}

// generic words name bodies that every state has.
var generic = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields("the of for and ministry ministries foreign defence defense finance interior justice trade energy transport commerce economy oil " +
		"department office bureau agency council committee commission court supreme high central bank national state government parliament senate " +
		"assembly congress party opposition police army navy air force forces military customs coast guard security intelligence service services " +
		"embassy mission treasury presidency cabinet board authority administration union group company panel inquiry tribunal federal general staff") {
		out[w] = true
	}
	return out
}()

// finish returns the parties, those of most documents first, and the id that
// each cluster's id has become.
func (j *joiner) finish() ([]Party, map[string]string) {
	var left []*cluster
	for _, c := range j.all {
		if c.into == nil {
			left = append(left, c)
		}
	}
	slices.SortStableFunc(left, func(a, b *cluster) int { return len(b.documents) - len(a.documents) })
	final := map[string]string{}
	for i, c := range left {
		final[c.id] = fmt.Sprintf("p%d", i+1)
	}
	for _, c := range j.all {
		final[c.id] = final[c.root().id]
	}
	out := make([]Party, len(left))
	for i, c := range left {
		names := most(c.names)
		p := Party{Names: names, Documents: c.documents, Possibly: []string{}}
		p.ID, p.Name, p.Schema, p.Country = final[c.id], names[0], most(c.schemas)[0], ledger.Null(c.country)
		p.Mentions, p.Listed = []ledger.Span{}, c.listed
		for _, o := range c.apart {
			if id := final[o.id]; id != p.ID && !slices.Contains(p.Possibly, id) {
				p.Possibly = append(p.Possibly, id)
			}
		}
		out[i] = p
	}
	return out, final
}

// most are the keys of a count, the most frequent first; of equals the longer,
// then the first by letters.
func most(count map[string]int) []string {
	return slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(count[b]-count[a], len(b)-len(a), cmp.Compare(a, b))
	})
}
