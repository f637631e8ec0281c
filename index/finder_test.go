package index

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"interdict/ftm"
	"interdict/match"
	"interdict/names"
)

// Whatever words stand beside each other in a text, a listed name of several
// words that they score TextFloor with, and begin and end with words of, is
// found there, with that score or more.
func TestFinderIsExhaustive(t *testing.T) {
	model := match.Default()
	rapid.Check(t, func(t *rapid.T) {
		var entries []Entry
		for i := range rapid.IntRange(1, 8).Draw(t, "entries") {
			entries = append(entries, Entry{Entity: party(t, fmt.Sprint(i))})
		}
		ix, err := New(context.Background(), model, slices.Values(entries))
		if err != nil {
			t.Fatal(err)
		}
		of := rapid.SliceOfN(rapid.SampledFrom(append([]string{"Today", "Said", "Visited"}, words...)), 1, 8).Draw(t, "text")
		for i, w := range of {
			r, size := utf8.DecodeRuneInString(w)
			of[i] = string(unicode.ToUpper(r)) + w[size:]
		}
		s := strings.Join(of, " ")
		var found []Found
		if err := ix.NewFinder(0, false).Find(context.Background(), s, func(f Found) { found = append(found, f) }); err != nil {
			t.Fatal(err)
		}
		for i := range ix.nameOwner {
			kind := ix.kindOf(uint32(i))
			listed := ix.name(uint32(i), kind)
			if ix.nameWords[i] < 2 {
				continue
			}
			at := 0
			for a := range of {
				end := at
				for b := a; b < len(of) && b < a+6; b++ {
					end += len(of[b])
					q := names.Parse(s[at:end], kind)
					if score, _ := names.Score(q, listed); score >= TextFloor && bounded(q, listed) && !covered(found, ix, uint32(i), at, end, score) {
						t.Fatalf("%q in %q is %q at %v, and is not found: %v", s[at:end], s, listed.Original, score, found)
					}
					end++
				}
				at += len(of[a]) + 1
			}
		}
	})
}

// bounded reports whether a stretch begins and ends with words of a name that
// a hit may rest on.
func bounded(q, listed *names.Name) bool {
	var met [2]bool
	for _, p := range names.Compare(q, listed).Pairs {
		switch w := &q.Words[p.Q]; {
		case p.Relation == names.InitialOf || p.Relation == names.Abbreviated || w.Role == names.Initial || w.Role == names.Particle || w.Role == names.Legal || w.Role == names.Connector:
			continue
		}
		met[0] = met[0] || p.Q == 0
		met[1] = met[1] || p.Q+p.QN == len(q.Words)
	}
	return met[0] && met[1]
}

// covered reports whether something as good as a stretch was found that
// overlaps it, of the same entity.
func covered(found []Found, ix *Index, name uint32, start, end int, score float64) bool {
	for _, f := range found {
		if f.Entry == int(ix.nameOwner[name]) && f.Start < end && f.End > start && f.Score >= score-1e-9 {
			return true
		}
	}
	return false
}

func TestFinderPartsSentences(t *testing.T) {
	e := ftm.New("Person", "x")
	_ = e.Add("name", "Kim Yo Jong")
	ix, err := New(t.Context(), match.Default(), slices.Values([]Entry{{Entity: e}}))
	if err != nil {
		t.Fatal(err)
	}
	f := ix.NewFinder(0, false)
	for text, want := range map[string]int{
		"They met Kim Yo Jong. Kim left.":             1,
		"They met Jong. Kim Yo left.":                 0,
		"They met Kim Yo-jong, and KIM YO JONG again": 2,
		"They met Kim\nYo Jong":                       1,
		"They met Kim\n\nYo Jong":                     0,
		strings.Repeat("filler words ", 5000) + "Kim Yo Jong" + strings.Repeat(" and others", 5000): 1,
	} {
		n := 0
		if err := f.Find(t.Context(), text, func(Found) { n++ }); err != nil {
			t.Fatal(err)
		}
		if n != want {
			t.Errorf("%.60q: found %d times, want %d", text, n, want)
		}
	}
}
