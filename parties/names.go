package parties

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"interdict/english"
)

// calendar words are capitalised and name nobody.
var calendar = set("Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sept. Oct. Nov. Dec. AM PM GMT UTC Christmas Easter Ramadan I Mr. Mrs. Ms. Dr.")

// dateline is how a report begins: SEOUL, March 3 (Example Wire) —. Who is named
// there does nothing.
var dateline = regexp.MustCompile(`^\s*\p{Lu}[\p{Lu}.'’/ -]{2,40}(?:, \p{Lu}[\p{L}. ]{1,20}?)?(?:,? \p{Lu}\p{L}{2,8}\.? \d{1,2}(?:, \d{4})?|,? \d{1,2} \p{L}{3,12}\.?(?: \d{4})?(?: г\.)?)?\s*(?:\([\p{L} .&-]{2,40}\))?\s*(?:--|[-–—])\s`)

var codeNumber = regexp.MustCompile(`^\d+[A-Za-z]?$`)

// afterDateline returns the byte of the text behind its dateline, 0 where it has
// none: NATO — and others — said so is none.
func (f *finder) afterDateline() int {
	at := min(f.doc.Body(), len(f.Doc.Text))
	line := dateline.FindString(f.Doc.Text[at:])
	place, _, _ := strings.Cut(strings.TrimRight(line, " -–—"), ",")
	e, ok := f.lex.lookup(strings.TrimSpace(place))
	switch {
	case line == "", ok && e.schema != "Country":
		return 0
	case ok:
		f.party(e.name, e.schema, e.country) // without a mention: where the report is from
	}
	return at + len(line)
}

// names finds the names of a sentence.
func (f *finder) names(s english.Sentence) {
	for i := s.First; i < s.Last; {
		if f.Doc.Tokens[i].Start < f.start || !f.nameWord(i, s) {
			i++
			continue
		}
		end := f.nameEnd(i, s)
		f.name(i, end, s)
		i = end
	}
}

// nameWord reports whether a name can begin with or go on at token i.
func (f *finder) nameWord(i int, s english.Sentence) bool {
	t := f.Doc.Tokens[i]
	r, _ := utf8.DecodeRuneInString(t.Form)
	caseless := unicode.IsLetter(r) && !unicode.IsUpper(r) && !unicode.IsLower(r)
	if !unicode.IsUpper(r) && !(caseless && f.english) || calendar[t.Form] {
		return false
	}
	if t.POS == english.PROPN {
		return true
	}
	if _, ok := f.lex.lookup(t.Form); ok && t.POS != english.PRON && t.POS != english.ADP {
		return true
	}
	// A capital at the beginning of a sentence says nothing by itself.
	first := i == s.First || t.Start > 0 && strings.ContainsAny(f.Doc.Text[t.Start-1:t.Start], "\"(") || i > 0 && (f.Doc.Tokens[i-1].Form == "“" || f.Doc.Tokens[i-1].Form == ":")
	if first && f.begins(i, s) {
		return true
	}
	if !first && t.POS != english.VERB && f.capital(i, s) && f.capital(i-1, s) && i-2 >= s.First && f.capital(i-2, s) && f.Doc.Tokens[i-1].POS == english.PROPN && !f.capital(i+1, s) {
		return true // Hwang Pyong So
	}
	switch t.POS {
	case english.NOUN, english.ADJ, english.X:
		return !first || strings.ToUpper(t.Form) == t.Form && len(t.Form) > 1
	case english.VERB, english.ADV, english.NUM, english.INTJ:
		return !first && strings.ToUpper(t.Form) == t.Form && len(t.Form) > 2 || f.capital(i-1, s) && f.capital(i+1, s)
	case english.PRON, english.PART, english.SYM:
		return f.capital(i-1, s) && f.capital(i+1, s)
	}
	return false
}

// begins reports whether token i and the next are how a name begins that is known
// already: "Harbour Crown said", after Harbour Crown Shipping.
func (f *finder) begins(i int, s english.Sentence) bool {
	if i+1 >= s.Last || !f.capital(i+1, s) {
		return false
	}
	start := f.Doc.Tokens[i].Form + " " + f.Doc.Tokens[i+1].Form
	return slices.ContainsFunc(f.Parties, func(p Party) bool { return p.Name == start || strings.HasPrefix(p.Name, start+" ") })
}

// capital reports whether token i of the sentence begins with a capital and is
// no day, month or title: Mining in Korea Mining Development is part of a name,
// whatever the tagger takes it for.
func (f *finder) capital(i int, s english.Sentence) bool {
	if i < s.First || i >= s.Last || calendar[f.Doc.Tokens[i].Form] || f.lex.titles[f.lower(i)] {
		return false
	}
	r, n := utf8.DecodeRuneInString(f.Doc.Tokens[i].Form)
	return unicode.IsUpper(r) && n < len(f.Doc.Tokens[i].Form)
}

// nameEnd returns where the name that begins at i ends: over further name
// words, numbers of weapons, and small words that join parts of one name.
func (f *finder) nameEnd(i int, s english.Sentence) int {
	t := f.Doc.Tokens
	end := i + 1
	for end < s.Last {
		switch form := t[end].Form; {
		case f.nameWord(end, s):
			// A demonym begins another name after a possessive only.
			end++
		case (form == "-" || form == "–") && end+1 < s.Last && t[end].Start == t[end-1].End && t[end+1].Start == t[end].End && (f.nameWord(end+1, s) || codeNumber.MatchString(t[end+1].Form) || isLower(t[end+1].Form) && end+2 <= s.Last && t[end-1].POS == english.PROPN && koreanSyllable(t[end+1].Form)):
			end += 2
		case codeNumber.MatchString(form) && t[end-1].POS == english.PROPN && len(form) < 5 && t[end].Rel != "nummod" && t[end-1].Form != "of":
			end++
		case (form == "of" || form == "for") && end+1 < s.Last && f.joins(i, end, s):
			end++
			if l := f.lower(end); l == "the" {
				end++
			}
		case (form == "al" || form == "bin" || form == "ibn" || form == "van" || form == "von" || form == "de" || form == "el" || form == "bint" || form == "da") && end+1 < s.Last && (f.nameWord(end+1, s) || t[end+1].Form == "-"):
			end++
			if t[end].Form == "-" {
				end++
			}
		case form == "and" && end+1 < s.Last && f.nameWord(end+1, s) && strings.Contains(f.text(i, end), " of ") && f.inBody(i) && f.Doc.Tokens[end+1].POS == english.PROPN:
			end++
		case form == "&" && end+1 < s.Last && f.nameWord(end+1, s):
			end++
		default:
			return end
		}
	}
	return end
}

// inBody reports whether a name that begins at i begins as bodies' names do.
func (f *finder) inBody(i int) bool {
	form := f.Doc.Tokens[i].Form
	return bodyWords[form] || organizationWords[form]
}

func isLower(s string) bool { return s != "" && strings.ToLower(s) == s }

// koreanSyllable reports whether a small part after a hyphen can end a given
// name: Yo-jong, Jong-un.
func koreanSyllable(s string) bool { return len(s) >= 2 && len(s) <= 6 }

// joins reports whether "of" at token end joins a name of a body that began at
// i with what follows: Ministry of Defence, Bank of China.
func (f *finder) joins(i, end int, s english.Sentence) bool {
	next := end + 1
	if f.lower(next) == "the" {
		next++
	}
	if next >= s.Last || !f.nameWord(next, s) {
		return false
	}
	last := f.Doc.Tokens[end-1].Form
	return bodyWords[last] || organizationWords[last] || legalForms[last] || last == "Panel" || last == "House" || last == "Chamber" || last == "Republic" || last == "States" || last == "Kingdom" || last == "Guardians" || last == "Voice" || last == "Group" || last == "Islamic"
}

// name adds the mention of a name at tokens [first, end): it parts leading
// demonyms and titles from it, and finds or makes its party.
func (f *finder) name(first, end int, s english.Sentence) {
	t := f.Doc.Tokens
	for end > first && (t[end-1].Form == "of" || t[end-1].Form == "the" || t[end-1].Form == "-" || t[end-1].Form == "for") {
		end--
	}
	if end <= first {
		return
	}
	whole := f.text(first, end)
	if p, ok := f.byKey["alias "+strings.ToLower(whole)]; ok {
		f.mention(Name, first, end, p)
		return
	}
	if e, ok := f.lex.lookup(whole); ok {
		f.gazetteer(e, first, end)
		return
	}
	// A country or a known body at the front: Russian President Vladimir
	// Putin, EU foreign policy chief, U.S. Treasury.
	for k := min(end-1, first+4); k > first; k-- {
		e, ok := f.lex.lookup(f.text(first, k))
		if !ok || t[k].Form == "-" {
			continue
		}
		if e.schema == "Country" || e.schema == "Organization" && k < end && f.lex.titles[f.lower(k)] {
			if f.bodyName(k, end) {
				break // the country is part of the body's own name
			}
			f.gazetteer(e, first, k)
			f.name(k, end, s)
			return
		}
	}
	// An office before a person's name: Secretary of State Antony Blinken.
	if office := f.officeBefore(first); office >= 0 && end-first > 2 {
		given := f.givenName(first, end)
		whole = f.text(given, end)
		if !f.shortForm(whole, given, end, true) {
			f.mention(Name, given, end, f.party(whole, "Person", f.nearCountry(office)))
		}
		last := len(f.Mentions) - 1
		if m, ok := f.cover[office]; ok { // the office was taken for a name
			f.Mentions[m].Parties = slices.Clone(f.Mentions[last].Parties)
		}
		f.head[office], f.cover[office] = last, last
		return
	}
	// Titles before a person's name.
	k := first
	for k < end-1 && (f.lex.titles[f.lower(k)] || t[k].Form == "-") {
		k++
	}
	titled := k > first
	if titled && t[k-1].Form != "-" {
		whole, first = f.text(k, end), k
		if e, ok := f.lex.lookup(whole); ok {
			f.gazetteer(e, first, end)
			return
		}
	}
	if end-first == 1 && f.lex.titles[f.lower(first)] || whole == "" {
		return // a title alone is a nominal
	}
	if f.shortForm(whole, first, end, titled) {
		return
	}
	schema, country := f.classify(whole, first, end, titled)
	if schema == "" {
		return
	}
	p := f.party(whole, schema, country)
	f.mention(Name, first, end, p)
	f.acronym(p, whole, end, s)
}

// officeBefore returns the word of an office whose field ends where a name
// begins: Secretary of State, Under Secretary for Terrorism and Financial
// Intelligence; -1 where there is none.
func (f *finder) officeBefore(first int) int {
	field := false
	for i := first; i >= max(0, first-10); i-- {
		t := f.Doc.Tokens[i]
		r, _ := utf8.DecodeRuneInString(t.Form)
		switch l := f.lower(i); {
		case i < first && field && unicode.IsUpper(r) && f.lex.titles[l] && f.lex.is("person", t.Lemma):
			return i
		case l == "of" || l == "for":
			field = true
		case l == "the" || l == "and" || l == "&" || unicode.IsUpper(r) && !calendar[t.Form]:
		default:
			return -1
		}
	}
	return -1
}

// givenName returns where the person's name begins that a row of capitalised
// words ends in: its last two words with initials between, three where they are
// as short as Korean or Chinese ones.
func (f *finder) givenName(first, end int) int {
	i := end - 2
	for i > first && len(strings.Trim(f.Doc.Tokens[i].Form, ".")) == 1 {
		i--
	}
	if short := func(k int) bool { return len(f.Doc.Tokens[k].Form) <= 5 }; i == end-2 && i > first && short(i-1) && short(i) && short(i+1) && f.lower(i-1) != "state" {
		i--
	}
	return max(i, first)
}

// gazetteer adds a mention of a name that is known.
func (f *finder) gazetteer(e entry, first, end int) {
	kind := Name
	t := f.Doc.Tokens[end-1]
	if e.schema == "Country" && (t.POS == english.ADJ || t.Rel == "amod") {
		kind = Adjective
	}
	f.mention(kind, first, end, f.party(e.name, e.schema, e.country))
}

// bodyName reports whether tokens [k, end) are the rest of a body's own name,
// such as Treasury or Ministry of Defence.
func (f *finder) bodyName(k, end int) bool {
	last := f.Doc.Tokens[end-1].Form
	first := f.Doc.Tokens[k].Form
	return end-k <= 6 && (bodyWords[last] || bodyWords[first] || legalForms[last] || organizationWords[last] || organizationWords[first] || first == "Treasury")
}
