package ledger

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Case is a row that a person found wrong, with what it should be: a test of
// the reader. Cases are kept as JSON, one a line; FORMATS.md lists the fields.
type Case struct {
	ID        string `json:"id"`     // document and claim, for people
	Text      string `json:"text"`   // the whole text that was read
	Source    string `json:"source"` // the document's, as it was given or found
	Title     string `json:"title"`
	Published Null   `json:"published"`
	Evidence  Span   `json:"evidence"`       // the row's words
	Was       string `json:"was"`            // the row as it was read, for people
	Want      Want   `json:"want"`           // what the row should be
	Note      string `json:"note,omitempty"` // why, in a person's words
}

// Want says what a row should be. What is empty is left open.
type Want struct {
	None       bool     `json:"none,omitempty"` // there should be no row of the type (or none at all, without one)
	Type       string   `json:"type,omitempty"`
	Mode       string   `json:"mode,omitempty"`
	Status     Status   `json:"status,omitempty"`
	Actors     []string `json:"actors,omitempty"` // names; "-" for nobody
	Recipients []string `json:"recipients,omitempty"`
	Objects    []string `json:"objects,omitempty"`
	Sources    []string `json:"sources,omitempty"` // of the attribution
	Date       string   `json:"date,omitempty"`    // ISO 8601; "-" for none
}

// ParseWant reads what a person says that a row should be: "none", or fields as
// "status=claimed; actor=Iran, Russia; source=-", parted by semicolons.
func ParseWant(s string) (Want, error) {
	var w Want
	for part := range strings.SplitSeq(s, ";") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		if part == "none" {
			w.None = true
			continue
		}
		key, value, ok := strings.Cut(part, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		if !ok || value == "" {
			return w, fmt.Errorf("%q: want none, or FIELD=VALUE with type, mode, status, actor, recipient, object, source or date", part)
		}
		var names []string
		for n := range strings.SplitSeq(value, ",") {
			if n = strings.TrimSpace(n); n != "" {
				names = append(names, n)
			}
		}
		switch key {
		case "type":
			w.Type = strings.ToUpper(value)
			if !slices.Contains(EventTypes, w.Type) {
				return w, fmt.Errorf("type %q: choose from %s", value, strings.Join(EventTypes, ", "))
			}
		case "mode":
			w.Mode = value
		case "status":
			w.Status = Status(value)
			if !slices.Contains([]Status{Asserted, Claimed, Denied, Intended}, w.Status) {
				return w, fmt.Errorf("status %q: choose from asserted, claimed, denied and intended", value)
			}
		case "actor", "actors":
			w.Actors = names
		case "recipient", "recipients":
			w.Recipients = names
		case "object", "objects":
			w.Objects = names
		case "source", "sources":
			w.Sources = names
		case "date":
			w.Date = value
		default:
			return w, fmt.Errorf("no field %q: choose from type, mode, status, actor, recipient, object, source and date", key)
		}
	}
	if w.empty() {
		return w, fmt.Errorf("%q says nothing: want none, or fields such as status=claimed", s)
	}
	return w, nil
}

func (w Want) empty() bool {
	return !w.None && w.Type == "" && w.Mode == "" && w.Status == "" && w.Date == "" && len(w.Actors)+len(w.Recipients)+len(w.Objects)+len(w.Sources) == 0
}

// Failures says in what a ledger of the case's text falls short of what the case
// wants, a line each; none where it is as wanted. A row is the case's where no
// other has more of the case's words in common with it; of several, the one that
// falls short in least.
func (c *Case) Failures(l *Ledger) []string {
	best := []string{"no row at these words"}
	most := 0.0
	for i := range l.Claims {
		r := &l.Claims[i]
		both := min(r.Evidence.End, c.Evidence.End) - max(r.Evidence.Start, c.Evidence.Start)
		if both <= 0 {
			continue
		}
		shared := float64(both) / float64(max(r.Evidence.End, c.Evidence.End)-min(r.Evidence.Start, c.Evidence.Start))
		if c.Want.None {
			if c.Want.Type == "" && shared > 0.7 || c.Want.Type == r.Type {
				return []string{"a row, where none should be: " + Describe(l, r)}
			}
			continue
		}
		if short := c.Want.short(l, r); shared > most || shared == most && len(short) < len(best) {
			best, most = short, shared
		}
	}
	if c.Want.None {
		return nil
	}
	return best
}

// short says in what a row falls short.
func (w Want) short(l *Ledger, r *Claim) []string {
	var out []string
	differ := func(what, want, got string) {
		if want != "" && want != got {
			out = append(out, fmt.Sprintf("%s is %q, should be %q", what, got, want))
		}
	}
	differ("type", w.Type, r.Type)
	differ("mode", w.Mode, string(r.Mode))
	differ("status", string(w.Status), string(r.Status))
	date := "-"
	if r.Date != nil {
		date = r.Date.Value
	}
	differ("date", w.Date, date)
	var sources []string
	for _, a := range r.Attribution {
		sources = append(sources, a.Source)
	}
	for _, side := range []struct {
		what string
		want []string
		ids  []string
	}{{"actor", w.Actors, r.Actors}, {"recipient", w.Recipients, r.Recipients}, {"object", w.Objects, r.Objects}, {"source", w.Sources, sources}} {
		if len(side.want) == 0 {
			continue
		}
		want, got := side.want, l.names(side.ids)
		if len(want) == 1 && want[0] == "-" {
			want = nil
		}
		fold := func(names []string) string {
			low := make([]string, len(names))
			for i, n := range names {
				low[i] = strings.ToLower(strings.TrimPrefix(strings.TrimPrefix(n, "the "), "The "))
			}
			slices.Sort(low)
			return strings.Join(low, "; ")
		}
		if fold(want) != fold(got) {
			out = append(out, fmt.Sprintf("%s is %q, should be %q", side.what, strings.Join(got, "; "), strings.Join(want, "; ")))
		}
	}
	return out
}

func (l *Ledger) names(ids []string) []string {
	var out []string
	for _, id := range ids {
		for i := range l.Parties {
			if l.Parties[i].ID == id {
				out = append(out, l.Parties[i].Name)
			}
		}
	}
	return out
}

// Describe is a claim on one line, in names: what it is, of whom, and on whose word.
func Describe(l *Ledger, c *Claim) string {
	s := c.Type
	if c.Mode != "" {
		s += "/" + string(c.Mode)
	}
	s += " [" + string(c.Status) + "]"
	if who := l.names(c.Actors); len(who) > 0 {
		s += " " + strings.Join(who, ", ")
	}
	if whom := l.names(append(slices.Clone(c.Recipients), c.Objects...)); len(whom) > 0 {
		s += " → " + strings.Join(whom, ", ")
	}
	for i, a := range c.Attribution {
		s += map[bool]string{true: ", said by ", false: ", by way of "}[i == 0] + strings.Join(l.names([]string{a.Source}), "")
	}
	return s
}

// WriteCase appends a case as a line.
func WriteCase(w io.Writer, c Case) error { return json.NewEncoder(w).Encode(c) }
