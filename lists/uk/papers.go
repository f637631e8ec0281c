package uk

import (
	"regexp"
	"strings"

	"interdict/ftm"
	"interdict/lists"
)

var (
	issued = regexp.MustCompile(`(?i)\b(?:date of issue|issue date|issued)(?: on| in)?:? ?(?:on )?(\d[\d./-]{7,9}|\d{1,2} [A-Za-z]{3,9}\.? ?\d{4}|[A-Za-z]{3,9}\.? ?\d{4}|\d{4})\b`)
	expiry = regexp.MustCompile(`(?i)\b(?:date of (?:expiry|expiration)|expir(?:y|ation)(?: date)?|expires|expired|valid until)(?: on)?:? ?(?:on )?(\d[\d./-]{7,9}|\d{1,2} [A-Za-z]{3,9}\.? ?\d{4}|\d{4})\b`)
	// before is what stands before a country in the details of a document.
	before = regexp.MustCompile(`(?i)^(?:false|issuing country:|issued (?:in|by)|issued at)? ?`)
	after  = regexp.MustCompile(`(?i)[,.;(]|\b(?:passport|number|no|diplomatic|national|identity|identification|issued|issue|expir\w*|card|service|official|military|birth|driving|inn|tin)\b|$`)
	// bare is a number in a field that holds number and details in one:
	// "G827238 (Tunisian). Issued on 1 June 1996", "Passport No OB 0243318".
	bare = regexp.MustCompile(`\b(?:[A-Z]{1,4}[- ]?)?\d[A-Z0-9/-]{3,}\b`)
)

// paper adds an identity document and reads what its details say: the country,
// the dates of issue and expiry.
func (b *builder) paper(e *ftm.Entity, d lists.Document) {
	text := d.Details
	if d.Number == "" {
		undated := expiry.ReplaceAllStringFunc(issued.ReplaceAllStringFunc(text, blank), blank)
		if m := bare.FindStringIndex(undated); m != nil {
			d.Number = text[m[0]:m[1]]
			if rest := strings.TrimLeft(text[m[1]:], " .,;:("); rest != "" {
				text = rest
			}
		}
	}
	if d.Number == "" {
		b.Note(e, d.Kind, d.Details)
		return
	}
	country := before.ReplaceAllString(text, "")
	if at := after.FindStringIndex(country); at != nil {
		country = country[:at[0]]
	}
	country = strings.Trim(country, " -()")
	if codes, exact := lists.Countries(country); exact && len(codes) == 1 {
		d.Country = country
	}
	if m := issued.FindStringSubmatch(text); m != nil {
		d.Issued = dated(m[1])
	}
	if m := expiry.FindStringSubmatch(text); m != nil {
		d.Expires = dated(m[1])
	}
	if b.taxNumber(e, d) {
		return
	}
	b.Document(e, d, ftm.DMY)
}

func blank(s string) string { return strings.Repeat(" ", len(s)) }

// dated returns the date if it is one, else nothing: the details keep it.
func dated(s string) string {
	if _, err := ftm.DateInOrder(s, ftm.DMY); err != nil {
		return ""
	}
	return s
}

// taxNumber adds a Russian taxpayer number that stands among the national
// identity numbers.
func (b *builder) taxNumber(e *ftm.Entity, d lists.Document) bool {
	number := labelled.ReplaceAllString(d.Number, "")
	if d.Property != "idNumber" || !russian.MatchString(d.Details+d.Number) {
		return false
	}
	if _, err := ftm.FormatINN.Clean(number); err != nil {
		return false
	}
	d.Number, d.Kind, d.Property = number, "INN", "innCode"
	b.Document(e, d, ftm.DMY)
	return true
}

var (
	russian  = regexp.MustCompile(`(?i)\b(?:INN|TIN|tax\w*)\b`)
	labelled = regexp.MustCompile(`^[^0-9]*`)
	numbers  = regexp.MustCompile(`(?:\b([A-Za-z][A-Za-z .()/]*?)\s*(?:No\.?|ID|Number)?\s*[:–-]?\s*)?\b(\d{8,15})\b`)
)

// registration adds a business registration number by its label and its check
// digits: "OGRN: 1027739090708", "TIN - 5027153451 ", "1027700073466".
func (b *builder) registration(e *ftm.Entity, value string) {
	found := numbers.FindAllStringSubmatch(value, -1)
	plain := strings.TrimSpace(value)
	if len(found) == 0 {
		b.Keep(e, "registrationNumber", "Business registration number", plain)
		return
	}
	rest := plain
	for _, m := range found {
		number := m[2]
		rest = strings.Replace(rest, m[0], "", 1)
		label := strings.ToUpper(m[1])
		property := "registrationNumber"
		_, ogrn := ftm.FormatOGRN.Clean(number)
		_, inn := ftm.FormatINN.Clean(number)
		switch {
		case strings.Contains(label, "KPP"):
			property = "kppCode"
		case ogrn == nil && (len(number) == 13 || strings.Contains(label, "OGRN")):
			property = "ogrnCode"
		case inn == nil && (strings.Contains(label, "INN") || strings.Contains(label, "TIN") || strings.Contains(label, "TAX")):
			property = "innCode"
		case strings.Contains(label, "TIN") || strings.Contains(label, "TAX") || strings.Contains(label, "INN"):
			property = "taxNumber"
		}
		if e.Schema.Property(property) == nil {
			property = "registrationNumber"
		}
		b.Keep(e, property, "Business registration number", number)
	}
	if strings.Trim(rest, " .,;:()–-") != "" || len(found) > 1 || found[0][1] != "" {
		lists.Remark(e, "Business registration number: "+plain)
	}
}
