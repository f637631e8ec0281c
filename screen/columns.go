package screen

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed columns.tsv
var columnsText string

// columnsFrom sets the header from the options, else from the first row, and
// finds what each column holds. first returns that row, and takes it for the
// header where it is told to.
func (t *Table) columnsFrom(first func(take bool) ([]string, error)) error {
	given := t.options.Header != nil || t.options.NoHeader
	cells, err := first(!given)
	if err != nil {
		return err
	}
	switch {
	case !given:
		t.Header = cells
	case t.options.NoHeader:
		for i := range cells {
			t.Header = append(t.Header, "column "+strconv.Itoa(i+1))
		}
	case len(t.options.Header) != len(cells):
		return fmt.Errorf("--header names %d columns, and the first row has %d cells", len(t.options.Header), len(cells))
	default:
		t.Header = t.options.Header
	}
	return t.findColumns()
}

func (t *Table) findColumns() error {
	t.fields = make([]string, len(t.Header))
	if err := t.mapColumns(); err != nil {
		return err
	}
	for i, column := range t.Header {
		if field := t.usual(column); t.fields[i] == "" {
			t.fields[i] = field
		}
	}
	if slices.ContainsFunc(t.fields, names) {
		return nil
	}
	shown := strings.Join(t.Header, ", ")
	if len(shown) > maxShow {
		shown = strings.ToValidUTF8(shown[:maxShow], "") + "…"
	}
	if t.options.NoHeader {
		return errors.New(`say which column holds the name: --map name=1 for the first`)
	}
	return fmt.Errorf(`no column of names among: %s; say which it is with --map name=COLUMN, or, where the first line is a row and names no columns, --header "name,birthDate,…" or --no-header --map name=1`, shown)
}

// mapColumns follows the options: a column is said by its name, or by its
// place, 1 for the first.
func (t *Table) mapColumns() error {
	for field, column := range t.options.Map {
		if !knownFields()[field] {
			return fmt.Errorf("--map %s=%s: unknown field %q; fields are name, birthDate, country, … (see FORMATS.md)", field, column, field)
		}
		found := false
		for i, name := range t.Header {
			if foldColumn(name) == foldColumn(column) {
				t.fields[i], found = field, true
			}
		}
		if place, err := strconv.Atoi(column); !found && err == nil && place > 0 && place <= len(t.Header) {
			t.fields[place-1], found = field, true
		}
		if !found {
			return fmt.Errorf("--map %s: no column %q; columns are %s", field, column, strings.Join(t.Header, ", "))
		}
	}
	return nil
}

// usual is the field that a column of this name holds by custom, "" where none
// or where the options name another column for it.
func (t *Table) usual(column string) string {
	field := usualColumns()[foldColumn(column)]
	if _, mapped := t.options.Map[field]; mapped {
		return ""
	}
	return field
}

// names reports whether a column of this field is enough to screen by.
func names(field string) bool {
	switch field {
	case "name", "firstName", "lastName", "alias", "passportNumber", "idNumber", "taxNumber", "innCode", "ogrnCode", "registrationNumber",
		"leiCode", "swiftBic", "imoNumber", "mmsi", "callSign":
		return true
	}
	return false
}

// usualColumns maps folded column names to fields.
var usualColumns = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(columnsText) {
		field, names, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		out[foldColumn(field)] = field
		for name := range strings.SplitSeq(names, "|") {
			out[foldColumn(name)] = field
		}
	}
	return out
})

var knownFields = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, field := range usualColumns() {
		out[field] = true
	}
	return out
})

// plainLetters are letters with a mark that Unicode does not take apart, and
// those that Arabic and Persian keyboards write each in their way.
var plainLetters = strings.NewReplacer("ı", "i", "ł", "l", "Ł", "l", "ø", "o", "Ø", "o", "đ", "d", "Đ", "d", "ß", "ss", "ی", "ي", "ک", "ك")

func foldColumn(s string) string {
	var b strings.Builder
	for _, r := range plainLetters.Replace(norm.NFKD.String(s)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}
