package text

import "strings"

// SafeCell returns a cell of a CSV file that no spreadsheet takes for a
// formula: where it begins with a sign that starts one, an apostrophe is put
// before it (OWASP, CSV injection). Numbers are left as they are.
func SafeCell(cell string) string {
	if cell == "" || strings.IndexByte("=+-@\t\r", cell[0]) < 0 {
		return cell
	}
	if strings.Trim(cell[1:], "0123456789.,") == "" {
		return cell
	}
	return "'" + cell
}
