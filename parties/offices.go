package parties

import (
	"strings"
)

// offices finds who holds what office: "Spokesman Nasser Kanaani", "the Kremlin
// spokesman, Dmitry Peskov", "Iran's foreign minister". The office is that of
// the body or state named with it, else of the one that the sentence names
// before.
func (f *finder) offices() {
	for _, m := range f.Mentions {
		if m.Kind != Name || len(m.Parties) != 1 || f.Parties[m.Parties[0]].Schema != "Person" {
			continue
		}
		if first, last, ok := f.titleBefore(m); ok {
			f.office(m, first, last)
			continue
		}
		for _, c := range append([]int{f.Doc.Tokens[m.Head].Head}, f.Doc.Children(m.Head)...) {
			if c < 0 || c >= m.First && c < m.Last {
				continue
			}
			t := f.Doc.Tokens[c]
			if (t.Rel == "appos" || f.Doc.Tokens[m.Head].Rel == "appos" && c == f.Doc.Tokens[m.Head].Head) && f.lex.is("person", t.Lemma) {
				first := f.phrase(c)
				f.office(m, first, c+1)
				break
			}
		}
	}
}

// titleBefore returns the title words right before a name.
func (f *finder) titleBefore(m Mention) (first, last int, ok bool) {
	first, last = m.First, m.First
	for first > 0 {
		_, covered := f.cover[first-1]
		if covered || !f.lex.titles[f.lower(first-1)] && f.Doc.Tokens[first-1].Form != "-" {
			break
		}
		first--
	}
	return first, last, first < last && f.Doc.Tokens[first].Form != "-"
}

// office adds the relation of a person to what the title at [first, last) is
// of.
func (f *finder) office(m Mention, first, last int) {
	person := m.Parties[0]
	head := last - 1
	of := -1
	if c, ok := f.cover[first-1]; ok && len(f.Mentions[c].Parties) == 1 && f.Mentions[c].Parties[0] != person {
		of = f.Mentions[c].Parties[0] // Russian President
	}
	if of < 0 && first >= 2 && f.Doc.Tokens[first-1].Tag == "POS" {
		if c, ok := f.cover[first-2]; ok && len(f.Mentions[c].Parties) == 1 {
			of = f.Mentions[c].Parties[0] // Iran's foreign minister
		}
	}
	if of < 0 {
		of = f.owner(head)
	}
	if of < 0 || of == person || f.Parties[of].Schema == "Person" || f.Parties[of].Schema == "Group" || f.Parties[of].Schema == "Weapon" {
		return
	}
	for _, r := range f.Relations {
		if r.Type == "office" && r.From == person && r.To == of {
			return
		}
	}
	t := f.Doc.Tokens
	start, end := min(t[first].Start, f.Mentions[f.head[m.Head]].Start), max(t[last-1].End, m.End)
	f.Relations = append(f.Relations, Relation{Type: "office", From: person, To: of, Label: strings.ToLower(f.text(first, last)), Start: start, End: end})
	if f.Parties[person].Country == "" {
		f.Parties[person].Country = f.Parties[of].Country
	}
}
