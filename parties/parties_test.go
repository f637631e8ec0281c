package parties

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"interdict/document"
	"interdict/english"
	"interdict/internal/bench"
	"interdict/ledger"
)

func find(t testing.TB, text string) (*document.Document, *Set) {
	t.Helper()
	m, err := english.Default()
	if err != nil {
		t.Fatal(err)
	}
	doc := document.New(text, document.Options{})
	tree, err := m.Parse(context.Background(), text)
	if err != nil {
		t.Fatal(err)
	}
	return doc, Find(doc, tree)
}

// partyOf returns the names and schemata of the parties that the first
// occurrence of the words refers to.
func partyOf(t testing.TB, s *Set, words string) string {
	t.Helper()
	at := strings.Index(s.Doc.Text, words)
	if at < 0 {
		t.Fatalf("%q is not in the text", words)
	}
	var out []string
	for i, tok := range s.Doc.Tokens {
		if tok.Start >= at && tok.End <= at+len(words) {
			for _, p := range s.Resolve(i) {
				name := s.Parties[p].Name + "/" + s.Parties[p].Schema
				if !slices.Contains(out, name) {
					out = append(out, name)
				}
			}
		}
	}
	return strings.Join(out, "; ")
}

func TestParties(t *testing.T) {
	text := `Iran's foreign ministry dismissed the report on Friday. Spokesman Nasser Kanaani said Tehran had given no drones to Russia, Reuters reported. He accused Washington of lying.

Russian President Vladimir Putin met Kim Jong Un in Vladivostok. The two leaders signed a treaty, and Putin praised it. Korea Mining Development Trading Corporation (KOMID) sent artillery shells aboard the vessel Angara. Two senior officials said the ship had docked. KOMID denied it.`
	_, s := find(t, text)
	tests := []struct{ words, want string }{
		{"Iran", "Iran/Country"},
		{"foreign ministry", "Iranian foreign ministry/PublicBody"},
		{"Nasser Kanaani", "Nasser Kanaani/Person"},
		{"Tehran", "Iran/Country"},
		{"Russia,", "Russia/Country"},
		{"Reuters", "Reuters/Outlet"},
		{"drones", "drones/Weapon"},
		{"He", "Nasser Kanaani/Person"},
		{"Washington", "United States/Country"},
		{"Vladimir Putin", "Vladimir Putin/Person"},
		{"two leaders", "Vladimir Putin/Person; Kim Jong Un/Person"},
		{"and Putin", "Vladimir Putin/Person"},
		{"Korea Mining Development Trading Corporation", "Korea Mining Development Trading Corporation/Company"},
		{"artillery shells", "artillery shells/Weapon"},
		{"Angara", "Angara/Vessel"},
		{"officials", "Two senior officials/Group"},
		{"KOMID denied", "Korea Mining Development Trading Corporation/Company"},
	}
	for _, tt := range tests {
		if got := partyOf(t, s, tt.words); got != tt.want {
			t.Errorf("%q is %q, want %q", tt.words, got, tt.want)
		}
	}
	offices := map[string]string{}
	for _, r := range s.Relations {
		offices[s.Parties[r.From].Name] = r.Label + " of " + s.Parties[r.To].Name
	}
	if offices["Vladimir Putin"] != "president of Russia" {
		t.Errorf("offices: %v", offices)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("The two countries met. He, it and they said: \"We are -of the- Bank of\".")
	f.Add("President of the. - (KOMID) Kim-")
	f.Fuzz(func(t *testing.T, text string) {
		_, s := find(t, text)
		for _, m := range s.Mentions {
			if m.First < 0 || m.Last > len(s.Doc.Tokens) || m.First >= m.Last || len(m.Parties) == 0 {
				t.Fatalf("mention %+v", m)
			}
		}
		for i := range s.Doc.Tokens {
			for _, p := range s.Resolve(i) {
				if p < 0 || p >= len(s.Parties) {
					t.Fatalf("token %d is party %d of %d", i, p, len(s.Parties))
				}
			}
		}
	})
}

// TestDevelopmentLedgers measures how many of the gold parties' mentions are
// found, and how many of them with the name that gold gives.
func TestDevelopmentLedgers(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(bench.Dir(t, "reading", "ledger"), "*.jsonl"))
	mentions, found, named := 0, 0, 0
	for _, path := range files {
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 1<<22)
		for lines.Scan() {
			var gold ledger.Ledger
			if err := json.Unmarshal(lines.Bytes(), &gold); err != nil {
				t.Fatal(err)
			}
			doc, s := find(t, gold.Text)
			for _, p := range gold.Parties {
				for _, m := range p.Mentions {
					mentions++
					if got := overlapping(doc, s, m); got != "" {
						found++
						if strings.Contains(strings.ToLower(got), strings.ToLower(p.Name)) || strings.Contains(strings.ToLower(p.Name), strings.ToLower(got)) {
							named++
						} else if testing.Verbose() {
							t.Logf("%s: %q is %q, gold %q %s", gold.Document.ID, m.Text, got, p.Name, p.Schema)
						}
					} else if testing.Verbose() {
						t.Logf("%s: missed %q of %q %s", gold.Document.ID, m.Text, p.Name, p.Schema)
					}
				}
			}
		}
	}
	t.Logf("%d gold mentions, %.3f found, %.3f with the name", mentions, float64(found)/float64(mentions), float64(named)/float64(mentions))
	if found*10 < mentions*6 {
		t.Errorf("of %d gold mentions only %d are found", mentions, found)
	}
}

func overlapping(doc *document.Document, s *Set, gold ledger.Span) string {
	for _, m := range s.Mentions {
		span := doc.Span(m.Start, m.End)
		if span.Start < gold.End && gold.Start < span.End {
			var names []string
			for _, p := range m.Parties {
				names = append(names, s.Parties[p].Name)
			}
			return strings.Join(names, "; ")
		}
	}
	return ""
}

// TestDateline finds nobody in how a report begins, and takes capitals for what
// they write.
func TestDateline(t *testing.T) {
	for text, want := range map[string]string{
		"SEOUL, March 3 (Example Wire) - Pyongyang denied it.":            "North Korea",
		"MEXICO CITY, Mexico (EW) — Pyongyang denied it.":                 "North Korea",
		"SEOUL denies it.\n\nNORTH KOREA said so on Monday, in a letter.": "South Korea, North Korea",
		"NATO - and Iran with it - denied it.":                            "NATO, Iran",
	} {
		_, s := find(t, text)
		var got []string
		for _, p := range s.Parties {
			if len(p.Mentions) > 0 {
				got = append(got, p.Name)
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestOfficesBeforeNames finds persons behind what they are in charge of.
func TestOfficesBeforeNames(t *testing.T) {
	text := `Secretary of State Antony Blinken met the envoy. "It must stop," said Under Secretary of the Treasury for Terrorism and Financial Intelligence Brian E. Nelson. Minister of Foreign Affairs Sergei Lavrov denied it. The Bank of China Limited said nothing. Director of Propaganda Kim Yo Jong did.`
	_, s := find(t, text)
	for words, want := range map[string]string{
		"Blinken":               "Antony Blinken/Person",
		"Nelson":                "Brian E. Nelson/Person",
		"Lavrov":                "Sergei Lavrov/Person",
		"Kim Yo Jong":           "Kim Yo Jong/Person",
		"Bank of China Limited": "Bank of China Limited/Company",
	} {
		if got := partyOf(t, s, words); got != want {
			t.Errorf("%s is %s, want %s", words, got, want)
		}
	}
	if got := partyOf(t, s, "Secretary"); got != "Antony Blinken/Person" {
		t.Errorf("the first secretary is %s", got)
	}
}
