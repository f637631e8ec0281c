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
	names := map[string]parties.Party{}
	for i, p := range set.Parties {
		names[partyIDs([]int{i})[0]] = p
	}
	var out []ledger.Matter
	taken := map[int]bool{}
	for i, r := range rows {
		if taken[i] || !disputable(r) {
			continue
		}
		group := []int{i}
		for j := i + 1; j < len(rows); j++ {
			if !taken[j] && disputable(rows[j]) && sameThing(r, rows[j]) {
				group = append(group, j)
			}
		}
		m := gather(rows, group)
		if len(m.Accuse)+len(m.Evidence) == 0 || len(m.Deny)+len(m.Act) == 0 {
			continue
		}
		for _, j := range group {
			taken[j] = true
		}
		m.Title = title(rows, group, names)
		out = append(out, m)
	}
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
func gather(rows []ledger.Claim, group []int) ledger.Matter {
	m := ledger.Matter{Accuse: []string{}, Deny: []string{}, Evidence: []string{}, Act: []string{}}
	put := func(list *[]string, id string) {
		if !slices.Contains(*list, id) {
			*list = append(*list, id)
		}
	}
	var doers []string
	for _, g := range group {
		r := rows[g]
		if r.Status == ledger.Denied {
			put(&m.Deny, r.ID)
		} else if r.Type == "ORIGIN" || r.Attribution != nil && r.Attribution[0].Medium == "document" {
			put(&m.Evidence, r.ID)
		} else {
			put(&m.Accuse, r.ID)
		}
		doers = append(doers, r.Actors...)
		for _, o := range rows {
			inside := o.Evidence.Start <= r.Evidence.Start && r.Evidence.End <= o.Evidence.End && o.ID != r.ID
			switch {
			case !inside:
			case o.Type == "DENY":
				put(&m.Deny, o.ID)
			case o.Type == "ACCUSE":
				put(&m.Accuse, o.ID)
			case o.Type == "FIND":
				put(&m.Evidence, o.ID)
			case o.Type == "SANCTION" || o.Type == "COERCE" || o.Type == "REQUEST":
				put(&m.Act, o.ID)
			}
		}
	}
	for _, o := range rows {
		switch o.Type {
		case "SANCTION", "COERCE":
			if (meet(o.Recipients, doers) || meet(o.Objects, doers)) && !slices.Contains(m.Accuse, o.ID) {
				put(&m.Act, o.ID)
			}
		}
	}
	return m
}

// title asks the matter's question in plain words: "Whether Iran supplied Russia
// with drones".
func title(rows []ledger.Claim, group []int, names map[string]parties.Party) string {
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
			if n := names[id].Name; n != "" {
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
