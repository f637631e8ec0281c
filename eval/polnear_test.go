package eval

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	standoffText = "“Rain,” said Ådne, “will fall.”\n\nIt was said to be wet."
	standoffAnn  = "T1\tSource 13 17\tÅdne\nT2\tCue 8 12\tsaid\nT3\tContent 0 7;19 31\t“Rain,” “will fall.”\n" +
		"T4\tAttribution 8 12\tsaid\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n" +
		"T5\tCue 40 44\tsaid\nT6\tContent 45 54\tto be wet\nT7\tAttribution-no-source 40 44\tsaid\n" +
		"E2\tAttribution-no-source:T7 Cue:T5 Content:T6\nT8\tDiscard 0 1\t“\n#1\tAnnotatorNotes T8\todd\n"
)

// pieces gives the text of spans.
func pieces(text string, rs []Range) string {
	var out []string
	for _, r := range rs {
		out = append(out, text[r.Start:r.End])
	}
	return strings.Join(out, "|")
}

func TestParseStandoff(t *testing.T) {
	as, err := parseStandoff(standoffText, standoffAnn)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range as {
		got = append(got, pieces(standoffText, a.Source)+" / "+pieces(standoffText, a.Cue)+" / "+pieces(standoffText, a.Content))
	}
	want := []string{"Ådne / said / “Rain,”|“will fall.”", " / said / to be wet"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("attributions (-want +got):\n%s", diff)
	}
	for _, bad := range []string{"T1\tCue 5 99\tx\n", "T1\tCue five 6\tx\n", "T1\tCue 6 5\tx\n", "E1\tAttribution:T1 Cue:T9\n"} {
		if _, err := parseStandoff(standoffText, bad); err == nil {
			t.Errorf("no error for %q", bad)
		}
	}
}

func at(text, part string) Range {
	i := strings.Index(text, part)
	return Range{i, i + len(part)}
}

func TestScoreAttributions(t *testing.T) {
	gold, err := parseStandoff(standoffText, standoffAnn)
	if err != nil {
		t.Fatal(err)
	}
	span := func(parts ...string) (rs []Range) {
		for _, p := range parts {
			rs = append(rs, at(standoffText, p))
		}
		return rs
	}
	for _, c := range []struct {
		name  string
		out   []Attribution
		exact [3]prf // source, cue, content
		whole prf
	}{
		{"gold itself", gold, [3]prf{{1, 1, 1}, {2, 2, 2}, {2, 2, 2}}, prf{2, 2, 2}},
		{"nothing", nil, [3]prf{{1, 0, 0}, {2, 0, 0}, {2, 0, 0}}, prf{2, 0, 0}},
		{
			"white space and the order of pieces do not matter, a missing piece does",
			[]Attribution{{span(" Ådne"), span("said "), span(" “will fall.”\n", "“Rain,”")}, {nil, span("said to"), span("to be")}},
			[3]prf{{1, 1, 1}, {2, 2, 1}, {2, 2, 1}}, prf{2, 2, 2},
		},
		{
			"one source of two attributions counts once",
			[]Attribution{{span("Ådne"), span("said"), span("“Rain,”")}, {span("Ådne"), nil, span("to be wet")}},
			[3]prf{{1, 1, 1}, {2, 1, 1}, {2, 2, 1}}, prf{2, 2, 0},
		},
	} {
		s := scoreAttributions(standoffText, gold, c.out)
		got := [3]prf{s.spans[0][0], s.spans[1][0], s.spans[2][0]}
		if got != c.exact {
			t.Errorf("%s: exact %v, want %v", c.name, got, c.exact)
		}
		if s.whole != c.whole {
			t.Errorf("%s: whole %v, want %v", c.name, s.whole, c.whole)
		}
	}
	// “Rain,” alone: 6 of the content's 18 characters, from its first on.
	s := scoreAttributions(standoffText, gold[:1], []Attribution{{Content: span("“Rain,”")}})
	for way, want := range map[int]int{0: 0, 1: 1, 2: 0, 3: 1} {
		if got := s.spans[2][way].both; got != want {
			t.Errorf("content %s: %d agree, want %d", attributionWays[way].name, got, want)
		}
	}
}

func TestPolnearFromArchiveAndFolder(t *testing.T) {
	files := map[string]string{
		"text/a_one.txt":              standoffText,
		"attributions/a_one_11aa.ann": standoffAnn,
		"attributions/a_one_22bb.ann": strings.Join(strings.SplitAfter(standoffAnn, "\n")[:5], ""), // saw the first alone
		"text/b.txt":                  "Nothing is said here.",
		"attributions/b_11aa.ann":     "",
	}
	var tarred bytes.Buffer
	z := gzip.NewWriter(&tarred)
	w := tar.NewWriter(z)
	folder := t.TempDir()
	for name, content := range files {
		if err := w.WriteHeader(&tar.Header{Name: "./" + name, Mode: 0o644, Size: int64(len(content))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, "reading/polnear/test", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []interface{ Close() error }{w, z} {
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	archive := benchDir(t, map[string]string{"reading/polnear/dev.tar.gz": ""})
	if err := os.WriteFile(filepath.Join(archive, "reading/polnear/dev.tar.gz"), tarred.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{"archive": archive, "folder": folder} {
		t.Run(name, func(t *testing.T) {
			got, _ := measured(t, dir, Options{Suites: []string{"reading"}, Attribute: func(_ context.Context, text string) ([]Attribution, error) {
				if text != standoffText {
					return nil, nil
				}
				return []Attribution{{[]Range{at(text, "Ådne")}, []Range{at(text, "said")}, []Range{at(text, "“Rain,”"), at(text, "“will fall.”")}}}, nil
			}})
			// The first annotator has two cues and contents, the second one; the
			// file where nobody has any does not count.
			check(t, got, map[string]want{
				"polnear.source.f1 all":         {1, 2},
				"polnear.cue.f1 all":            {(2.0/3 + 1) / 2, 3},
				"polnear.cue.p all":             {1, 3},
				"polnear.cue.r all":             {0.75, 3},
				"polnear.content.f1 all":        {(2.0/3 + 1) / 2, 3},
				"polnear.content.f1 pooled":     {4.0 / 5, 3},
				"polnear.content.overlap80 all": {(2.0/3 + 1) / 2, 3},
				"polnear.whole.f1 all":          {(2.0/3 + 1) / 2, 3},
			})
		})
	}
}

func FuzzParseStandoff(f *testing.F) {
	f.Add(standoffText, standoffAnn)
	f.Add("", "T1\tCue 0 0\t\nE1\tAttribution:T1 Cue:T1\n")
	f.Add("\xff\xfe", "T\tx 0 1;1 2\nE\tAttribution Cue2:T")
	f.Fuzz(func(t *testing.T, text, ann string) {
		as, err := parseStandoff(text, ann)
		if err != nil {
			return
		}
		s := scoreAttributions(text, as, as)
		for role, ways := range s.spans {
			if c := ways[0]; c.gold != c.both || c.out != c.both {
				t.Errorf("role %d against itself: %+v", role, c)
			}
		}
	})
}
