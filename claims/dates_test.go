package claims

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestFindDates resolves dates against a publication on Thursday 16 May 2024.
func TestFindDates(t *testing.T) {
	type date struct{ Text, Value, Precision string }
	for _, c := range []struct {
		text string
		want []date
	}{
		{"They met on Friday.", []date{{"on Friday", "2024-05-10", "day"}}},
		{"They met on Thursday.", []date{{"on Thursday", "2024-05-16", "day"}}},
		{"They met last Thursday.", []date{{"last Thursday", "2024-05-09", "day"}}},
		{"They meet next Monday.", []date{{"next Monday", "2024-05-20", "day"}}},
		{"today and yesterday", []date{{"today", "2024-05-16", "day"}, {"yesterday", "2024-05-15", "day"}}},
		{"last week", []date{{"last week", "2024-W19", "week"}}},
		{"last month, and later the same month", []date{{"last month", "2024-04", "month"}, {"the same month", "2024-04", "month"}}},
		{"last year", []date{{"last year", "2023", "year"}}},
		{"in May", []date{{"in May", "2024-05", "month"}}},
		{"in June", []date{{"in June", "2023-06", "month"}}},
		{"last June", []date{{"last June", "2023-06", "month"}}},
		{"on 3 Feb 2024", []date{{"on 3 Feb 2024", "2024-02-03", "day"}}},
		{"on Feb. 6", []date{{"on Feb. 6", "2024-02-06", "day"}}},
		{"on Dec. 28", []date{{"on Dec. 28", "2023-12-28", "day"}}},
		{"on March 28, 2024, it did", []date{{"on March 28, 2024", "2024-03-28", "day"}}},
		{"in October 2023", []date{{"in October 2023", "2023-10", "month"}}},
		{"since 2017", []date{{"since 2017", "2017", "year"}}},
		{"Between January and April 2023", []date{{"Between January and April 2023", "2023-01/2023-04", "month"}}},
		{"between 2014 and 2019", []date{{"between 2014 and 2019", "2014/2019", "year"}}},
		{"2024-02-03", []date{{"2024-02-03", "2024-02-03", "day"}}},
		{"three days ago", []date{{"three days ago", "2024-05-13", "day"}}},
		{"From 1 January it will", []date{{"From 1 January", "2025-01-01", "day"}}},
		{"on 31 February 2024", nil},
		{"Resolution 2231 may matter; so may 2,300 tons", nil},
	} {
		t.Run(c.text, func(t *testing.T) {
			var got []date
			for _, d := range findDates(c.text, "2024-05-16") {
				got = append(got, date{d.Text, d.Value, d.Precision})
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}

// TestDatesWithoutPublication resolves only what names its year.
func TestDatesWithoutPublication(t *testing.T) {
	got := findDates("on Friday, in May, on 3 February 2024 and since 2017", "")
	if len(got) != 2 || got[0].Value != "2024-02-03" || got[1].Value != "2017" {
		t.Errorf("got %+v, want the day in 2024 and the year 2017", got)
	}
}

// TestDatesQuoteTheText holds for any text.
func TestDatesQuoteTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`(on |last |in |May |Feb\. |Friday |\d{1,4} |, |and |é)*`).Draw(t, "text")
		end := 0
		for _, d := range findDates(text, "2024-05-16") {
			if d.start < end || d.end > len(text) || text[d.start:d.end] != d.Text {
				t.Fatalf("%q at %d-%d does not quote %q", d.Text, d.start, d.end, text)
			}
			end = d.end
		}
	})
}

// TestDateStretchesMissNothing compares looking in stretches with looking
// everywhere.
func TestDateStretchesMissNothing(t *testing.T) {
	pieces := rapid.SampledFrom([]string{"in early ", "March ", "march ", "may ", "May ", "2024", " 2023 ", "on ", "12 ", "3rd of ", "Friday", ", ", ". ", "last ", "week ", "the following ", "year", " and ", "between ", "from ",
		"to ", "the ministry of defence and its many agencies said that nothing of the kind had taken place there, ", "today ", "two ", "months ", "ago ", "2024-02-03 ", "\n\n", "é", "Sept. ", "by ", "Märch", "x"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(pieces, 0, 40).Draw(t, "text"), "")
		ref, _ := time.Parse(time.DateOnly, "2024-05-16")
		want := resolver{ref: ref, known: true}.find(nil, text, dateStretch{0, len(text), 0xff})
		if diff := cmp.Diff(want, findDates(text, "2024-05-16"), cmp.AllowUnexported(datePhrase{})); diff != "" {
			t.Fatalf("%q: %s", text, diff)
		}
	})
}
