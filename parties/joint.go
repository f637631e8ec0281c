package parties

import (
	"strconv"
	"strings"

	"interdict/english"
)

// numbers are the counts that are written as words.
var numbers = map[string]int{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "both": 2, "either": 2, "dozen": 12}

// definite makes "the tanker", "the company" a mention of the last party of
// that kind.
func (f *finder) definite(i int, schema string) {
	t := f.Doc.Tokens
	if t[i].Rel == "appos" || t[i].Rel == "compound" || t[i].Rel == "flat" {
		return
	}
	for _, c := range f.Doc.Children(i) {
		if (t[c].Rel == "appos" || t[c].Rel == "flat" || t[c].Rel == "compound") && len(f.At(c)) > 0 && f.Parties[f.At(c)[0]].Schema != "Country" {
			return // it stands beside its name
		}
	}
	first := f.phrase(i)
	switch f.determiner(i) {
	case "the", "that", "this", "":
		schemata := []string{schema}
		if schema == "Company" {
			schemata = []string{"Company", "Organization"}
		} else if schema == "Organization" {
			schemata = []string{"Organization", "PublicBody", "Company"}
		}
		if f.owner(i) < 0 && f.determiner(i) != "" {
			if p := f.lastOf(i, schemata...); p >= 0 {
				f.mention(Nominal, first, i+1, p)
				return
			}
		}
	case "a", "an", "one", "another":
		f.group(i)
		return
	}
	if p := f.owner(i); p >= 0 {
		name, code := f.named(p, f.text(first, i+1))
		f.mention(Nominal, first, i+1, f.party(name, schema, code))
	}
}

// jointReference resolves "the two countries", "both sides", "the three", which
// mention several parties at once.
func (f *finder) jointReference(i int, lemma string, plural bool) bool {
	d := f.determiner(i)
	n := 0
	for _, c := range f.Doc.Children(i) {
		if t := f.Doc.Tokens[c]; t.Rel == "nummod" || t.Rel == "det" || t.Rel == "det:predet" {
			if k, ok := numbers[strings.ToLower(t.Form)]; ok {
				n = k
			}
		}
	}
	if f.Doc.Tokens[i].POS == english.NUM {
		n, plural = numbers[lemma], d == "the"
		lemma = ""
	}
	if !plural && d != "either" || lemma != "" && d != "the" && d != "both" && d != "either" {
		return false
	}
	var schemata []string
	switch lemma {
	case "country", "nation", "state", "government", "capital", "side", "neighbour", "neighbor", "ally":
		schemata = []string{"Country"}
		if n == 0 {
			n = 2
		}
	case "leader", "man", "minister", "president":
		schemata = []string{"Person"}
	case "company", "firm", "bank":
		schemata = []string{"Company"}
	case "vessel", "ship", "tanker":
		schemata = []string{"Vessel"}
	case "":
		schemata = []string{"Person", "Company", "Vessel"}
	}
	if n < 2 || len(schemata) == 0 {
		return false
	}
	found := f.lastSeveral(i, n, schemata)
	if len(found) < n {
		return false
	}
	f.mention(Nominal, f.phrase(i), i+1, found...)
	return true
}

// lastSeveral returns the n different parties of one schema that were named
// last before token i, in the order of the text.
func (f *finder) lastSeveral(i, n int, schemata []string) []int {
	for _, schema := range schemata {
		var found []int
		for m := len(f.Mentions) - 1; m >= 0 && len(found) < n; m-- {
			for _, p := range f.Mentions[m].Parties {
				if f.Mentions[m].First < i && f.Parties[p].Schema == schema && !contains(found, p) && len(found) < n {
					found = append([]int{p}, found...)
				}
			}
		}
		if len(found) == n {
			return found
		}
	}
	return nil
}

func contains(list []int, v int) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

// Number returns how many a group's words say that it counts, or 0.
func Number(words string) int {
	for w := range strings.FieldsSeq(strings.ToLower(words)) {
		if n, ok := numbers[w]; ok {
			return n
		}
		if n, err := strconv.Atoi(strings.ReplaceAll(w, ",", "")); err == nil && n > 0 && n < 1e6 {
			return n
		}
	}
	return 0
}
