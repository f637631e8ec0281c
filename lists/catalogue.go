package lists

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/BurntSushi/toml"
)

//go:embed catalogue.toml
var catalogueText string

// A Source is one list of one publisher.
type Source struct {
	Name      string `toml:"name"` // such as us_ofac_sdn
	Publisher string `toml:"publisher"`
	Title     string `toml:"title"`
	Licence   string `toml:"licence"`
	URL       string `toml:"url"` // the page that people are sent to
	Formats   []string
	Files     []Download `toml:"file"` // what makes a version; none where it cannot be fetched

	Checked    bool          // the parser was held to a whole official file
	Poll       time.Duration // how often to look for a new version; 0: do not
	MinEntries int           `toml:"min_entries"` // fewer is no whole list
	MaxShrink  float64       `toml:"max_shrink"`  // share (0–1) of entries that may vanish at once
	Closed     string        // ISO 8601 day since which the list is kept no more, or ""
	Note       string        // what else a user must know, or ""
}

// A Download is one file of a source, as its publisher offers it.
type Download struct {
	Name   string   // the file's usual name, by which a mirror or a directory has it
	Format string   // as the parser calls it
	URL    string   `toml:"url"`
	Hosts  []string // hosts beside URL's own to which the publisher redirects
	Link   string   // where URL is a page: a regular expression for the file's link in it
}

// Label says how far the parser of the source was checked, and what else a
// user must know of the source, or "".
func (s Source) Label() string {
	var label string
	if !s.Checked {
		label = "not yet checked against a whole file"
	}
	if s.Closed != "" {
		label = JoinParts("; ", label, "closed since "+s.Closed)
	}
	return JoinParts("; ", label, s.Note)
}

var catalogue = sync.OnceValues(func() ([]Source, error) {
	var c struct {
		Source []Source `toml:"source"`
	}
	meta, err := toml.Decode(catalogueText, &c)
	if err != nil {
		return nil, fmt.Errorf("catalogue.toml: %w", err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("catalogue.toml: unknown key %s", unknown[0])
	}
	return c.Source, nil
})

// Sources returns the catalogue.
func Sources() []Source {
	all, err := catalogue()
	if err != nil {
		panic(err) // the file is part of the program and tested
	}
	return slices.Clone(all)
}

// Lookup returns the source of that name.
func Lookup(name string) (Source, bool) {
	all := Sources()
	i := slices.IndexFunc(all, func(s Source) bool { return s.Name == name })
	if i < 0 {
		return Source{}, false
	}
	return all[i], true
}
