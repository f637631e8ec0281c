package claims

// kindsOfEvent are PLOVER's two halves of events, by the names that conditions
// give them. Whoever is willing to do one of the first agrees to it, and refuses
// it where he will not; whoever is willing to do one of the second threatens.
var kindsOfEvent = map[string]map[string]bool{
	"friendly": {"AGREE": true, "CONSULT": true, "SUPPORT": true, "CONCEDE": true, "COOPERATE": true, "AID": true, "RETREAT": true},
	"hostile":  {"THREATEN": true, "PROTEST": true, "SANCTION": true, "MOBILIZE": true, "COERCE": true, "ASSAULT": true},
}

// defaultRoles gives the usual places of a type's parties.
func defaultRoles(typ string) string {
	switch typ {
	case "TRANSFER":
		return "subj>to,iobj>obj"
	case "FACILITATE":
		return "subj>obj,for,to>"
	case "EVADE", "AGREE", "DENY", "FIND":
		return "subj>to,iobj>"
	case "REJECT":
		return "subj>>"
	case "COOPERATE", "CONSULT":
		return "subj>obj,with>"
	case "MOBILIZE":
		return "subj>>obj"
	case "ORIGIN":
		return "from>>obj"
	case "RETREAT":
		return "subj>from>"
	case "PROTEST":
		return "subj>against,outside>"
	}
	return "subj>obj>"
}

// concerned gives the slots of whom a row of this type is about where its own
// slots name no recipient: whoever is the object of what is promised, demanded or
// threatened, beside the verb, or named with its object ("demanded the release of
// two Iranians", "vowed to avenge the attack on Kyiv").
func concerned(typ string) []string {
	switch typ {
	case "AGREE", "REQUEST", "THREATEN", "REJECT", "CONCEDE", "RETREAT", "ACCUSE", "SUPPORT", "AID", "PROTEST", "ASSAULT":
		return concernedSlots
	}
	return nil
}

// reaches reports whether a row of this type is about whoever is named first in
// what its verb speaks of, where no slot holds anybody: PLOVER's types but COERCE,
// whose victim stands beside the verb or is not named.
func reaches(typ string) bool {
	switch typ {
	case "REQUEST", "REJECT", "ACCUSE":
		return true
	}
	return kindsOfEvent["friendly"][typ] || kindsOfEvent["hostile"][typ] && typ != "COERCE"
}

var concernedSlots = []string{
	"xcomp/obj", "xcomp/to", "xcomp/against", "xcomp/on", "xcomp/with", "xcomp/in", "xcomp/obj/of", "xcomp/obj/in", "xcomp/obj/poss", "xcomp/obj/adj", "xcomp/obj/comp",
	"on", "against", "to", "with", "in", "at", "from", "over", "for", "into", "of",
	"obj/against", "obj/with", "obj/on", "obj/to", "obj/for", "obj/of", "obj/poss", "obj/adj", "obj/comp", "obj/in",
	"ccomp/subj", "ccomp/obj",
}

// defaultContent gives the status of what a speech act of this type is about,
// and whether its subject or its object does what is said.
func defaultContent(typ string) (status, control string) {
	switch typ {
	case "ACCUSE":
		return "claimed", "obj"
	case "SANCTION", "COERCE":
		return "claimed", "obj"
	case "DENY":
		return "denied", "subj"
	case "REQUEST":
		return "intended", "obj"
	case "AGREE", "THREATEN":
		return "intended", "subj"
	case "FIND":
		return "claimed", "subj"
	case "REJECT":
		return "none", "subj"
	}
	return "", ""
}
