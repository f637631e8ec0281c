package service

import (
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func packed(t *testing.T, s string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// lay writes files below a directory.
func lay(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestUpdateFromDirectory(t *testing.T) {
	p := newPublisher(t, true)
	for name, c := range map[string]struct {
		files   map[string]string
		sources []string
		want    []string // source, state and date of each that is yielded
	}{
		"as a mirror": {map[string]string{
			"un_sc_sanctions/consolidated.xml": unFile("2026-03-01", 20, "A"), "us_ofac_sdn/sdn.csv": ofacFiles(30, "A")["sdn.csv"],
			"us_ofac_sdn/add.csv": ofacFiles(30, "A")["add.csv"], "us_ofac_sdn/alt.csv": ofacFiles(30, "A")["alt.csv"], ".hidden": "x",
		}, nil, []string{"un_sc_sanctions fetched 2026-03-01", "us_ofac_sdn fetched "}},
		"by dates, oldest first": {map[string]string{
			"b/2026-03-01/x.xml.gz": packed(t, unFile("2026-03-01", 20, "A")), "c/2026-02-01/x.xml": unFile("2026-02-01", 21, "A"), "a/2026-03-02/x.xml": unFile("2026-03-02", 19, "A"),
		}, nil, []string{"un_sc_sanctions fetched 2026-02-01", "un_sc_sanctions fetched 2026-03-01", "un_sc_sanctions fetched 2026-03-02"}},
		"older after newer": {map[string]string{"1/x.xml": unFile("2026-03-01", 20, "A"), "2/x.xml": unFile("2026-02-01", 20, "A")}, nil,
			[]string{"un_sc_sanctions fetched 2026-03-01", "un_sc_sanctions held 2026-03-01"}},
		"only those named": {map[string]string{"x.xml": unFile("2026-03-01", 20, "A"), "us_ofac_sdn/readme.txt": "no list"}, []string{"un_sc_sanctions"},
			[]string{"un_sc_sanctions fetched 2026-03-01"}},
		"named, and not there": {map[string]string{"x.xml": unFile("2026-03-01", 20, "A")}, []string{"us_ofac_sdn", "un_sc_sanctions"},
			[]string{"un_sc_sanctions fetched 2026-03-01", "us_ofac_sdn failed "}},
		"damaged": {map[string]string{"un_sc_sanctions/x.xml": unFile("2026-03-01", 20, "A")[:3000], "us_ofac_sdn/sdn.csv.gz": packed(t, ofacFiles(30, "A")["sdn.csv"])[:100]}, nil,
			[]string{"un_sc_sanctions held ", "us_ofac_sdn failed "}},
		"list of the user's own": {map[string]string{"x.xml": unFile("2026-03-01", 20, "A"), "own.csv": "name,birth_date\nModel Person,1970\n"}, nil,
			[]string{"un_sc_sanctions fetched 2026-03-01", "own skipped "}},
		"not whole": {map[string]string{"sdn.csv": ofacFiles(30, "A")["sdn.csv"]}, nil, []string{"us_ofac_sdn held "}},
		"no list":   {map[string]string{"x.xml": unFile("2026-03-01", 20, "A"), "readme.txt": "no list"}, nil, []string{" failed ", "un_sc_sanctions fetched 2026-03-01"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			lay(t, dir, c.files)
			o := p.options()
			o.From, o.Sources = dir, c.sources
			var got []string
			err := New(Options{Data: t.TempDir()}).Update(context.Background(), o, func(u Updated) error {
				got = append(got, u.Source+" "+string(u.State)+" "+u.Published)
				if (u.State == Fetched || u.State == Unchanged) == (u.Reason != "") {
					t.Errorf("%+v", u)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if len(p.requests()) > 0 {
		t.Error("the publisher was asked")
	}
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "none")} {
		o := p.options()
		o.From = dir
		if err := New(Options{Data: t.TempDir()}).Update(context.Background(), o, func(Updated) error { return nil }); err == nil {
			t.Errorf("%s: no error", dir)
		}
	}
}
