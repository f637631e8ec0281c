// Package starter is the small set of entries that comes with the program: some
// seventy persons, companies, banks, vessels and bodies around the arms trade of
// North Korea, Russia and Iran, as OFAC and the UN Security Council list them.
// It lets the program show what it does before any list is loaded; it says
// nothing of anyone who is not in it.
//
// The entries are kept by hand in starter.ftm.json. A test compares every value
// with the official lists: an entry that was changed or delisted fails it.
package starter

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"interdict/ftm"
)

//go:embed starter.ftm.json
var lines []byte

// Entities returns the entries and their designations.
func Entities() ([]*ftm.Entity, error) {
	var out []*ftm.Entity
	d := ftm.NewDecoder(bytes.NewReader(lines))
	for {
		e, err := d.Decode()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("starter set: %w", err)
		}
		out = append(out, e)
	}
}

// Published returns the date of the newest whole list of a source that the
// entries were compared with, in ISO 8601, or "".
func Published(source string) string {
	switch source {
	case "us_ofac_sdn":
		return "2023-12-28"
	case "un_sc_sanctions":
		return "2026-02-27"
	}
	return ""
}

// SHA256 returns the hash of the set.
func SHA256() string {
	sum := sha256.Sum256(lines)
	return hex.EncodeToString(sum[:])
}
