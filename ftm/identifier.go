package ftm

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
)

// A Format is a check that an identifier of a certain kind must pass.
type Format string

// The formats, each with the standard that defines its check digits.
const (
	FormatIMO  Format = "imo"  // IMO ship or company number: IMO resolution A.1117(30)
	FormatMMSI Format = "mmsi" // ITU-R M.585: nine digits
	FormatLEI  Format = "lei"  // ISO 17442: ISO 7064 mod 97-10
	FormatBIC  Format = "bic"  // ISO 9362
	FormatIBAN Format = "iban" // ISO 13616: ISO 7064 mod 97-10
	FormatISIN Format = "isin" // ISO 6166: Luhn over the base-36 digits
	FormatINN  Format = "inn"  // Russian taxpayer number, 10 or 12 digits
	FormatOGRN Format = "ogrn" // Russian registration number, 13 or 15 digits
)

// separators are what people put between the characters of an identifier.
var separators = strings.NewReplacer(" ", "", "-", "", ".", "", "\u2010", "", "\u2011", "", "\u2013", "", "/", "")

// Clean returns the identifier in its bare form, or says what is wrong with it.
// Where there is no check, the identifier is kept as written.
func (f Format) Clean(value string) (string, error) {
	bare := strings.ToUpper(separators.Replace(value))
	var err error
	switch f {
	case FormatIMO:
		bare = strings.TrimPrefix(bare, "IMO")
		bare, err = "IMO"+bare, checkIMO(bare)
	case FormatMMSI:
		if len(bare) != 9 || !digits(bare) {
			err = fmt.Errorf("not an MMSI: nine digits")
		}
	case FormatLEI:
		if len(bare) != 20 || !alphanumeric(bare) || mod97(bare) != 1 {
			err = fmt.Errorf("not an LEI: 20 characters with check digits that agree")
		}
	case FormatBIC:
		if !bicForm.MatchString(bare) {
			err = fmt.Errorf("not a BIC: 8 or 11 characters such as SABRRUMM")
		}
	case FormatIBAN:
		if len(bare) < 15 || len(bare) > 34 || !alphanumeric(bare) || mod97(bare[4:]+bare[:4]) != 1 {
			err = fmt.Errorf("not an IBAN: check digits do not agree")
		}
	case FormatISIN:
		if !isinForm.MatchString(bare) || !luhn36(bare) {
			err = fmt.Errorf("not an ISIN: check digit does not agree")
		}
	case FormatINN:
		err = checkINN(bare)
	case FormatOGRN:
		err = checkOGRN(bare)
	default:
		return strings.Join(strings.Fields(value), " "), nil
	}
	if err != nil {
		return "", err
	}
	return bare, nil
}

var (
	bicForm  = regexp.MustCompile(`^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$`)
	isinForm = regexp.MustCompile(`^[A-Z]{2}[A-Z0-9]{9}[0-9]$`)
)

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

func alphanumeric(s string) bool {
	return strings.Trim(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// checkIMO: each of the first six digits times its place counted from 7 down
// to 2; the last digit of the sum is the seventh. Company numbers use the
// weights 8, 6, 4, 2, 9, 7 and subtract from 11.
func checkIMO(s string) error {
	if len(s) != 7 || !digits(s) {
		return fmt.Errorf("not an IMO number: seven digits")
	}
	ship, company := 0, 0
	for i, weight := range []int{8, 6, 4, 2, 9, 7} {
		d := int(s[i] - '0')
		ship += d * (7 - i)
		company += d * weight
	}
	last := int(s[6] - '0')
	if ship%10 != last && (11-company%11)%10 != last {
		return fmt.Errorf("not an IMO number: the check digit does not agree")
	}
	return nil
}

// mod97 is the remainder of ISO 7064: letters count as 10 to 35.
func mod97(s string) int {
	n, ok := new(big.Int).SetString(base36Digits(s), 10)
	if !ok {
		return -1
	}
	return int(n.Mod(n, big.NewInt(97)).Int64())
}

func base36Digits(s string) string {
	var b strings.Builder
	for _, c := range s {
		if c >= 'A' && c <= 'Z' {
			fmt.Fprintf(&b, "%d", c-'A'+10)
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}

func luhn36(s string) bool {
	expanded := base36Digits(s)
	sum := 0
	for i := range len(expanded) {
		d := int(expanded[len(expanded)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// checkINN: weighted sums modulo 11 modulo 10, as the Russian tax service
// (order MMV-7-6/435@) sets them.
func checkINN(s string) error {
	weights := []int{3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8}
	check := func(n int) bool {
		sum := 0
		for i, w := range weights[len(weights)-n:] {
			sum += w * int(s[i]-'0')
		}
		return sum%11%10 == int(s[n]-'0')
	}
	switch {
	case !digits(s) || len(s) != 10 && len(s) != 12:
		return fmt.Errorf("not an INN: 10 or 12 digits")
	case len(s) == 10 && !check(9), len(s) == 12 && !(check(10) && check(11)):
		return fmt.Errorf("not an INN: check digits do not agree")
	}
	return nil
}

// checkOGRN: the last digit is the number before it modulo 11 (13 digits) or
// 13 (15 digits, sole traders), modulo 10.
func checkOGRN(s string) error {
	if !digits(s) || len(s) != 13 && len(s) != 15 {
		return fmt.Errorf("not an OGRN: 13 or 15 digits")
	}
	n, _ := new(big.Int).SetString(s[:len(s)-1], 10)
	rest := new(big.Int).Mod(n, big.NewInt(int64(len(s)-2))).Int64()
	if rest%10 != int64(s[len(s)-1]-'0') {
		return fmt.Errorf("not an OGRN: the check digit does not agree")
	}
	return nil
}
