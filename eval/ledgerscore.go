package eval

import (
	"strings"

	"interdict/ledger"
)

// A LedgerCount is what the codebook's scoring counts on one or more documents.
// Sums of counts give the figures of many documents together.
type LedgerCount struct {
	RowsGold, RowsOut, Pairs          int
	ActorGold, ActorOut, ActorBoth    int
	RecipGold, RecipOut, RecipBoth    int
	SourceGold, SourceOut, SourceBoth int // links of attribution chains
	StatusOK                          int // of Pairs
	Dates, DatesOK                    int // pairs where gold has a date
	FalseFacts                        int
	ListGold, ListOut, ListBoth       int // (party, list entry); all 0 where gold codes none
	TypeGold, TypeOut, TypePairs      map[string]int
}

// Add adds the counts of another document.
func (c *LedgerCount) Add(d LedgerCount) {
	for _, p := range []struct {
		to   *int
		from int
	}{
		{&c.RowsGold, d.RowsGold}, {&c.RowsOut, d.RowsOut}, {&c.Pairs, d.Pairs},
		{&c.ActorGold, d.ActorGold}, {&c.ActorOut, d.ActorOut}, {&c.ActorBoth, d.ActorBoth},
		{&c.RecipGold, d.RecipGold}, {&c.RecipOut, d.RecipOut}, {&c.RecipBoth, d.RecipBoth},
		{&c.SourceGold, d.SourceGold}, {&c.SourceOut, d.SourceOut}, {&c.SourceBoth, d.SourceBoth},
		{&c.StatusOK, d.StatusOK}, {&c.Dates, d.Dates}, {&c.DatesOK, d.DatesOK}, {&c.FalseFacts, d.FalseFacts},
		{&c.ListGold, d.ListGold}, {&c.ListOut, d.ListOut}, {&c.ListBoth, d.ListBoth},
	} {
		*p.to += p.from
	}
	addMap(&c.TypeGold, d.TypeGold)
	addMap(&c.TypeOut, d.TypeOut)
	addMap(&c.TypePairs, d.TypePairs)
}

func addMap(to *map[string]int, from map[string]int) {
	if *to == nil {
		*to = map[string]int{}
	}
	for k, n := range from {
		(*to)[k] += n
	}
}

// ScoreLedger counts an output ledger against gold as the codebook says: rows
// are paired one to one where the type agrees and the evidence overlaps, as
// many as can be and then with the most overlap; within pairs, actors,
// recipients, sources, status and date are compared. An empty output, for a
// document that could not be read, counts as all missed.
func ScoreLedger(gold, out *ledger.Ledger) LedgerCount {
	c := LedgerCount{
		RowsGold: len(gold.Claims), RowsOut: len(out.Claims),
		TypeGold: map[string]int{}, TypeOut: map[string]int{}, TypePairs: map[string]int{},
	}
	for _, g := range gold.Claims {
		c.TypeGold[g.Type]++
	}
	for _, o := range out.Claims {
		c.TypeOut[strings.ToUpper(o.Type)]++
	}
	gp, op := partyTable(gold), partyTable(out)
	mates := make([]*ledger.Claim, len(out.Claims))
	for _, p := range pairClaims(gold.Claims, out.Claims) {
		g, o := &gold.Claims[p[0]], &out.Claims[p[1]]
		mates[p[1]] = g
		c.Pairs++
		c.TypePairs[g.Type]++
		both := func(gids, oids []string, ng, no, nb *int) {
			gs, os := gp.names(gids), op.names(oids)
			*ng += len(gs)
			*no += len(os)
			*nb += mostPairs(len(gs), len(os), func(i, j int) bool { return sameParty(gs[i], os[j]) })
		}
		both(g.Actors, o.Actors, &c.ActorGold, &c.ActorOut, &c.ActorBoth)
		both(g.Recipients, o.Recipients, &c.RecipGold, &c.RecipOut, &c.RecipBoth)
		both(chain(g), chain(o), &c.SourceGold, &c.SourceOut, &c.SourceBoth)
		if g.Status == o.Status {
			c.StatusOK++
		}
		if g.Date != nil && g.Date.Value != "" {
			c.Dates++
			if o.Date != nil && o.Date.Value == g.Date.Value {
				c.DatesOK++
			}
		}
	}
	for j := range out.Claims {
		if FalseFact(&out.Claims[j], gold.Claims, mates[j]) != nil {
			c.FalseFacts++
		}
	}
	if gl, coded := links(gold); coded {
		ol, _ := links(out)
		c.ListGold, c.ListOut = len(gl), len(ol)
		c.ListBoth = mostPairs(len(gl), len(ol), func(i, j int) bool {
			return gl[i].entry == ol[j].entry && sameParty(gl[i].party, ol[j].party)
		})
	}
	return c
}

// pairClaims pairs gold and output rows one to one: as many as can be, and of
// these pairings the one with the most overlap.
func pairClaims(gold, out []ledger.Claim) [][2]int {
	big := 2 * float64(min(len(gold), len(out))+1)
	w := make([][]float64, len(gold))
	for i, g := range gold {
		w[i] = make([]float64, len(out))
		for j, o := range out {
			if g.Type != strings.ToUpper(o.Type) {
				continue
			}
			if ok, jaccard := overlap(g.Evidence, o.Evidence); ok {
				w[i][j] = big + jaccard
			}
		}
	}
	return assign(w)
}

// overlap reports whether two spans of evidence may pair, and their Jaccard index.
func overlap(a, b ledger.Span) (bool, float64) {
	if a.End <= a.Start || b.End <= b.Start {
		return false, 0
	}
	both := min(a.End, b.End) - max(a.Start, b.Start)
	if both <= 0 {
		return false, 0
	}
	j := float64(both) / float64(max(a.End, b.End)-min(a.Start, b.Start))
	inside := a.Start <= b.Start && b.End <= a.End || b.Start <= a.Start && a.End <= b.End
	return j >= 0.3 || inside, j
}

// FalseFact returns the gold row that the output row wrongly states as a fact,
// or nil. A paired row (mate not nil) is judged by its pair. An unpaired one is
// judged by the gold rows that its evidence overlaps, unless it is a speech act
// or one of them is an asserted row of its type.
func FalseFact(out *ledger.Claim, gold []ledger.Claim, mate *ledger.Claim) *ledger.Claim {
	soft := func(c *ledger.Claim) bool {
		return c.Status == ledger.Claimed || c.Status == ledger.Denied || c.Status == ledger.Intended
	}
	if out.Status != ledger.Asserted {
		return nil
	}
	if mate != nil {
		if soft(mate) {
			return mate
		}
		return nil
	}
	t := strings.ToUpper(out.Type)
	if ledger.SpeechAct(t) {
		return nil
	}
	var first *ledger.Claim
	for i := range gold {
		g := &gold[i]
		if near, _ := overlap(g.Evidence, out.Evidence); !near {
			continue
		}
		if g.Status == ledger.Asserted && g.Type == t {
			return nil
		}
		if first == nil && soft(g) {
			first = g
		}
	}
	return first
}

// A partyNames looks up parties by id. An id that is not there is taken as a name.
type partyNames map[string]partyName

func partyTable(l *ledger.Ledger) partyNames {
	t := partyNames{}
	for _, p := range l.Parties {
		name := p.Name
		if name == "" && len(p.Mentions) > 0 {
			name = p.Mentions[0].Text
		}
		t[p.ID] = newPartyName(name, p.Schema)
	}
	return t
}

func (t partyNames) names(ids []string) []partyName {
	var out []partyName
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id] {
			continue
		}
		seen[id] = true
		p, ok := t[id]
		if !ok {
			p = newPartyName(id, "")
		}
		out = append(out, p)
	}
	return out
}

func chain(c *ledger.Claim) []string {
	ids := make([]string, len(c.Attribution))
	for i, a := range c.Attribution {
		ids[i] = a.Source
	}
	return ids
}

type link struct {
	party partyName
	entry string
}

// links returns the (party, list entry) pairs of a ledger, and whether it codes
// any at all. An entry that is only possible (match false) is no link.
func links(l *ledger.Ledger) (out []link, coded bool) {
	for _, p := range l.Parties {
		coded = coded || p.Listed != nil
		for _, e := range p.Listed {
			if e.Match {
				out = append(out, link{newPartyName(p.Name, p.Schema), plainName(e.List) + "|" + plainName(e.ID)})
			}
		}
	}
	return out, coded
}
