package ofac

import (
	"regexp"
	"strings"
)

var (
	remarkAlias = regexp.MustCompile(`^(?:alt\. )?([afn])\.k\.a\. '(.*)'$`)
	// labelTail are the words that may follow a label before its value.
	labelTail  = regexp.MustCompile(`^(?i:( ?(No\.?|Num\.?|Number|#|Code|ID|Card|Document|Certificate|Information|Registration|Address|Card No\.?|\((USCC|CBLS|RU|MSN|RIF|TIN)\)|-))*)`)
	inBrackets = regexp.MustCompile(`^ \([^()]*\)`)
	papers     = regexp.MustCompile(`^(.*?)(?: \(([^()]*)\))?(?: issued (\d.*?))?(?: expires (\d.*?))?$`)
	currency   = regexp.MustCompile(`^((?:alt\. )?Digital Currency Address - \S+) (.+)$`)
)

// splitRemarks parts a remarks field into its statements. They are parted by
// semicolons; one inside quotes belongs to a name.
func splitRemarks(s string) []string {
	var out []string
	s = strings.TrimSpace(s)
	s = strings.TrimSuffix(s, ".")
	start, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\'':
			// An apostrophe inside a word opens no quote.
			opens := i == 0 || s[i-1] == ' '
			closes := i+1 == len(s) || s[i+1] == ';' || s[i+1] == '.'
			if opens && !quoted {
				quoted = true
			} else if closes {
				quoted = false
			}
		case ';':
			if !quoted || strings.HasPrefix(s[i:], "; a.k.a.") || strings.HasPrefix(s[i:], "; Linked To") {
				out = append(out, strings.TrimSpace(s[start:i]))
				start, quoted = i+1, false
			}
		}
	}
	if last := strings.TrimSpace(s[start:]); last != "" {
		out = append(out, last)
	}
	return out
}

// readRemarks turns a remarks field into names, details and remarks.
func (x *entry) readRemarks(field string) {
	for _, s := range splitRemarks(field) {
		if s == "" {
			continue
		}
		if m := aliasIn(s); m != nil {
			kind := m[1] + "ka"
			x.names = append(x.names, alias{name: m[2], kind: kind, weak: kind == "aka"})
			continue
		}
		if d, ok := readDetail(s); ok {
			x.details = append(x.details, d)
			continue
		}
		x.remarks = append(x.remarks, s)
	}
}

// aliasIn returns the parts of a statement that is an alias. Most are not, and
// a plain search tells it sooner than the expression.
func aliasIn(s string) []string {
	if !strings.Contains(s, ".k.a. '") {
		return nil
	}
	return remarkAlias.FindStringSubmatch(s)
}

// readDetail parts a statement into its label, value and papers.
func readDetail(s string) (detail, bool) {
	if strings.Contains(s, "Digital Currency") {
		if m := currency.FindStringSubmatch(s); m != nil {
			return detail{label: m[1], value: m[2]}, true
		}
	}
	lower := strings.ToLower(s)
	alt := ""
	if rest, ok := strings.CutPrefix(lower, "alt. "); ok {
		alt, lower = s[:5], rest
		s = s[5:]
	}
	for _, r := range labelRules() {
		if !strings.HasPrefix(lower, r.label) {
			continue
		}
		end := len(r.label)
		if kind, _, _ := strings.Cut(r.kind, " "); kind == "sanction" || kind == "note" || strings.HasSuffix(r.label, "type") || r.kind == "link" {
			if colon := strings.Index(s, ": "); colon > 0 && colon < 90 {
				end = colon + 1
			} else if m := inBrackets.FindString(s[end:]); m != "" {
				end += len(m)
			} else if r.kind == "link" {
				continue
			}
		} else {
			end += len(labelTail.FindString(s[end:]))
		}
		if end < len(s) && s[end] != ' ' && s[end-1] != ' ' && s[end-1] != ':' {
			continue // the label is the beginning of another word
		}
		d := detail{label: alt + strings.TrimSpace(s[:end]), value: strings.TrimSpace(s[end:])}
		d.label = strings.TrimSuffix(d.label, ":")
		switch kind, _, _ := strings.Cut(r.kind, " "); kind {
		case "document", "passport", "identification", "tax", "registration", "gazette",
			"leiCode", "uscCode", "dunsCode", "swiftBic", "isin", "imoNumber", "registrationNumber":
			if m := papers.FindStringSubmatch(d.value); m != nil {
				d.value, d.country, d.issued, d.expires = m[1], m[2], m[3], m[4]
			}
		}
		return d, d.value != ""
	}
	return detail{}, false
}
