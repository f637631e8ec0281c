package resolve

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"interdict/ftm"
	"interdict/lists"
	"interdict/names"
	"interdict/text"
)

// How sure the kinds of evidence are.
const (
	rankReference = iota // a list names the other's entry
	rankIdentifier
	rankDocument // a number that says little without the name
	rankBirth
	rankNames
)

// maxShared is how many entries may share a value for it to tell anything: a
// number in fifty entries is that of a form, not of a party.
const maxShared = 24

// alike is the score (0–1) from which two names could be one party's where
// something else says so too; same that from which they are the same name.
const (
	alike = 0.6
	same  = 0.93
)

// An entry is a listed entity prepared for joining.
type entry struct {
	*ftm.Entity
	source, publisher, own string // own: the publisher's id
	countries              []string
	names                  []*names.Name // strong names, parsed when first asked for
}

// candidates returns every pair of entries of different lists for whose being
// one party there is evidence enough.
func candidates(entities []*ftm.Entity) []Link {
	entries := map[string]*entry{}
	var order []*entry
	for _, e := range entities {
		if e.Target && e.Schema.Matchable && len(e.Datasets) > 0 {
			x := &entry{Entity: e, source: e.Datasets[0], countries: e.ByType(ftm.TypeCountry)}
			x.own = strings.TrimPrefix(e.ID, x.source+"-")
			if s, ok := lists.Lookup(x.source); ok {
				x.publisher = s.Publisher
			}
			entries[e.ID] = x
			order = append(order, x)
		}
	}
	f := finder{buckets: map[bucket][]*entry{}}
	for _, x := range order {
		f.note(x)
	}
	for _, e := range entities {
		if e.Schema.IsA("Sanction") {
			for _, id := range e.Get("entity") {
				if x := entries[id]; x != nil {
					for _, reference := range e.Get("unscId") {
						f.put(bucket{"UN reference", "unscId", bare(reference)}, x)
					}
				}
			}
		}
	}
	return f.links()
}

// A bucket is something that entries can share.
type bucket struct{ what, property, value string }

type finder struct {
	buckets map[bucket][]*entry
	order   []bucket
}

func (f *finder) put(b bucket, x *entry) {
	if b.value == "" {
		return
	}
	have, ok := f.buckets[b]
	if !ok {
		f.order = append(f.order, b)
	}
	if !slices.Contains(have, x) {
		f.buckets[b] = append(have, x)
	}
}

// note files an entry under all that it could share.
func (f *finder) note(x *entry) {
	if x.publisher != "" { // one publisher's several lists use one numbering
		f.put(bucket{"entry id", x.publisher, x.own}, x)
	}
	x.Each(func(p *ftm.Property, values []string) {
		if p.Type != ftm.TypeIdentifier {
			return
		}
		for _, v := range values {
			if v = bare(v); len(v) >= 6 {
				f.put(bucket{"identifier", identifierClass(p.Name), v}, x)
			}
		}
	})
	if x.Schema.IsA("Person") {
		for _, d := range x.Get("birthDate") {
			if len(d) == len("2006-01-02") {
				f.put(bucket{"birth", "birthDate", d}, x)
			}
		}
		return
	}
	for _, n := range strongNames(x.Entity) {
		words := strings.FieldsFunc(text.Fold(n), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if len(words) > 1 { // one word says too little
			f.put(bucket{"name", "name", strings.Join(words, " ")}, x)
		}
	}
}

// identifierClass joins the properties under which lists put one number.
func identifierClass(property string) string {
	switch property {
	case "idNumber", "taxNumber", "vatCode", "registrationNumber", "innCode", "ogrnCode", "socialSecurityNumber":
		return "number"
	}
	return property
}

func bare(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'A' && r <= 'Z', r == '.':
			return r
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return -1
	}, s)
}

func strongNames(e *ftm.Entity) []string {
	return slices.Concat(e.Get("name"), e.Get("alias"), e.Get("previousName"), e.Get("pastNames"))
}

// links compares those that share a bucket.
func (f *finder) links() []Link {
	var out []Link
	shared := map[Pair]int{} // how many names two entries share
	for _, b := range f.order {
		in := f.buckets[b]
		if len(in) > maxShared {
			continue
		}
		for i, x := range in {
			for _, y := range in[i+1:] {
				if x.source == y.source || !ftm.CanMatch(x.Schema, y.Schema) {
					continue
				}
				pair := NewPair(x.ID, y.ID)
				if b.what == "name" {
					if shared[pair]++; shared[pair] == 2 {
						if c := sharedCountry(x, y); c != "" {
							out = append(out, Link{pair, "two names and the country (" + ftm.CountryName(c) + ") are the same", rankNames})
						}
					}
					continue
				}
				if l, ok := joins(b, x, y); ok {
					l.Pair = pair
					out = append(out, l)
				}
			}
		}
	}
	return out
}

// joins reports whether what two entries share is enough to join them.
func joins(b bucket, x, y *entry) (Link, bool) {
	switch b.what {
	case "UN reference":
		return Link{Reason: "both are the UN's entry " + b.value, rank: rankReference}, true
	case "entry id":
		names, ok := likeNames(x, y, alike)
		return Link{Reason: "both are the publisher's entry " + b.value + names, rank: rankReference}, ok
	case "identifier":
		l := Link{Reason: fmt.Sprintf("the %s %s is the same", ftm.PlainName(b.property), b.value), rank: rankIdentifier}
		if checked(x, b.property) {
			return l, true
		}
		names, ok := likeNames(x, y, alike)
		return Link{Reason: l.Reason + ", and the names are alike" + names, rank: rankDocument}, ok
	case "birth":
		c := sharedCountry(x, y)
		if c == "" || otherGender(x, y) {
			return Link{}, false
		}
		names, ok := likeNames(x, y, same)
		return Link{Reason: fmt.Sprintf("name%s, date of birth (%s) and country (%s) are the same", names, b.value, ftm.CountryName(c)), rank: rankBirth}, ok
	}
	return Link{}, false
}

// checked reports whether a property's values have check digits and belong to
// one party, so that they decide without the name.
func checked(x *entry, property string) bool {
	p := x.Schema.Property(property)
	if p == nil {
		return false
	}
	switch p.Format {
	case ftm.FormatIMO:
		return x.Schema.IsA("Vessel")
	case ftm.FormatLEI, ftm.FormatIBAN, ftm.FormatISIN:
		return true
	}
	return property == "publicKey"
}

func sharedCountry(x, y *entry) string {
	for _, c := range x.countries {
		if slices.Contains(y.countries, c) {
			return c
		}
	}
	return ""
}

func otherGender(x, y *entry) bool {
	a, b := x.First("gender"), y.First("gender")
	return a != "" && b != "" && a != b
}

// likeNames reports whether a name of one is like a name of the other, and says
// in brackets which are the most alike.
func likeNames(x, y *entry, least float64) (which string, ok bool) {
	best := 0.0
	for _, a := range x.parsed() {
		for _, b := range y.parsed() {
			if score := names.Compare(a, b).Score; score >= least && score > best {
				best = score
				which = fmt.Sprintf(" (%s / %s)", a.Original, b.Original)
			}
		}
	}
	return which, best > 0
}

// maxNames bounds how many names of an entry are compared.
const maxNames = 40

func (x *entry) parsed() []*names.Name {
	if x.names == nil {
		kind := names.Organization
		switch {
		case x.Schema.IsA("Person"):
			kind = names.Person
		case x.Schema.IsA("Vessel"), x.Schema.IsA("Airplane"):
			kind = names.Vessel
		}
		all := strongNames(x.Entity)
		x.names = make([]*names.Name, 0, len(all))
		for _, n := range all[:min(len(all), maxNames)] {
			x.names = append(x.names, names.Parse(n, kind))
		}
	}
	return x.names
}
