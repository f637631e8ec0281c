package lists

import (
	"net/url"
	"regexp"
	"testing"
	"time"
)

func TestCatalogueIsWhole(t *testing.T) {
	all, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, s := range all {
		if s.Name == "" || s.Publisher == "" || s.Title == "" || s.Licence == "" || len(s.Formats) == 0 || seen[s.Name] {
			t.Errorf("%+v lacks a name of its own, a publisher, a title, a licence or a format", s)
		}
		seen[s.Name] = true
		if s.MinEntries <= 0 || s.MaxShrink <= 0 || s.MaxShrink >= 1 {
			t.Errorf("%s: bounds %d, %v", s.Name, s.MinEntries, s.MaxShrink)
		}
		if s.Poll != 0 && (s.Poll < 10*time.Minute || len(s.Files) == 0) {
			t.Errorf("%s: polled every %v, with %d files", s.Name, s.Poll, len(s.Files))
		}
		if s.Poll == 0 && s.Label() == "" {
			t.Errorf("%s is never polled and does not say why", s.Name)
		}
		names := map[string]bool{}
		for _, f := range s.Files {
			u, err := url.Parse(f.URL)
			if err != nil || u.Scheme != "https" || u.Host == "" || f.Name == "" || f.Format == "" || names[f.Name] {
				t.Errorf("%s: file %+v needs a name of its own, a format and an https address: %v", s.Name, f, err)
			}
			names[f.Name] = true
			if _, err := regexp.Compile(f.Link); err != nil {
				t.Errorf("%s: %v", s.Name, err)
			}
		}
		if got, ok := Lookup(s.Name); !ok || got.Title != s.Title {
			t.Errorf("Lookup(%s) = %v, %v", s.Name, got, ok)
		}
	}
	if _, ok := Lookup("xx_none"); ok {
		t.Error("a source that is not there was found")
	}
}
