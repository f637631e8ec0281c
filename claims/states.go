package claims

import (
	"fmt"
	"slices"
	"strings"

	"interdict/english"
	"interdict/ledger"
)

// A state is one line of lexicon/states.tsv.
type state struct {
	*sense
	preposition string
	nouns       map[string]bool // nil: any
}

func (lex *lexicon) readStates() error {
	return eachLine(statesTSV, 5, func(line int, col []string) error {
		s, err := newSense(fmt.Sprintf("states.tsv:%d %s", line, col[2]), col[0], col[1], "", col[4]+">")
		if err != nil {
			return err
		}
		st := state{sense: s, preposition: col[2]}
		if col[3] != "*" {
			st.nouns = map[string]bool{}
			for _, w := range strings.Fields(col[3]) {
				st.nouns[w] = true
			}
		}
		lex.states = append(lex.states, st)
		return nil
	})
}

// stateRow makes the row of a nominal predicate behind a preposition: "is against
// the plan", "are on strike".
func (f *finder) stateRow(i int) {
	t := f.t
	if t.pos(i) == english.VERB || t.child(i, "cop") < 0 || t.child(i, "nsubj") < 0 {
		return
	}
	preposition := t.preposition(i)
	for _, s := range f.lex.states {
		if s.preposition != preposition || s.nouns != nil && !s.nouns[t.lemma(i)] {
			continue
		}
		var roles []Role
		fill := func(name string, slots []string) []int {
			r := Role{Name: name, Tried: slots}
			for _, slot := range slots {
				switch slot {
				case "subj":
					r.Heads = t.children(i, "nsubj")
				case "self":
					r.Heads = []int{i}
				default:
					r.Heads = frame{t: t, head: i, noun: true}.slot(slot)
				}
				for _, h := range r.Heads {
					if slot == "self" {
						r.parties = append(r.parties, f.pastSubject(h)...)
					} else {
						r.parties = append(r.parties, f.all([]int{h})...)
					}
				}
				if len(r.parties) > 0 {
					r.Slot = slot
					break
				}
			}
			roles = append(roles, r)
			return r.parties
		}
		actors, recipients := fill("actor", s.Roles[0]), fill("recipient", s.Roles[1])
		if len(actors)+len(recipients) == 0 {
			return
		}
		recipients = slices.DeleteFunc(recipients, func(p int) bool { return slices.Contains(actors, p) })
		f.add(Row{Rule: s.Rule, Roles: roles, Token: i, of: -1, tokens: f.clause(i),
			Claim: ledger.Claim{Type: s.Type, Mode: ledger.Null(s.Mode)}}, actors, recipients, nil, f.reality(i))
		return
	}
}

// pastSubject resolves a predicate to the party that it names itself, not to its
// subject: of "is against the plan of the king" the king.
func (f *finder) pastSubject(i int) []int {
	if ps := f.resolve(i); len(ps) > 0 {
		return ps
	}
	for _, slot := range []string{"of", "poss", "adj", "by"} {
		if ps := f.all(frame{t: f.t, head: i, noun: true}.slot(slot)); len(ps) > 0 {
			return ps
		}
	}
	if schema, ok := f.lex.people[f.t.lemma(i)]; ok {
		return f.group(i, schema)
	}
	return nil
}
