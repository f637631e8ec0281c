package lists

import (
	"crypto/sha256"
	"math/big"
	"strings"

	"interdict/ftm"
)

// A Wallet is an address in a digital currency, with the currency's code as
// OFAC writes it.
type Wallet struct{ Currency, Key string }

var (
	base58Word = pattern(`\b[13LMTD][1-9A-HJ-NP-Za-km-z]{25,34}\b`)
	bech32Word = pattern(`(?i)\b(?:bc1|ltc1)[02-9ac-hj-np-z]{11,71}\b`)
	hexWord    = pattern(`\b0x[0-9a-fA-F]{40}\b`)
)

// versions are the first byte of base58 addresses: Bitcoin's (BIP 13, and the
// Bitcoin wiki's list of prefixes), Litecoin's, Dogecoin's, TRON's.
var versions = map[byte]string{0x00: "XBT", 0x05: "XBT", 0x30: "LTC", 0x32: "LTC", 0x1e: "DOGE", 0x41: "TRX"}

// Wallets finds the addresses in digital currencies in free text. Those of
// Bitcoin and its kin and of TRON carry check digits, which must agree; those
// of Ethereum and the chains like it are told by their form.
func Wallets(text string) []Wallet {
	if !longWord(text, shortestKey) {
		return nil
	}
	var out []Wallet
	seen := map[string]bool{}
	add := func(currency, key string) {
		if currency != "" && !seen[key] {
			seen[key] = true
			out = append(out, Wallet{currency, key})
		}
	}
	for _, w := range base58Word().FindAllString(text, -1) {
		add(base58Currency(w), w)
	}
	for _, w := range bech32Word().FindAllString(text, -1) {
		add(bech32Currency(w), w)
	}
	for _, w := range hexWord().FindAllString(text, -1) {
		add("ETH", w)
	}
	return out
}

// shortestKey is the length of the shortest address.
const shortestKey = 14

// longWord reports whether a text has so many letters and figures in a row, as
// few texts have: it spares them the expressions.
func longWord(text string, least int) bool {
	run, figures := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			run, figures = run+1, true
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			run++
		default:
			run, figures = 0, false
		}
		if run >= least && figures {
			return true
		}
	}
	return false
}

const base58Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// base58Currency returns the currency of a base58check address, "" where the
// last four bytes are not those of the double hash of the others.
func base58Currency(s string) string {
	n := new(big.Int)
	for _, c := range s {
		i := strings.IndexRune(base58Alphabet, c)
		if i < 0 {
			return ""
		}
		n.Add(n.Mul(n, big.NewInt(58)), big.NewInt(int64(i)))
	}
	raw := n.Bytes()
	if len(raw) > 25 {
		return ""
	}
	raw = append(make([]byte, 25-len(raw)), raw...)
	first := sha256.Sum256(raw[:21])
	sum := sha256.Sum256(first[:])
	if string(sum[:4]) != string(raw[21:]) {
		return ""
	}
	return versions[raw[0]]
}

const bech32Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

// bech32Currency checks a segwit address by BIP 173 (version 0) or BIP 350.
func bech32Currency(s string) string {
	if s != strings.ToLower(s) && s != strings.ToUpper(s) {
		return ""
	}
	s = strings.ToLower(s)
	prefix, data, _ := strings.Cut(s, "1")
	var values []int
	for _, c := range prefix {
		values = append(values, int(c)>>5)
	}
	values = append(values, 0)
	for _, c := range prefix {
		values = append(values, int(c)&31)
	}
	for _, c := range data {
		values = append(values, strings.IndexRune(bech32Alphabet, c))
	}
	check := 1
	for _, v := range values {
		top := check >> 25
		check = (check&0x1ffffff)<<5 ^ v
		for i, g := range []int{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				check ^= g
			}
		}
	}
	if check != 1 && check != 0x2bc830a3 {
		return ""
	}
	return map[string]string{"bc": "XBT", "ltc": "LTC"}[prefix]
}

// FindWallets adds the addresses in digital currencies that a remark of an
// entry names, as listed with it. The remark itself is counted where it is
// kept.
func (b *Builder) FindWallets(e, sanction *ftm.Entity, text string) {
	for _, w := range Wallets(text) {
		if b.wallets[e.ID+w.Key] {
			continue
		}
		b.wallets[e.ID+w.Key] = true
		b.Wallet(e, sanction, w.Currency, w.Key)
	}
}
