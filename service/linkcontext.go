package service

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"interdict/document"
	"interdict/ftm"
	"interdict/ledger"
	"interdict/screen"
	"interdict/text"
)

// linkContext is what a document says around the names of its parties.
type linkContext struct {
	doc       *document.Document
	points    []rune
	countries []string // that it names
}

func contextOf(doc *document.Document, ps []ledger.Party) *linkContext {
	c := &linkContext{doc: doc, points: []rune(doc.Text)}
	for _, p := range ps {
		if p.Schema == "Country" && p.Country != "" && !slices.Contains(c.countries, string(p.Country)) {
			c.countries = append(c.countries, string(p.Country))
		}
	}
	return c
}

// query asks for a party with what the document says of it; countries stand for
// one that it does not say.
func (c *linkContext) query(p ledger.Party, countries ...string) screen.Query {
	e := ftm.New(schemaFor(p.Schema), "party")
	for _, name := range nameForms(p.Name) {
		_ = e.Add("name", name) // names take any text
	}
	for _, code := range append(countries, string(p.Country)) {
		_ = e.Add("country", code) // a code, or nothing
	}
	if p.Schema == "Person" {
		_ = e.Add("gender", c.gender(p)) // or nothing
		for _, year := range c.birthYears(p) {
			_ = e.Add("birthDate", year)
		}
	}
	return screen.Query{Entity: e}
}

// mostForms is how many forms of a name are looked for.
const mostForms = 20

// nameForms are a name and, in Cyrillic letters, those that it may be a case of:
// Сергея Чемезова is Сергей Чемезов. Of long names fewer are tried for each word.
func nameForms(name string) []string {
	words := strings.Fields(name)
	for most := 4; most > 0; most-- {
		forms := []string{""}
		for _, word := range words {
			cases := text.Nominatives(word)
			var longer []string
			for _, w := range append([]string{word}, cases[:min(most, len(cases))]...) {
				for _, f := range forms {
					longer = append(longer, strings.TrimSpace(f+" "+w))
				}
			}
			forms = longer
			if len(forms) > mostForms {
				break
			}
		}
		if len(forms) <= mostForms {
			return forms
		}
	}
	return []string{name}
}

// schemaFor leaves the kind of a body or company open: documents and lists
// often differ on which of them something is.
func schemaFor(schema string) string {
	switch schema {
	case "Person", "Vessel", "Airplane":
		return schema
	}
	return "LegalEntity"
}

// genderWords say whether a person is a man or a woman.
var genderWords = map[string]string{"he": "male", "him": "male", "his": "male", "himself": "male", "mr": "male", "she": "female", "her": "female", "herself": "female", "mrs": "female", "ms": "female"}

// gender is a person's as pronouns and titles have it, "" where they say nothing
// or contradict each other.
func (c *linkContext) gender(p ledger.Party) string {
	found := ""
	for _, m := range p.Mentions {
		words := []string{m.Text}
		if before := strings.Fields(c.before(m.Start)); len(before) > 0 {
			words = append(words, strings.TrimSuffix(before[len(before)-1], "."))
		}
		for k, w := range words {
			w = strings.ToLower(w)
			g := genderWords[w]
			if k > 0 && w != "mr" && w != "mrs" && w != "ms" {
				continue // another's pronoun
			}
			if g != "" && found != "" && g != found {
				return ""
			}
			if g != "" {
				found = g
			}
		}
	}
	return found
}

// How texts tell a person's age: “the 45-year-old Ivan Petrov”, “Ivan Petrov,
// 45,”, “Ivan Petrov, aged 45”, “Ivan Petrov (45)”.
var (
	ageBefore = regexp.MustCompile(`(?i)\b(\d{2})[- ]year[- ]old(?:\s+\w+){0,3}\s*$`)
	ageAfter  = regexp.MustCompile(`^(?:,? aged? (\d{2})\b|, (\d{2}),|, a (\d{2})-year-old\b| \((\d{2})\))`)
)

// birthYears are the two years in which somebody can be born whose age the text
// gives, none where it gives none.
func (c *linkContext) birthYears(p ledger.Party) []string {
	if len(c.doc.Published) < 4 {
		return nil
	}
	year, err := strconv.Atoi(c.doc.Published[:4])
	if err != nil {
		return nil // a date without a year tells no age
	}
	for _, m := range p.Mentions {
		groups := ageAfter.FindStringSubmatch(string(c.points[m.End:min(m.End+40, len(c.points))]))
		if groups == nil {
			groups = ageBefore.FindStringSubmatch(c.before(m.Start))
		}
		for _, g := range groups[min(1, len(groups)):] {
			if age, err := strconv.Atoi(g); err == nil && age >= 10 {
				return []string{fmt.Sprint(year - age - 1), fmt.Sprint(year - age)}
			}
		}
	}
	return nil
}

// before is the text right before a code point.
func (c *linkContext) before(at int) string { return string(c.points[max(0, at-60):at]) }
