package ledger

// EventTypes are the types a claim can have: the sixteen of PLOVER (Open Event
// Data Alliance, 2021), then the six that reports on sanctions need besides.
var EventTypes = []string{
	"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
	"ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
	"DENY", "FIND", "TRANSFER", "FACILITATE", "EVADE", "ORIGIN",
}

// SpeechAct reports whether a type is something that is done by speaking, so
// that a report of it states only that it was said.
func SpeechAct(eventType string) bool {
	switch eventType {
	case "ACCUSE", "DENY", "REQUEST", "REJECT", "THREATEN", "AGREE", "FIND", "SUPPORT":
		return true
	}
	return false
}
