package lists_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"interdict/ftm"
	"interdict/lists"
)

func TestValuesPackedInOneField(t *testing.T) {
	for field, want := range map[string][]string{
		"(1) Palaro Village (2) Odek (3) Atyak":           {"Palaro Village", "Odek", "Atyak"},
		"(1) Afghanistan. (2) Pakistan.":                  {"Afghanistan", "Pakistan"},
		"a) Approximately 1955- 1958 b) 1945-1950":        {"Approximately 1955- 1958", "1945-1950"},
		"1) Saudi Arabia 2) Qatar":                        {"Saudi Arabia", "Qatar"},
		"(1) 20645897 (2) -":                              {"20645897"},
		"(1-3) Libya (4) Morocco":                         {"Libya", "Morocco"},
		"(1) to (6) Algeria (7) Morocco":                  {"Algeria", "Morocco"},
		"Bank (a) of the city":                            {"Bank (a) of the city"},
		"Haji Khairullah (1) and (3)":                     {"Haji Khairullah (1) and (3)"},
		"INN number":                                      {"INN number"},
		"":                                                nil,
		"(1) +93-202-103386 (2) +93-797-059059 (mobile).": {"+93-202-103386", "+93-797-059059 (mobile)"},
	} {
		if diff := cmp.Diff(want, lists.Values(field)); diff != "" {
			t.Errorf("%q: %s", field, diff)
		}
	}
	countries := lists.Items("(1-3) Libya (4) Morocco")
	if lists.ByNumber(countries, 2) != "Libya" || lists.ByNumber(countries, 4) != "Morocco" || lists.ByNumber(countries, 5) != "" {
		t.Errorf("by number: %v", countries)
	}
}

func TestCountriesInWords(t *testing.T) {
	for value, want := range map[string]struct {
		codes string
		exact bool
	}{
		"Russia":                       {"ru", true},
		"(1) Russia (2) Cyprus":        {"cy ru", true},
		"Germany. Russia":              {"de ru", true},
		"Congo (Democratic Republic)":  {"cd", true},
		"Former USSR, now Belarus":     {"by suhh", false},
		"Ukrainian SSR (now Ukraine)":  {"ua", false},
		"Iraq (previous address)":      {"iq", false},
		"Moscow":                       {"", false},
		"Iran no passport":             {"", false},
		"Trinidad and Tobago":          {"tt", true},
		"AD001095":                     {"", false},
		"UK":                           {"gb", true},
		"Korea, North":                 {"kp", true},
		"Bosnia and Herzegovina (Bra)": {"ba", false},
	} {
		codes, exact := lists.Countries(value)
		if strings.Join(codes, " ") != want.codes || exact != want.exact {
			t.Errorf("%q: %v, exact %v; want %v", value, codes, exact, want)
		}
	}
}

func TestSplitNames(t *testing.T) {
	for field, want := range map[string][]string{
		"Транскапиталбанк; ТКБ БАНК ПАО; Transcapitalbank":  {"Транскапиталбанк", "ТКБ БАНК ПАО", "Transcapitalbank"},
		"Владимир МОШКИН / Володимир МОШКIН":                {"Владимир МОШКИН", "Володимир МОШКIН"},
		"Vadim Ivanovich Mozol, Belarussian: Вадзім Мазоль": {"Vadim Ivanovich Mozol", "Вадзім Мазоль"},
		"Министерство образования, науки и молодежи":        {"Министерство образования, науки и молодежи"},
		"NIKIMIT Atomstroy, AO; Атомстрой":                  {"NIKIMIT Atomstroy, AO", "Атомстрой"},
		"АО, Завод имени Калинина":                          {"АО, Завод имени Калинина"},
		"JORGE SANTANA, JR.":                     {"JORGE SANTANA, JR."},
		"FUYI SUN A/K/A FRANK SUN":               {"FUYI SUN", "FRANK SUN"},
		"OMON, Minsk OMON, AMAP":                 {"OMON", "Minsk OMON", "AMAP"},
		"also Andrey Ilnitsky; Андрей Ильницкий": {"Andrey Ilnitsky", "Андрей Ильницкий"},
		"“Novoship”":                             {"Novoship"},
		"(Рущак / Рущак":                         {"Рущак"},
		"Katsiaryna or Katerina Smuschkovich":    {"Katsiaryna", "Katerina Smuschkovich"},
		"":                                       nil,
	} {
		if diff := cmp.Diff(want, lists.SplitNames(field)); diff != "" {
			t.Errorf("%q: %s", field, diff)
		}
	}
	if diff := cmp.Diff([]string{"Володимир Бандура", "Владимир Бандура"}, lists.SplitPersons("Володимир Бандура and Владимир Бандура")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Sayf (DOB: 1963; 1960)", "Other"}, lists.SplitOutside("Sayf (DOB: 1963; 1960)；Other", ";；")); diff != "" {
		t.Error(diff)
	}
}

func TestKnownAs(t *testing.T) {
	for field, want := range map[string][]string{
		"Baltex Ltd. (also known as Baltech LLC)\n":                                                                             {"Baltex Ltd.", "Baltech LLC"},
		"Institute of Radionavigation\nand Time, JSC (also known as Russian Institute of Radionavigation and Time)":             {"Institute of Radionavigation\nand Time, JSC", "Russian Institute of Radionavigation and Time"},
		"Proletarsky Zavod (also known as Public Joint Stock Company Proletarsky Plant and Public Joint Stock Company Zavod)\n": {"Proletarsky Zavod", "Public Joint Stock Company Proletarsky Plant", "Public Joint Stock Company Zavod"},
		"Islamic Revolutionary Guard Corps’ (IRGC) Cyber Defense Command":                                                       {"Islamic Revolutionary Guard Corps’ (IRGC) Cyber Defense Command"},
	} {
		name, others := lists.KnownAs(field)
		if diff := cmp.Diff(want, append([]string{name}, others...)); diff != "" {
			t.Errorf("%q: %s", field, diff)
		}
	}
}

func TestDatesPackedInOneField(t *testing.T) {
	for field, want := range map[string]struct {
		dates string
		note  bool
	}{
		"05/03/1964":                           {"1964-03-05", false},
		"05/03/1964; alt DOB: 06/03/1964":      {"1964-03-05 1964-03-06", false},
		"a) 1954 b) 1953":                      {"1954 1953", false},
		"14 Mar 1974 >> 13 Apr 1974":           {"1974-03-14 1974-04-13", false},
		"19 December 1980, or 19 January 1980": {"1980-12-19 1980-01-19", false},
		"a) Approximately 1955- 1958":          {"1955 1958", true},
		"15 May 1968 (as Yasir) 1970 (as Ali)": {"1968-05-15 1970", true},
		"born in the early 1970s":              {"1970 1973", true},
		"10/061962":                            {"", true},
		"1972-08-10 or 1972-08-11":             {"1972-08-10 1972-08-11", false},
		"24/06/1402 (Hijri Calendar)":          {"1402-06-24", true},
		"09/1962":                              {"1962-09", false},
	} {
		b := lists.NewBuilder("test")
		e := ftm.New("Person", "p")
		b.Dates(e, "birthDate", "Date of birth", field, ftm.DMY)
		if got := strings.Join(e.Get("birthDate"), " "); got != want.dates || e.Has("notes") != want.note {
			t.Errorf("%q: %q, notes %q; want %v", field, got, e.Get("notes"), want)
		}
		if b.Report.Values != 1 {
			t.Errorf("%q was counted %d times", field, b.Report.Values)
		}
	}
}

// Splitting loses no letter, whatever a field holds.
func TestSplittingKeepsLetters(t *testing.T) {
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune("xyzЖ漢", r) {
				return r
			}
			return -1
		}, s)
	}
	rapid.Check(t, func(r *rapid.T) {
		field := rapid.StringOfN(rapid.RuneFrom([]rune("xyzЖ漢 ;,/()-\n.\"12ab")), 0, 40, -1).Draw(r, "field")
		for name, split := range map[string]func(string) []string{
			"SplitOutside": func(s string) []string { return lists.SplitOutside(s, ";；\n") },
			"Items": func(s string) []string {
				var out []string
				for _, i := range lists.Items(s) {
					out = append(out, i.Value)
				}
				return out
			},
		} {
			if got := letters(strings.Join(split(field), "")); got != letters(field) {
				r.Fatalf("%s(%q) keeps %q", name, field, got)
			}
		}
		lists.SplitNames(field)
		lists.Countries(field)
	})
}
