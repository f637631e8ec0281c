package claims

import (
	"slices"
	"strings"

	"interdict/ledger"
	"interdict/parties"
)

// Matters groups rows into disputed questions. A matter is made where an
// accusing or finding row meets a denial of the same thing or an act on it.
// Rows are about the same thing where their type agrees and the parties they
// name do not contradict each other. set gives the parties their names; rows
// are those of [Find].
func Matters(rows []ledger.Claim, set *parties.Set) []ledger.Matter {
	names := map[string]string{}
	for i, p := range set.Parties {
		names[partyIDs([]int{i})[0]] = p.Name
	}
	return matters(newBench(rows), func(i, j int) bool { return sameThing(rows[i], rows[j]) }, func(id string) string { return names[id] })
}

// MattersAcross groups the rows of several documents as [Matters] does those of
// one. of gives each row's document; ids of rows and parties are those of all
// documents together, and so are places of evidence, as if the texts stood one
// behind the other. Rows of two documents are about the same thing only where
// they share who does it and, where either names any, to whom or with what.
func MattersAcross(rows []ledger.Claim, of []int, name func(id string) string) []ledger.Matter {
	return matters(newBench(rows), func(i, j int) bool {
		a, b := rows[i], rows[j]
		if !sameThing(a, b) {
			return false
		}
		if of[i] == of[j] {
			return true
		}
		return meet(a.Actors, b.Actors) && (len(a.Recipients)+len(b.Recipients) > 0 && meet(a.Recipients, b.Recipients) ||
			len(a.Recipients)+len(b.Recipients) == 0 && meet(a.Objects, b.Objects))
	}, name)
}

func matters(b *bench, same func(i, j int) bool, name func(id string) string) []ledger.Matter {
	var out []ledger.Matter
	taken := map[int]bool{}
	for i, r := range b.rows {
		if taken[i] || !disputable(r) {
			continue
		}
		group := []int{i}
		for _, j := range b.near(r) {
			if j > i && !taken[j] && same(i, j) {
				group = append(group, j)
			}
		}
		m := b.gather(group)
		if len(m.Accuse)+len(m.Evidence) == 0 || len(m.Deny)+len(m.Act) == 0 {
			continue
		}
		for _, j := range group {
			taken[j] = true
		}
		m.Title = title(b.rows, group, name)
		out = append(out, m)
	}
	return out
}

// A bench is rows with what finds those that could belong together.
type bench struct {
	rows  []ledger.Claim
	of    map[string][]int // disputable rows by the parties in them
	acts  map[string][]int // sanctions and measures by those whom they hit
	place []int            // rows in the order of their evidence
	at    []int            // where in place each row stands
}

func newBench(rows []ledger.Claim) *bench {
	b := &bench{rows: rows, of: map[string][]int{}, acts: map[string][]int{}, place: make([]int, len(rows)), at: make([]int, len(rows))}
	put := func(m map[string][]int, i int, ids ...[]string) {
		for _, side := range ids {
			for _, id := range side {
				if n := m[id]; len(n) == 0 || n[len(n)-1] != i {
					m[id] = append(n, i)
				}
			}
		}
	}
	for i, r := range rows {
		b.place[i] = i
		if disputable(r) {
			put(b.of, i, r.Actors, r.Recipients, r.Objects)
		}
		if r.Type == "SANCTION" || r.Type == "COERCE" {
			put(b.acts, i, r.Recipients, r.Objects)
		}
	}
	slices.SortStableFunc(b.place, func(x, y int) int { return rows[x].Evidence.Start - rows[y].Evidence.Start })
	for k, i := range b.place {
		b.at[i] = k
	}
	return b
}

// near are the disputable rows that share a party with one, in order.
func (b *bench) near(r ledger.Claim) []int {
	var out []int
	for _, side := range [][]string{r.Actors, r.Recipients, r.Objects} {
		for _, id := range side {
			out = append(out, b.of[id]...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// longestEvidence bounds evidence, which is inside one sentence, in characters.
const longestEvidence = 6000

// around are the other rows in whose evidence a row's evidence lies, in order.
func (b *bench) around(i int) []int {
	var out []int
	e := b.rows[i].Evidence
	look := func(j int) {
		if o := b.rows[j].Evidence; j != i && o.Start <= e.Start && e.End <= o.End {
			out = append(out, j)
		}
	}
	for k := b.at[i] - 1; k >= 0 && b.rows[b.place[k]].Evidence.Start > e.Start-longestEvidence; k-- {
		look(b.place[k])
	}
	for k := b.at[i] + 1; k < len(b.place) && b.rows[b.place[k]].Evidence.Start == e.Start; k++ {
		look(b.place[k])
	}
	slices.Sort(out)
	return out
}

// disputable reports whether a row tells an event that somebody alleges or denies.
func disputable(r ledger.Claim) bool {
	return !ledger.SpeechAct(r.Type) && (r.Status == ledger.Claimed || r.Status == ledger.Denied) && r.Type != "SANCTION" && r.Type != "CONSULT" && len(r.Actors)+len(r.Recipients) > 0
}

// sameThing reports whether two events could be one: the same kind of deed, and
// no role filled by different parties.
func sameThing(a, b ledger.Claim) bool {
	if family(a.Type) != family(b.Type) {
		return false
	}
	if len(a.Actors) > 0 && len(b.Actors) > 0 && !meet(a.Actors, b.Actors) {
		return false
	}
	if len(a.Recipients) > 0 && len(b.Recipients) > 0 && !meet(a.Recipients, b.Recipients) {
		return false
	}
	return meet(a.Actors, b.Actors) || meet(a.Recipients, b.Recipients) || meet(a.Objects, b.Objects)
}

// family joins types that tell one deed from two sides.
func family(typ string) string {
	switch typ {
	case "TRANSFER", "FACILITATE", "EVADE", "AID", "ORIGIN":
		return "TRADE"
	}
	return typ
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// gather sorts the rows around a group of events by the part they play.
func (b *bench) gather(group []int) ledger.Matter {
	m := ledger.Matter{Accuse: []string{}, Deny: []string{}, Evidence: []string{}, Act: []string{}}
	has := map[string]bool{}
	put := func(list *[]string, part, id string) {
		if !has[part+id] {
			has[part+id] = true
			*list = append(*list, id)
		}
	}
	var doers []string
	for _, g := range group {
		r := b.rows[g]
		if r.Status == ledger.Denied {
			put(&m.Deny, "deny ", r.ID)
		} else if r.Type == "ORIGIN" || len(r.Attribution) > 0 && r.Attribution[0].Medium == "document" {
			put(&m.Evidence, "evidence ", r.ID)
		} else {
			put(&m.Accuse, "accuse ", r.ID)
		}
		doers = append(doers, r.Actors...)
		for _, j := range b.around(g) {
			switch o := b.rows[j]; o.Type {
			case "DENY":
				put(&m.Deny, "deny ", o.ID)
			case "ACCUSE":
				put(&m.Accuse, "accuse ", o.ID)
			case "FIND":
				put(&m.Evidence, "evidence ", o.ID)
			case "SANCTION", "COERCE", "REQUEST":
				put(&m.Act, "act ", o.ID)
			}
		}
	}
	var acts []int
	slices.Sort(doers)
	for _, p := range slices.Compact(doers) {
		acts = append(acts, b.acts[p]...)
	}
	slices.Sort(acts)
	for _, j := range slices.Compact(acts) {
		if id := b.rows[j].ID; !has["accuse "+id] {
			put(&m.Act, "act ", id)
		}
	}
	return m
}

// title asks the matter's question in plain words: "Whether Iran supplied Russia
// with drones".
func title(rows []ledger.Claim, group []int, name func(id string) string) string {
	best := rows[group[0]]
	fill := func(r ledger.Claim) int {
		return 4*min(1, len(r.Actors)) + 2*min(1, len(r.Recipients)) + min(1, len(r.Objects))
	}
	for _, g := range group {
		if fill(rows[g]) > fill(best) {
			best = rows[g]
		}
	}
	list := func(ids []string) string {
		var out []string
		for _, id := range ids {
			if n := name(id); n != "" {
				out = append(out, n)
			}
		}
		switch {
		case len(out) > 3:
			return strings.Join(out[:2], ", ") + " and others"
		case len(out) > 1:
			return strings.Join(out[:len(out)-1], ", ") + " and " + out[len(out)-1]
		}
		return strings.Join(out, "")
	}
	actor, recipient, object := list(best.Actors), list(best.Recipients), list(best.Objects)
	if actor == "" {
		actor = "somebody"
	}
	if object == "" {
		object = map[ledger.Null]string{"arms": "arms", "oil": "oil", "money": "money", "technology": "technology", "crypto": "cryptocurrency"}[best.Mode]
	}
	if object == "" {
		object = "goods"
	}
	with := func(verb, noun string) string {
		if recipient == "" {
			return "Whether " + actor + " " + verb + " " + noun
		}
		return "Whether " + actor + " " + verb + " " + noun + " to " + recipient
	}
	switch best.Type {
	case "TRANSFER":
		if recipient != "" && best.Mode == "arms" {
			return "Whether " + actor + " supplied " + recipient + " with " + object
		}
		return with("passed", object)
	case "FACILITATE":
		if recipient != "" {
			return "Whether " + actor + " helped " + recipient
		}
		return "Whether " + actor + " helped others to trade or to evade sanctions"
	case "EVADE":
		return "Whether " + actor + " evaded sanctions"
	case "ASSAULT":
		if recipient == "" {
			return "Whether " + actor + " attacked"
		}
		return "Whether " + actor + " attacked " + recipient
	case "COERCE":
		verb := map[ledger.Null]string{"hack": "hacked or stole from", "seize": "seized", "arrest": "arrested", "raid": "raided", "detain": "detained", "freeze": "froze assets of"}[best.Mode]
		if verb == "" {
			verb = "used force on"
		}
		if recipient == "" {
			recipient = list(best.Objects)
		}
		if recipient == "" {
			recipient = "others"
		}
		return "Whether " + actor + " " + verb + " " + recipient
	case "ORIGIN":
		return "Whether " + object + " came from " + actor
	}
	return "Whether what is said of " + actor + " is so: " + firstWords(best.About, 12)
}

func firstWords(s string, n int) string {
	words := strings.Fields(s)
	if len(words) > n {
		return strings.Join(words[:n], " ") + "…"
	}
	return strings.Join(words, " ")
}
