package ofac

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"interdict/ftm"
	"interdict/lists"
)

//go:embed details.txt
var detailsText string

type labelRule struct{ label, kind string }

var labelRules = sync.OnceValue(func() []labelRule {
	var out []labelRule
	for line := range strings.Lines(detailsText) {
		label, kind, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if ok && !strings.HasPrefix(line, "#") {
			out = append(out, labelRule{label, kind})
		}
	}
	return out
})

// ruleOf returns the rule for a label, "" where there is none.
func ruleOf(label string) string {
	label = strings.ToLower(label)
	label = strings.TrimPrefix(label, "alt. ")
	for _, r := range labelRules() {
		if strings.HasPrefix(label, r.label) {
			return r.kind
		}
	}
	return ""
}

// buildDetail puts a detail where its label says.
func (b *builder) buildDetail(e, sanction *ftm.Entity, i int, d detail) {
	kind, argument, _ := strings.Cut(ruleOf(d.label), " ")
	switch kind {
	case "birthdate":
		b.date(e, "birthDate", d.value)
	case "birthplace":
		b.Add(e, "birthPlace", d.value)
		if last := d.value[strings.LastIndexByte(d.value, ',')+1:]; ftm.CountryCode(last) != "" {
			_ = e.Add("birthCountry", last)
		}
	case "passport":
		_ = e.Add("passportNumber", d.value)
		b.document(e, "Passport", i, d)
	case "document":
		if e.Schema.Property(argument) != nil {
			_ = e.Add(argument, d.value)
		}
		b.document(e, "Identification", i, d)
	case "identification":
		if strings.HasPrefix(d.value, "IMO") && e.Schema.Property("imoNumber") != nil {
			b.Add(e, "imoNumber", d.value)
			return
		}
		_ = addWhere(e, "idNumber", d.value)
		b.document(e, "Identification", i, d)
	case "tax":
		b.russian(e, "innCode", "taxNumber", d)
		b.document(e, "Identification", i, d)
	case "registration":
		b.russian(e, "ogrnCode", "registrationNumber", d)
		b.document(e, "Identification", i, d)
	case "gazette": // the Russian statistics code OKPO
		b.russian(e, "okpoCode", "registrationNumber", d)
		b.document(e, "Identification", i, d)
	case "wallet":
		b.wallet(e, sanction, i, d)
	case "link":
		b.Link(e, lists.Link{Name: d.value})
	case "sanction":
		if argument == "listingDate" || argument == "startDate" {
			_ = sanction.Add("notes", d.label+" "+d.value)
			b.Add(sanction, argument, d.value)
		} else if argument == "note" {
			b.Note(sanction, "", d.label+" "+d.value)
		} else {
			b.Add(sanction, argument, strings.TrimSpace(d.label+" "+d.value))
		}
	case "", "note":
		b.Note(e, "", strings.TrimSpace(d.label+" "+d.value))
	default:
		switch {
		case e.Schema.Property(kind) == nil:
			b.Note(e, "", d.label+" "+d.value)
		case e.Schema.Property(kind).Type == ftm.TypeDate:
			b.date(e, kind, d.value)
		default:
			b.Add(e, kind, d.value)
		}
	}
}

// addWhere adds a value where the entity's schema has the property.
func addWhere(e *ftm.Entity, property, value string) bool {
	return e.Schema.Property(property) != nil && e.Add(property, value) == nil
}

// russian adds a number under the Russian property where it is of Russia and
// passes that number's check, else under the general one.
func (b *builder) russian(e *ftm.Entity, property, general string, d detail) {
	if p := e.Schema.Property(property); p != nil && (ftm.CountryCode(d.country) == "ru" || d.country == "") {
		if _, err := p.Clean(d.value); err == nil && (property != "okpoCode" || ftm.CountryCode(d.country) == "ru") {
			_ = e.Add(property, d.value)
			return
		}
	}
	_ = addWhere(e, general, d.value)
}

// date adds a date, with the words for what a plain date cannot say.
func (b *builder) date(e *ftm.Entity, property, value string) {
	if d, err := ftm.ParseDate(value); err == nil && d.Qualifier() != "" {
		lists.Remark(e, fmt.Sprintf("%s: %s", property, value))
	}
	b.Add(e, property, value)
}

// document makes an identity document's own entity.
func (b *builder) document(e *ftm.Entity, schema string, i int, d detail) {
	if !e.Schema.IsA("LegalEntity") { // a vessel's papers have no holder
		b.Note(e, "", d.label+" "+d.value)
		return
	}
	f := b.Attach(schema, fmt.Sprintf("%s-document-%d", e.ID, i+1))
	_ = f.Add("holder", e.ID)
	_ = f.Add("type", d.label)
	b.Add(f, "number", d.value)
	if d.country != "" {
		b.Add(f, "country", d.country)
	}
	if d.issued != "" {
		b.date(f, "startDate", d.issued)
	}
	if d.expires != "" {
		b.date(f, "endDate", d.expires)
	}
	if d.invalid {
		b.Note(f, "", "OFAC holds this document to be false")
	}
}

// wallet makes an address in a digital currency.
func (b *builder) wallet(e, sanction *ftm.Entity, i int, d detail) {
	currency := strings.TrimSpace(d.label[strings.LastIndexByte(d.label, '-')+1:])
	f := b.Attach("CryptoWallet", fmt.Sprintf("%s-wallet-%d", e.ID, i+1))
	f.Target = true
	_ = f.Add("topics", "sanction")
	_ = f.Add("name", d.value)
	b.Add(f, "publicKey", d.value)
	b.Add(f, "currency", currency)
	_ = sanction.Add("entity", f.ID)
	if e.Schema.IsA("LegalEntity") {
		_ = f.Add("holder", e.ID)
	}
}

var positionWord = regexp.MustCompile(`(?i)\b(minister|member|chairman|director|president|commander|general|deputy|head|chief|governor|secretary|officer|leader|manager|official|judge|ambassador|executive|advisor|adviser|senator|colonel|brigadier|representative|prosecutor|mayor|owner|founder|partner|shareholder|ceo)\b`)

// isPosition reports whether a remark of a person says what the person is.
func isPosition(s string) bool { return len(s) < 200 && positionWord.MatchString(s) }
