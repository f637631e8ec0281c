package view

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"interdict/claims"
	"interdict/ledger"
)

// Reason writes why a claim of a ledger is as it is: the sentence, its tree, the
// word and the lexicon line that made the row, how its parties were chosen, and
// which attributions gave it its status. The error is the writer's.
func Reason(w io.Writer, l *ledger.Ledger, r claims.Reason, opts Options) error {
	out := bufio.NewWriter(w)
	p := newPrinter(out, opts)
	v := ledgerView{printer: p, l: l, party: map[string]*ledger.Party{}, shown: map[string]bool{}}
	for i := range l.Parties {
		v.party[l.Parties[i].ID] = &l.Parties[i]
	}
	v.row(&r.Claim)
	v.section("Sentence")
	p.wrap("  ", "  ", r.Sentence.Text, "")
	v.section("Made by")
	if r.Trigger >= 0 && r.Trigger < len(r.Tokens) {
		p.wrap("  ", "    ", "the word “"+r.Tokens[r.Trigger].Form+"” and "+r.Rule, "")
	}
	if r.Lexicon != "" {
		p.wrap("    ", "    ", strings.ReplaceAll(shortLine(r.Lexicon, r.Tokens[r.Trigger].Lemma), "\t", " | "), dim)
	}
	v.section("Parties")
	for _, role := range r.Roles {
		text := role.Name + ": "
		switch {
		case len(role.Names) == 0 && len(role.Tried) == 0:
			continue
		case len(role.Names) == 0:
			text += "nobody in " + strings.Join(role.Tried, ", ")
		default:
			text += strings.Join(role.Names, ", ")
			if role.Slot != "" {
				text += " (" + role.Slot
				if len(role.Words) > 0 {
					text += ": “" + strings.Join(role.Words, "”, “") + "”"
				}
				text += ")"
			}
		}
		p.wrap("  ", "    ", text, "")
	}
	v.section("Status")
	for _, s := range r.Steps {
		p.wrap("  ", "    ", s, "")
	}
	for i, a := range r.Attributions {
		if i == 0 {
			v.section("Attributions, the innermost first")
		}
		who := a.Party
		switch {
		case who == "" && a.Source == "":
			who = "nobody named"
		case who == "":
			who = "“" + a.Source + "”, who is no known party"
		case !strings.EqualFold(who, a.Source):
			who += " (“" + a.Source + "”)"
		}
		p.wrap("  ", "    ", who+", cue “"+a.Cue+"”: content is "+orNone(a.Status)+"; found by "+a.Rule, "")
		p.wrap("    ", "    ", "“"+a.Content+"”", dim)
		for _, w := range a.Weighed {
			p.wrap("    ", "      ", fmt.Sprintf("%s: %s (“%s”, +%d)", w.Part, w.Feature, w.Word, w.Weight), dim)
		}
	}
	v.section("Tree")
	p.tree(r)
	return out.Flush()
}

func orNone(status string) string {
	if status == "" {
		return "no claim"
	}
	return status
}

// shortLine is a lexicon line whose words but the one that counts are left out
// where there are many.
func shortLine(line, word string) string {
	cols := strings.Split(line, "\t")
	if len(cols) > 2 {
		if words := strings.Fields(cols[2]); len(words) > 6 {
			i := slices.IndexFunc(words, func(w string) bool { w, _, _ = strings.Cut(w, "+"); return w == word })
			cols[2] = "… " + words[max(i, 0)] + " …"
		}
	}
	return strings.Join(cols, "\t")
}

// tree draws a sentence's tree, a word a line, below the word that it hangs on.
func (p *printer) tree(r claims.Reason) {
	kids := map[int][]int{}
	for i, n := range r.Tokens {
		if n.Head != i {
			kids[n.Head] = append(kids[n.Head], i)
		}
	}
	drawn := make([]bool, len(r.Tokens))
	var draw func(i int, lead, next string)
	draw = func(i int, lead, next string) {
		if drawn[i] {
			return
		}
		drawn[i] = true
		n := r.Tokens[i]
		text := n.Form + "  " + n.Rel + " " + n.POS
		if n.Party != "" {
			text += "  = " + n.Party
		}
		if n.Mended != "" {
			text += "  (parsed as " + n.Mended + ")"
		}
		style := ""
		if i == r.Trigger {
			text += "  ← made the row"
			style = bold
		}
		if cells(lead) > p.width/2 { // too deep to draw: its depth in figures
			lead = fmt.Sprintf("  %d deep: ", cells(lead)/3)
		}
		p.wrap("  "+lead, "  "+next+"   ", text, style)
		for k, c := range kids[i] {
			if k == len(kids[i])-1 {
				draw(c, next+"└─ ", next+"   ")
			} else {
				draw(c, next+"├─ ", next+"│  ")
			}
		}
	}
	for _, i := range kids[-1] {
		draw(i, "", "")
	}
	for i := range r.Tokens { // what hangs in a loop or on nothing
		draw(i, "", "")
	}
}
