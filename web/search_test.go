package web

import (
	"encoding/json"
	"flag"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"interdict/screen"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestSearch asks in the ways that people do.
func TestSearch(t *testing.T) {
	server := serve(t, newService(t, models()), Options{})
	for _, c := range []struct {
		query  string
		status int
		words  []string
	}{
		{"", 200, []string{"Who is on a list?", "2 lists with 5 entries"}},
		{"q=Viktor+Modelov", 200, []string{"1 party", "Viktor Modelov", "match", "score", "likely the same", "own", "since 2022-03-01", "MODELS", "second", "The names in words"}},
		{"q=%D0%92%D0%B8%D0%BA%D1%82%D0%BE%D1%80+%D0%9C%D0%BE%D0%B4%D0%B5%D0%BB%D0%BE%D0%B2&born=1961&country=Russia", 200, []string{"compared with birth date 1961, country Russia", "For: The dates of birth agree", "For: Both have to do with Russia"}},
		{"q=Viktor+Modelov&born=1980-02-03", 200, []string{"No hit for Viktor Modelov", "Compared with birth date 1980-02-03", "This is no clearance"}},
		{"q=Viktor+Modelov&born=1980-02-03&weak=1", 200, []string{"below threshold", "Against: The dates of birth contradict each other"}},
		{"q=Viktor+Modelov&born=03%2F04%2F1961", 200, []string{"is not compared: day and month could be either way round", "1 party"}},
		{"q=Viktor+Modelov&kind=Vessel", 200, []string{"No hit", "Leave the kind open"}},
		{"number=753182649", 200, []string{"1 party", "compared with number 753182649", "Viktor Modelov", "Both have the passport number 753182649"}},
		{"number=IMO9074729&number-kind=imoNumber", 200, []string{"1 party", "Model Star"}},
		{"q=Model+Star&number=9074729", 200, []string{"1 party", "Model Star", "over 99 %"}},
		{"q=1.+Viktor+Modelov%0A%E2%80%A2+Model+Star%0A%0A-+Nobody+Atall", 200, []string{"2 of 3 names have hits", "no hit"}},
		{"q=Viktor+Modelov%091961-02-03%09Russia%0AModel+Star", 200, []string{"2 of 2 names have hits", "compared with birth date 1961-02-03, country Russia"}},
		{"q=" + strings.Repeat("Viktor+Modelov%0A", 51), 200, []string{"51 names are too many for a search", "Screen them as a batch"}},
		{"q=" + strings.Repeat("x", maxQuery+1), 413, []string{"too long for a search"}},
		{"q=%21%21%21", 200, []string{"Who is on a list?"}},
		{"q=Viktor+Modelov&as-of=2023-06-01", 200, []string{"As of 2023-06-01, from 1 list, 1 entry", "MODELOV Viktor"}},
		{"q=Former+Modelman", 200, []string{"No hit"}},
		{"q=Former+Modelman&as-of=2024-02-01", 200, []string{"1 party", "Former Modelman"}},
		{"q=Viktor&as-of=yesterday", 400, []string{"write a date such as"}},
		{"q=Viktor&as-of=1990-01-01", 400, []string{"No list is here that was published by 1990-01-01"}},
		{"q=Viktor&kind=Nonsense", 400, []string{"There is no kind of party called “Nonsense”"}},
	} {
		r := get(t, server, "/search?"+c.query, "")
		if r.Status != c.status {
			t.Errorf("%s: status %d", c.query, r.Status)
		}
		r.has(t, c.words...)
		if strings.Contains(r.words(t), "--") {
			t.Errorf("%s: advice for the command line on a page", c.query)
		}
	}
	part := get(t, server, "/search?q=Viktor+Modelov&part=hits", "")
	if strings.Contains(part.Body, "<html") || !strings.Contains(part.Body, `data-status="1 party for Viktor Modelov`) {
		t.Errorf("the hits alone: %s", part.Body)
	}
}

// TestKnown shows what the lists tell of a party beside its hits, as soon as
// they are read, and of new versions when these are.
func TestKnown(t *testing.T) {
	s := newService(t, models())
	server := serve(t, s, Options{})
	wait := func(words string) {
		t.Helper()
		for until := time.Now().Add(10 * time.Second); time.Now().Before(until); time.Sleep(10 * time.Millisecond) {
			if strings.Contains(get(t, server, "/search?q=Viktor+Modelov", "").words(t), words) {
				return
			}
		}
		t.Errorf("%q is never shown: %s", words, get(t, server, "/search?q=Viktor+Modelov", "").words(t))
	}
	wait("born 1961-02-03 · Russia · passport 753182649 · also Виктор Моделов")
	newer := map[string][]string{"2024-07-01": ownList()["2024-01-01"]}
	addVersions(t, s, "own", newer)
	wait("1960")
	get(t, server, "/search?q="+url.QueryEscape(article), "").has(t, "This looks like a text, not like names.", "Read it as a document", "In the text: “ Viktor Modelov ”")
	get(t, server, "/search?q="+url.QueryEscape(strings.ReplaceAll(article, "Model", "Other")), "").has(t, "The text names nobody on the lists")
}

// TestStarterSearch says that nothing is loaded.
func TestStarterSearch(t *testing.T) {
	server := serve(t, newService(t, nil), Options{})
	for _, path := range []string{"/", "/read", "/batch", "/lists"} {
		get(t, server, path, "").has(t, "No list is loaded.", "proves nothing about anyone else")
	}
	get(t, server, "/search?q=Nobody+Atall", "").has(t, "No entry of the starter set")
	get(t, server, "/lists", "").has(t, "interdict lists update")
}

// TestAlignment keeps the drawing of names that go together in each way.
func TestAlignment(t *testing.T) {
	type drawing struct{ Asked, Listed, Links []string }
	got := map[string]drawing{}
	for _, c := range []struct{ query, candidate, schema string }{
		{"Viktor Modelov", "VIKTOR MODELOV", "Person"},
		{"Modelov Viktor", "Viktor Anatolyevich Modelov", "Person"},
		{"Виктор Моделов", "Viktor Modelov", "Person"},
		{"Model Tradng Co", "Model Trading Company", "Organization"},
		{"V. Modelov", "Viktor Modelov", "Person"},
		{"Modelstar Shipping", "Model Star Shipping", "Organization"},
		{"Another Modelov", "Viktor Modelov", "Person"},
		{"محمد النموذج", "محمد النموذج", "Person"},
	} {
		a := alignNames(t, c.query, c.candidate, c.schema)
		var d drawing
		for _, b := range a.Boxes {
			text := b.Text
			if b.Left {
				text += " (left)"
			}
			if b.Asked {
				d.Asked = append(d.Asked, text)
			} else {
				d.Listed = append(d.Listed, text)
			}
		}
		for _, l := range a.Links {
			words, _, _ := strings.Cut(l.Title, ", strength") // which the model of names may change
			d.Links = append(d.Links, words)
		}
		got[c.query+" / "+c.candidate] = d
	}
	out, err := json.MarshalIndent(got, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/alignments.json", string(out)+"\n")
}

// alignNames scores two names as screening does and draws them.
func alignNames(t testing.TB, query, candidate, schema string) *alignment {
	t.Helper()
	r := compare(t, query, candidate, schema)
	if len(r.Why) == 0 {
		t.Fatalf("%s and %s have nothing in common", query, candidate)
	}
	a := align(r.Why[0].Query, r.Why[0].Candidate, schema, r.Why[0].Score)
	if a == nil {
		t.Fatalf("%s and %s are not drawn", query, candidate)
	}
	return a
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

// TestAlignmentFits draws names of any words: boxes of a row do not overlap and
// all is inside the drawing.
func TestAlignmentFits(t *testing.T) {
	word := rapid.SampledFrom([]string{"Kim", "Yo", "Jong", "김", "여정", "Виктор", "Моделов", "Viktor", "Modelov", "al-Hassan", "Trading", "Company", "LLC", "محمد", "M", "Modelstarship"})
	rapid.Check(t, func(r *rapid.T) {
		name := func(label string) string {
			return strings.Join(rapid.SliceOfN(word, 1, 7).Draw(r, label), " ")
		}
		q, c := name("query"), name("candidate")
		schema := rapid.SampledFrom([]string{"Person", "Organization", "Vessel"}).Draw(r, "schema")
		result := compare(r, q, c, schema)
		if len(result.Why) == 0 {
			return
		}
		a := align(result.Why[0].Query, result.Why[0].Candidate, schema, result.Why[0].Score)
		if a == nil {
			r.Fatalf("%q and %q score %.4f and are not drawn", q, c, result.Why[0].Score)
		}
		for i, b := range a.Boxes {
			if b.X < 0 || b.X+b.W > a.Width || b.Y < 0 || b.Y+b.H > a.Height {
				r.Fatalf("%q outside: %+v", b.Text, b)
			}
			for _, o := range a.Boxes[:i] {
				if o.Y == b.Y && o.X < b.X+b.W && b.X < o.X+o.W {
					r.Fatalf("%q and %q overlap", o.Text, b.Text)
				}
			}
		}
		for _, l := range a.Links {
			if l.LabelX-l.LabelW/2 < 0 || l.LabelX+l.LabelW/2 > a.Width {
				r.Fatalf("label outside: %+v", l)
			}
		}
	})
}

// TestLines reads blocks of anything: what is found is in the block, and every
// line that holds letters gives a name.
func TestLines(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		block := rapid.StringOf(rapid.OneOf(rapid.SampledFrom([]rune("ab1.) \t\n•-,é김")), rapid.Rune())).Draw(r, "block")
		for _, line := range nameLines(block) {
			if !strings.Contains(block, line) {
				r.Fatalf("%q is not in %q", line, block)
			}
			fields := lineFields(line)
			if len(fields) == 0 || !hasName(fields) {
				r.Fatalf("no name in %q", line)
			}
		}
	})
	fields := lineFields("Modelov, Viktor\t1961-02-03\tRU\t12345")
	want := []screen.Field{{Name: "name", Value: "Modelov, Viktor"}, {Name: "birthDate", Value: "1961-02-03"}, {Name: "country", Value: "RU"}}
	if d := cmp.Diff(want, fields); d != "" {
		t.Error(d)
	}
	if got := url.Values(map[string][]string{"q": nameLines("1. One Name\n2) Two Names\n- Three Names\n• Four 4\n===\n")})["q"]; !cmp.Equal(got, []string{"One Name", "Two Names", "Three Names", "Four 4"}) {
		t.Errorf("%q", got)
	}
}
