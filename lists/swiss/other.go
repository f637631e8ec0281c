package swiss

import (
	"regexp"
	"strings"

	"interdict/ftm"
	"interdict/lists"
)

// labelled are the labels of "other information" that have a property.
var labelled = []struct {
	label    *regexp.Regexp
	property string
}{
	{regexp.MustCompile(`(?i)^IMO (?:ship )?(?:number|no\.?)(?: of the vessel)?\s*:?\s*(\d{7})\.?$`), "imoNumber"},
	{regexp.MustCompile(`(?i)^Taxpayer identification number(?: \(INN\))?\s*:\s*(\d+)\.?$`), "innCode"},
	{regexp.MustCompile(`(?i)^(?:INN|ИНН)\s*:?\s*(\d+)\.?$`), "innCode"},
	{regexp.MustCompile(`(?i)^(?:OGRN|ОГРН)\S*\s*:?\s*(\d+)\.?$`), "ogrnCode"},
	{regexp.MustCompile(`(?i)^Tax (?:registration )?number\s*:\s*(\S+)$`), "taxNumber"},
	{regexp.MustCompile(`(?i)^(?:\S*/main )?(?:(?:main )?state |business |company )?registration (?:number|no\.?)\s*:\s*(\S+?)\.?$`), "registrationNumber"},
	{regexp.MustCompile(`(?i)^Web ?site\s*:\s*(\S+)$`), "website"},
	{regexp.MustCompile(`(?i)^E-?mail(?: address)?\s*:\s*(\S+)$`), "email"},
	{regexp.MustCompile(`(?i)^(?:Tel\.|Telephone|Phone)(?: number)?\s*:\s*(.+)$`), "phone"},
	{regexp.MustCompile(`(?i)^Type of entity\s*:\s*(.+)$`), "legalForm"},
	{regexp.MustCompile(`(?i)^Date of registration\s*:\s*(.+)$`), "incorporationDate"},
	{regexp.MustCompile(`(?i)^(?:Function|Position|Designation)\s*:\s*(.+)$`), "position"},
	{regexp.MustCompile(`(?i)^Call sign\s*:\s*(\S+)$`), "callSign"},
	{regexp.MustCompile(`(?i)^MMSI\s*:?\s*(\d{9})$`), "mmsi"},
}

// other adds a line of other information: to the property that its label says,
// else as a note.
func (r *reader) other(e *ftm.Entity, text string) {
	line := strings.Join(strings.Fields(text), " ")
	for _, l := range labelled {
		m := l.label.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		p := e.Schema.Property(l.property)
		if p == nil {
			continue
		}
		if _, err := p.Clean(m[1]); err != nil {
			continue
		}
		r.Add(e, l.property, m[1])
		return
	}
	r.Note(e, "", text)
}

// relate makes edges of the relations between targets.
func (r *reader) relate() {
	for _, v := range r.relations {
		to := r.entities[v.to]
		if to == nil {
			r.Note(v.from, "Relation", lists.JoinParts(" ", v.kind, v.to, v.remark))
			continue
		}
		schema, source, target := edge(v.kind, v.from, to)
		f := r.Attach(schema, r.Number(v.from, "relation"))
		_ = f.Add(f.Schema.Edge.Source, source.ID)
		_ = f.Add(f.Schema.Edge.Target, target.ID)
		r.Add(f, "role", v.kind)
		r.Note(f, "Relation", v.remark)
		_ = v.from.Add("topics", "sanction.linked")
	}
}

// edge is the relation that a relation type says, and which end is which.
func edge(kind string, from, to *ftm.Entity) (schema string, source, target *ftm.Entity) {
	person := from.Schema.IsA("Person") && to.Schema.IsA("Person")
	switch {
	case strings.Contains(kind, "owned") || strings.Contains(kind, "controlled"):
		if to.Schema.IsA("LegalEntity") && from.Schema.IsA("Asset") {
			return "Ownership", to, from
		}
	case strings.Contains(kind, "family") || strings.Contains(kind, "relative") || kind == "married-to" || kind == "child-of" || kind == "parent-of":
		if person {
			return "Family", from, to
		}
	case strings.Contains(kind, "associate") || strings.Contains(kind, "related"):
		if person {
			return "Associate", from, to
		}
	}
	return "UnknownLink", from, to
}
