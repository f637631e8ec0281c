package ftm

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Type is what kind of value a property holds, and thereby its written form.
type Type string

// The types. Dates are ISO 8601 prefixes, countries lower-case ISO 3166-1
// codes, genders male, female or other, topics dotted codes such as
// sanction.linked, languages ISO 639-3 codes, numbers decimal.
const (
	TypeName       Type = "name"
	TypeText       Type = "text"
	TypeString     Type = "string"
	TypeDate       Type = "date"
	TypeCountry    Type = "country"
	TypeIdentifier Type = "identifier"
	TypeGender     Type = "gender"
	TypeTopic      Type = "topic"
	TypeURL        Type = "url"
	TypeEmail      Type = "email"
	TypePhone      Type = "phone"
	TypeAddress    Type = "address"
	TypeLanguage   Type = "language"
	TypeNumber     Type = "number"
	TypeEntity     Type = "entity"
)

func (t Type) known() bool {
	switch t {
	case TypeName, TypeText, TypeString, TypeDate, TypeCountry, TypeIdentifier, TypeGender, TypeTopic,
		TypeURL, TypeEmail, TypePhone, TypeAddress, TypeLanguage, TypeNumber, TypeEntity:
		return true
	}
	return false
}

// Clean returns the value or values in the property's written form. A date
// range gives two values, its first and last day. The error says what is wrong
// with the value, in words that fit after it.
func (p *Property) Clean(value string) ([]string, error) {
	switch p.Type {
	case TypeDate:
		d, err := ParseDate(value)
		if err != nil {
			return nil, err
		}
		return d.Values(), nil
	case TypeCountry:
		return one(cleanCountry(value))
	case TypeGender:
		return one(cleanGender(value))
	case TypeIdentifier:
		return one(p.Format.Clean(value))
	case TypeTopic:
		return one(cleanTopic(value))
	case TypeURL:
		return one(cleanURL(value))
	case TypeEmail:
		return one(cleanEmail(value))
	case TypePhone:
		return one(cleanPhone(value))
	case TypeLanguage:
		return one(cleanLanguage(value))
	case TypeNumber:
		return one(cleanNumber(value))
	}
	plain, _ := p.plain(value)
	return []string{plain}, nil
}

// plain returns the written form of a value of a type that takes any value;
// false for the other types.
func (p *Property) plain(value string) (string, bool) {
	switch p.Type {
	case TypeName, TypeAddress, TypeString:
		return oneSpaced(value), true
	case TypeText, TypeEntity:
		return value, true
	}
	return value, false
}

// oneSpaced writes one space between words; most values are so already.
func oneSpaced(s string) string {
	space := true // as if one stood before
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == ' ' && !space:
			space = true
		case c <= ' ' || c == 0xc2 || c >= 0xe1 && c <= 0xe3:
			// White space, or a first byte that one of it can have in UTF-8.
			return strings.Join(strings.Fields(s), " ")
		default:
			space = false
		}
	}
	if space {
		return strings.TrimRight(s, " ")
	}
	return s
}

func one(value string, err error) ([]string, error) {
	if err != nil {
		return nil, err
	}
	return []string{value}, nil
}

// Tidy removes what can never be part of a value: control characters other
// than line breaks and tabs, byte order marks, broken encoding, and white space
// at the ends.
func Tidy(value string) string {
	clean := utf8.ValidString(value)
	for i := 0; clean && i < len(value); i++ {
		c := value[i]
		clean = c >= ' ' && c != 0x7f && c != 0xc2 && c != 0xef
	}
	if !clean {
		value = strings.Map(func(r rune) rune {
			switch {
			case r == '\n' || r == '\t':
				return r
			case r == '\u00a0':
				return ' '
			case r == '\ufeff' || unicode.IsControl(r):
				return -1
			}
			return r
		}, strings.ToValidUTF8(value, "\ufffd"))
	}
	return strings.TrimSpace(value)
}

func cleanCountry(value string) (string, error) {
	if code := CountryCode(value); code != "" {
		return code, nil
	}
	return "", fmt.Errorf("not a country that is known here")
}

func cleanGender(value string) (string, error) {
	switch strings.ToLower(value) {
	case "m", "male", "man", "masculin":
		return "male", nil
	case "f", "female", "woman", "feminin", "féminin":
		return "female", nil
	case "o", "x", "other", "diverse":
		return "other", nil
	}
	return "", fmt.Errorf("not a gender: male, female or other")
}

var topicForm = regexp.MustCompile(`^[a-z]+(\.[a-z]+)*$`)

// cleanTopic accepts any dotted code: the published set grows, and a new topic
// is no reason to lose an entity's.
func cleanTopic(value string) (string, error) {
	value = strings.ToLower(value)
	if !topicForm.MatchString(value) {
		return "", fmt.Errorf("not a topic code such as sanction or crime.traffick")
	}
	return value, nil
}

func cleanURL(value string) (string, error) {
	link := value
	if !strings.Contains(link, "://") {
		link = "http://" + link
	}
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "ftp" || !strings.Contains(u.Host, ".") || strings.ContainsAny(value, " \t\n") {
		return "", fmt.Errorf("not a web address")
	}
	return link, nil
}

func cleanEmail(value string) (string, error) {
	value = strings.ToLower(strings.TrimSuffix(value, "."))
	a, err := mail.ParseAddress(value)
	if err != nil || !strings.Contains(a.Address, ".") {
		return "", fmt.Errorf("not an e-mail address")
	}
	return a.Address, nil
}

// cleanPhone keeps a number as it is written, for without its country's plan
// no digit can be added or taken away.
func cleanPhone(value string) (string, error) {
	digits := 0
	for _, r := range value {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits < 4 {
		return "", fmt.Errorf("not a phone number")
	}
	return strings.Join(strings.Fields(value), " "), nil
}

func cleanLanguage(value string) (string, error) {
	value = strings.ToLower(value)
	if len(value) < 2 || len(value) > 3 || strings.Trim(value, "abcdefghijklmnopqrstuvwxyz") != "" {
		return "", fmt.Errorf("not a language code such as eng")
	}
	return value, nil
}

var groupedNumber = regexp.MustCompile(`^\d{1,3}(,\d{3})+(\.\d+)?$`)

// cleanNumber accepts a decimal number, with commas between thousands, and a
// unit after it (180 cm), which is kept.
func cleanNumber(value string) (string, error) {
	number, unit, _ := strings.Cut(value, " ")
	if groupedNumber.MatchString(number) {
		number = strings.ReplaceAll(number, ",", "")
	}
	if _, err := strconv.ParseFloat(number, 64); err != nil {
		return "", fmt.Errorf("not a number")
	}
	return strings.TrimSpace(number + " " + unit), nil
}
