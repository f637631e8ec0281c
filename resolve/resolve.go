// Package resolve says which entries of several lists are one party.
//
// People who look at an answer want to see "OFAC, UN, UK: the same man" once.
// [Find] takes the entities of all lists and joins entries into parties:
//
//	parties := resolve.Find(entities, nil)
//	parties.Of("us_ofac_sdn-21444") // the party's id: that of one of its entries
//	parties.Members("us_ofac_sdn-21444")
//	parties.Links()                 // which two entries were joined, and why
//
// Two entries are joined only where it is beyond doubt, never by name alone:
//
//   - one list names the other's entry (a UN reference number on a UK entry);
//   - they share an identifier that belongs to one party: one with check digits
//     (IMO, LEI, INN, OGRN), or a passport, tax or registration number where
//     the names could be one party's too;
//   - persons: name, whole date of birth and a country agree;
//   - bodies, vessels and companies: two different names and a country agree.
//
// Entries of one list are never joined, not even by way of a third: a publisher
// who lists two parties means two. What a user has parted stays parted.
package resolve

import (
	"cmp"
	"slices"
	"strings"

	"interdict/ftm"
)

// A Pair is two entries by FollowTheMoney id, the smaller first.
type Pair struct{ A, B string }

// NewPair puts two ids in order.
func NewPair(a, b string) Pair {
	if b < a {
		a, b = b, a
	}
	return Pair{a, b}
}

// A Link is two entries that are one party.
type Link struct {
	Pair
	Reason string // in words
	rank   int    // how sure the evidence is: lower is surer
}

// Parties tells which party an entry belongs to.
type Parties struct {
	party   map[string]string   // entry to party, where it has more than one entry
	members map[string][]string // party to its entries, sorted
	links   []Link
}

// Of returns the id of the party that an entry belongs to: the id of its first
// entry in the order of ids. An entry that is joined with no other is a party
// of its own.
func (p *Parties) Of(entry string) string {
	if id, ok := p.party[entry]; ok {
		return id
	}
	return entry
}

// Members returns the entries of the party that an entry belongs to, sorted.
func (p *Parties) Members(entry string) []string {
	if m, ok := p.members[p.Of(entry)]; ok {
		return m
	}
	return []string{entry}
}

// Links returns the pairs that were joined, with reasons, in the order of ids.
func (p *Parties) Links() []Link { return p.links }

// Find joins the listed ones among entities. parted are pairs that are not to
// be joined directly.
func Find(entities []*ftm.Entity, parted []Pair) *Parties {
	links := candidates(entities)
	slices.SortStableFunc(links, func(a, b Link) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), strings.Compare(a.A, b.A), strings.Compare(a.B, b.B))
	})
	source := map[string]string{}
	for _, e := range entities {
		if e.Target && len(e.Datasets) > 0 {
			source[e.ID] = e.Datasets[0]
		}
	}
	p := &Parties{party: map[string]string{}, members: map[string][]string{}}
	root := map[string]string{}
	group := map[string][]string{} // root to members
	find := func(id string) string {
		if r, ok := root[id]; ok {
			return r
		}
		root[id], group[id] = id, []string{id}
		return id
	}
	done := map[Pair]bool{}
	for _, pair := range parted {
		done[NewPair(pair.A, pair.B)] = true
	}
	for _, l := range links {
		if done[l.Pair] {
			continue
		}
		a, b := find(l.A), find(l.B)
		if a == b {
			continue // joined already, by something surer
		}
		if clash(group[a], group[b], source, done) {
			continue
		}
		done[l.Pair] = true
		if len(group[a]) < len(group[b]) {
			a, b = b, a
		}
		for _, id := range group[b] {
			root[id] = a
		}
		group[a] = append(group[a], group[b]...)
		delete(group, b)
		p.links = append(p.links, l)
	}
	for _, ids := range group {
		if len(ids) < 2 {
			continue
		}
		slices.Sort(ids)
		p.members[ids[0]] = ids
		for _, id := range ids {
			p.party[id] = ids[0]
		}
	}
	slices.SortFunc(p.links, func(a, b Link) int {
		return cmp.Or(strings.Compare(a.A, b.A), strings.Compare(a.B, b.B))
	})
	return p
}

// clash reports whether joining two groups would put two entries of one list
// into one party, or bring together a pair that a user has parted.
func clash(a, b []string, source map[string]string, parted map[Pair]bool) bool {
	for _, x := range a {
		for _, y := range b {
			if source[x] == source[y] || parted[NewPair(x, y)] {
				return true
			}
		}
	}
	return false
}
