package swiss

import (
	"regexp"
	"slices"
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

// relation is the schema that a relation type means.
func relation(kind string, from, to *ftm.Entity) (schema string, turned bool) {
	person := from.Schema.IsA("Person") && to.Schema.IsA("Person")
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(kind, w) })
	}
	switch {
	case has("owned", "controlled"):
		return lists.OwnedBy(kind, from, to)
	case person && has("family", "relative", "married", "child", "parent", "sibling", "brother", "sister"):
		return "Family", false
	case person && has("associate", "related"):
		return "Associate", false
	}
	return "UnknownLink", false
}
