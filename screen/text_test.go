package screen_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"interdict/ftm"
	"interdict/internal/bench"
	"interdict/match"
	"interdict/screen"
)

func listed(t *testing.T, parties ...[]string) *screen.Engine {
	t.Helper()
	var targets []screen.Target
	for i, p := range parties {
		e := ftm.New(p[0], fmt.Sprintf("list-%d", i))
		for k, name := range p[1:] {
			property := "alias"
			if k == 0 {
				property = "name"
			}
			if weak, ok := strings.CutPrefix(name, "~"); ok {
				property, name = "weakAlias", weak
			}
			if err := e.Add(property, name); err != nil {
				t.Fatal(err)
			}
		}
		targets = append(targets, screen.Target{Entity: e, List: "list", ID: fmt.Sprint(i), Party: e.ID})
	}
	engine, err := screen.New(t.Context(), match.Default(), targets)
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

func TestTextFindsMentions(t *testing.T) {
	engine := listed(t,
		[]string{"Person", "Kim Yo Jong", "김여정", "金與正"},
		[]string{"Organization", "Korea Mining Development Trading Corporation", "KOMID", "조선광업개발무역회사"},
		[]string{"Person", "Muammar Mohammed Abu Minyar QADHAFI", "معمر القذافي", "~The Lion"},
		[]string{"Vessel", "Hope"},
		[]string{"Organization", "Unity"},
		[]string{"Organization", "Said"},
		[]string{"Person", "Олег Дерипаска"},
		[]string{"Organization", "Hizballah", "حزب الله"},
		[]string{"Person", "Hasan Nasrallah"},
		[]string{"Person", "Abdelkader Belliraj"},
	)
	tests := map[string]string{
		"The ministry said that Kim Yo-jong had met traders.":                            "Kim Yo-jong=0",
		"the ministry said that kim yo jong had met traders":                             "kim yo jong=0",
		"KIM YO JONG, the sister, denied it. Ms. Kim left.":                              "KIM YO JONG=0",
		"Officials of Korea Mining Development Trading Corp. (KOMID) were named.":        "Korea Mining Development Trading Corp=1 KOMID=1",
		"KOMID sold the parts, a panel wrote.":                                           "KOMID=1",
		"Komid sold the parts.":                                                          "",
		"Parts were sold by Komid.":                                                      "Komid=1",
		"It was said that unity and hope are needed, Said said. Hope is the way. Unity!": "",
		"The tanker Hope was seen off Nampo; the MV Hope again in May.":                  "Hope=3 Hope=3",
		"قال المتحدث إن معمر القذافي غادر البلاد":                                        "معمر القذافي=2",
		"وقال أمين عام حزب الله حسن نصر الله إن الرد قادم":                               "حزب الله=7 حسن نصر الله=8",
		"Police said that Abdul Qadir Belliraj had met them.":                            "Abdul Qadir Belliraj=9",
		"朝鲜的金與正发表了谈话。":                                                                   "金與正=0",
		"북한의 김여정 부부장은 조선광업개발무역회사를 언급했다.":                                                 "김여정=0 조선광업개발무역회사=1",
		"В списке есть и Олег Дерипаска, сообщили вчера.":                                "Олег Дерипаска=6",
		"Oleg Deripasca, or Oleg Deripaska as others write, was named.":                  "Oleg Deripasca=6 Oleg Deripaska=6",
		"The Lion was there.": "",
		"The Lion, Muammar Mohammed Abu Minyar Qadhafi, was there. The Lion spoke.": "The Lion=2 Muammar Mohammed Abu Minyar Qadhafi=2 The Lion=2",
		"Ки́м Ё Чжон": "",
		"":            "",
	}
	for s, want := range tests {
		mentions, err := engine.Text(t.Context(), s, screen.TextOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		runes := []rune(s)
		for _, m := range mentions {
			if string(runes[m.Start:m.End]) != m.Text {
				t.Errorf("%q: %d to %d is not %q", s, m.Start, m.End, m.Text)
			}
			got = append(got, m.Text+"="+m.Hits[0].ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: found %q, want %q", s, strings.Join(got, " "), want)
		}
	}
	exact, err := engine.Text(t.Context(), "Kim Yo Jong met Kim Yo Yong and Oleg Deripasca", screen.TextOptions{Exact: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(exact) != 1 || exact[0].Text != "Kim Yo Jong" {
		t.Errorf("exact: %v", exact)
	}
}

// Whatever stands around them, mentions are the same and at their places.
func TestTextInLongTexts(t *testing.T) {
	engine := listed(t, []string{"Person", "Kim Yo Jong"})
	filler := strings.Repeat("Über die Straße ging niemand, никто, 誰も. ", 3000)
	mentions, err := engine.Text(t.Context(), filler+"Kim Yo Jong. "+filler+"Kim Yo Jong", screen.TextOptions{})
	if err != nil {
		t.Fatal(err)
	}
	n := utf8.RuneCountInString(filler)
	var got [][2]int
	for _, m := range mentions {
		got = append(got, [2]int{m.Start, m.End})
	}
	if diff := cmp.Diff([][2]int{{n, n + 11}, {2*n + 13, 2*n + 24}}, got); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkText(b *testing.B) {
	paths, err := filepath.Glob(filepath.Join(bench.Dir(b, "reading", "texts"), "*.txt"))
	if err != nil || len(paths) == 0 {
		b.Fatal("no texts", err)
	}
	var all strings.Builder
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			b.Fatal(err)
		}
		all.Write(data)
	}
	engine, err := screen.New(b.Context(), match.Default(), official(b))
	if err != nil {
		b.Fatal(err)
	}
	for _, exact := range []bool{true, false} {
		b.Run(fmt.Sprintf("exact=%v", exact), func(b *testing.B) {
			b.SetBytes(int64(all.Len()))
			for b.Loop() {
				if _, err := engine.Text(b.Context(), all.String(), screen.TextOptions{Exact: exact}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
