package text

import (
	"strings"
	"unicode/utf8"
)

// SafeCell returns a cell of a CSV file that no spreadsheet takes for a
// formula: where it begins with a sign that starts one, an apostrophe is put
// before it (OWASP, CSV injection; the wide forms are what Japanese
// spreadsheets take too). Signed numbers are left as they are.
func SafeCell(cell string) string {
	first, size := utf8.DecodeRuneInString(cell)
	switch {
	case cell == "" || !strings.ContainsRune("=+-@\t\r\n＝＋－＠", first):
		return cell
	case (first == '+' || first == '-') && strings.Trim(cell[size:], "0123456789.,") == "":
		return cell
	}
	return "'" + cell
}
