package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"interdict/ledger"
)

// A ploverItem is one gold sentence: one event, who does it, and to whom.
type ploverItem struct {
	ID     string
	Text   string
	Event  string
	Source []string
	Target []string
}

// ploverType reads the codes of PLOVER 0.5 as those of 2021. INVESTIGATE has no
// successor: its sentences are left out.
func ploverType(code string) (string, bool) {
	switch code {
	case "DEMAND":
		return "REQUEST", true
	case "DISAPPROVE":
		return "ACCUSE", true
	case "FIGHT":
		return "ASSAULT", true
	}
	return code, slices.Contains(ledger.EventTypes, code)
}

// readPlover reads a file of gold sentences.
func readPlover(path string) ([]ploverItem, error) {
	b, err := readAll(path)
	if err != nil {
		return nil, err
	}
	var raw []struct {
		ID     string          `json:"id"`
		Text   string          `json:"text"`
		Event  string          `json:"event"`
		Source json.RawMessage `json:"source"`
		Target json.RawMessage `json:"target"`
	}
	if err := json.Unmarshal(b, &raw); err != nil {
		return nil, fmt.Errorf("%s: not a list of gold sentences: %w", path, err)
	}
	actors := func(m json.RawMessage) []string {
		var list []struct {
			ActorText string `json:"actorText"`
		}
		if json.Unmarshal(m, &list) != nil {
			return nil // a few entries hold a word where others hold a list: no actor is given
		}
		var out []string
		for _, a := range list {
			if t := strings.TrimSpace(a.ActorText); t != "" {
				out = append(out, t)
			}
		}
		return out
	}
	var items []ploverItem
	for _, x := range raw {
		if t, ok := ploverType(x.Event); ok && x.Text != "" {
			items = append(items, ploverItem{x.ID, x.Text, t, actors(x.Source), actors(x.Target)})
		}
	}
	return items, nil
}

// plover measures event coding on reading/plover/*.json, where each sentence has
// one gold event:
//
//	plover.type_recall    sentences with an event of the gold type (all, and by type)
//	plover.type_share     events of the gold type, of all events found: a floor for
//	                      precision, since sentences tell more than gold codes
//	plover.source_recall  gold sources that an event of the gold type has, by head,
//	plover.target_recall  of the sentences where there is one (group all), and of
//	                      all sentences (group end_to_end)
func (r *run) plover(ctx context.Context) error {
	files := r.find("reading/plover/*.json")
	switch {
	case len(files) == 0:
		return skipped("no reading/plover/*.json")
	case r.opts.Code == nil:
		return skipped("nothing to code events with")
	}
	var items []ploverItem
	for _, f := range files {
		got, err := readPlover(f)
		if err != nil {
			return err
		}
		items = append(items, got...)
	}
	found := make([][]Event, len(items))
	err := r.each(ctx, len(items), func(ctx context.Context, i int) (err error) {
		if found[i], err = r.opts.Code(ctx, items[i].Text); err != nil {
			return fmt.Errorf("%s: %w", items[i].ID, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	byType := map[string]*prf{}
	var types []string
	var all prf
	var sources, targets, sourcesAll, targetsAll prf
	for i, item := range items {
		if byType[item.Event] == nil {
			byType[item.Event] = new(prf)
			types = append(types, item.Event)
		}
		var c prf
		c.gold, c.out = 1, len(found[i])
		var s, t prf
		s.gold, t.gold = len(item.Source), len(item.Target)
		for _, e := range found[i] {
			if !strings.EqualFold(e.Type, item.Event) {
				continue
			}
			// Of several events of the type, each side is judged by the best.
			c.both = 1
			s.both = max(s.both, agreeing(item.Source, e.Sources))
			t.both = max(t.both, agreeing(item.Target, e.Targets))
		}
		byType[item.Event].add(c)
		all.add(c)
		sourcesAll.add(s)
		targetsAll.add(t)
		if c.both > 0 {
			sources.add(s)
			targets.add(t)
		}
	}
	ratio := func(name, group string, c prf) { r.addRatio(name, group, float64(c.both), float64(c.gold), c.gold) }
	ratio("plover.type_recall", "all", all)
	slices.Sort(types)
	for _, t := range types {
		ratio("plover.type_recall", t, *byType[t])
	}
	r.addRatio("plover.type_share", "all", float64(all.both), float64(all.out), all.out)
	ratio("plover.source_recall", "all", sources)
	ratio("plover.target_recall", "all", targets)
	ratio("plover.source_recall", "end_to_end", sourcesAll)
	ratio("plover.target_recall", "end_to_end", targetsAll)
	return nil
}

// agreeing counts the gold actors that have an actor of their own in the output.
func agreeing(gold []string, out []Actor) int {
	return mostPairs(len(gold), len(out), func(i, j int) bool { return sameActor(gold[i], out[j]) })
}

// sameActor compares a gold actor with one found, by head: the gold head is one
// of the words of the phrases found, or the head found one of the gold words.
// States agree whatever their form (Iranian, Tehran).
func sameActor(gold string, a Actor) bool {
	words := actorWords(gold)
	if len(words) == 0 {
		return false
	}
	head := words[len(words)-1]
	if h := actorWords(a.Head); len(h) > 0 && slices.Contains(words, h[len(h)-1]) {
		return true
	}
	for _, t := range a.Texts {
		if slices.Contains(actorWords(t), head) {
			return true
		}
	}
	state := stateAlias(plainName(gold))
	if state == "" {
		return false
	}
	return state == stateAlias(plainName(a.Head)) ||
		slices.ContainsFunc(a.Texts, func(t string) bool { return state == stateAlias(plainName(t)) })
}

// actorWords are the words of a phrase up to its head: what follows a
// preposition, a bracket or a comma is left off, and so are small words.
func actorWords(phrase string) []string {
	if cut := strings.IndexAny(phrase, "(,"); cut > 0 {
		phrase = phrase[:cut]
	}
	var out []string
	for _, w := range strings.Fields(plainName(phrase)) {
		switch w {
		case "of", "in", "for", "from", "at", "on", "with", "to", "who", "that":
			if len(out) > 0 {
				return out
			}
		}
		if !stopWord(w) {
			out = append(out, w)
		}
	}
	return out
}

// CoderFromReader makes an event coder of a reader: each claim in the ledger of
// the sentence is an event of its actors upon its recipients, of the type that
// PLOVER has for it ([ploverEvent]).
func CoderFromReader(read Reader) Coder {
	return func(ctx context.Context, sentence string) ([]Event, error) {
		l, err := read(ctx, &Document{Text: sentence})
		if err != nil {
			return nil, err
		}
		parties := map[string]ledger.Party{}
		for _, p := range l.Parties {
			parties[p.ID] = p
		}
		actors := func(ids []string) []Actor {
			var out []Actor
			for _, id := range ids {
				p, ok := parties[id]
				if !ok {
					continue
				}
				a := Actor{Texts: []string{p.Name}}
				for _, m := range p.Mentions {
					a.Texts = append(a.Texts, m.Text)
				}
				if w := actorWords(p.Name); len(w) > 0 {
					a.Head = w[len(w)-1]
				}
				out = append(out, a)
			}
			return out
		}
		var events []Event
		for _, c := range l.Claims {
			events = append(events, Event{ploverEvent(c), actors(c.Actors), actors(c.Recipients)})
		}
		return events, nil
	}
}

// ploverEvent translates a claim into PLOVER's types. They differ from the
// codebook's in these ways, the last of which is a choice made here:
//   - PLOVER has no status: what somebody says that he will do himself is coded as
//     the will to do it, AGREE for deeds of cooperation and THREATEN for
//     deeds of force;
//   - a denial is filed under REJECT;
//   - diplomatic, non-material cooperation is SUPPORT: to sign or ratify an
//     agreement, to restore relations, to apologise;
//   - to charge somebody before a court is ACCUSE;
//   - goods, money and arms that somebody passes to another are AID, the nearest type.
func ploverEvent(c ledger.Claim) string {
	typ := strings.ToUpper(c.Type)
	switch mode := string(c.Mode); {
	case typ == "DENY":
		return "REJECT"
	case typ == "COOPERATE" && (mode == "sign" || mode == "relations"), typ == "CONCEDE" && mode == "apologise":
		typ = "SUPPORT"
	case typ == "COERCE" && mode == "charge":
		typ = "ACCUSE"
	case typ == "TRANSFER":
		typ = "AID"
	}
	if c.Status != ledger.Intended || len(c.Actors) == 0 {
		return typ
	}
	for _, a := range c.Attribution {
		if !slices.Contains(c.Actors, a.Source) {
			return typ // asked, ordered or foretold by somebody else
		}
	}
	switch typ {
	case "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT":
		return "AGREE"
	case "ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST":
		return "THREATEN"
	}
	return typ
}
