// Package ledger is the shape of what a document says: its parties, the claims
// about them with who makes each one, the standing relations between them, and
// the matters in dispute. A ledger is made by package read and written as one
// JSON object a document; FORMATS.md lists the fields.
//
// Two rules hold for every ledger. Offsets are Unicode code points into the
// extracted text, start inclusive and end exclusive, and the text between them
// equals the quoted text exactly. And what is only alleged or denied is never
// [Asserted]: a claim with status [Claimed] or [Denied] names its sources.
package ledger

import (
	"encoding/json"
	"sort"
)

// A Ledger holds what one document says.
type Ledger struct {
	Document  Document   `json:"document"`
	Text      string     `json:"text,omitempty"` // the extracted text that offsets point into
	Parties   []Party    `json:"parties"`
	Claims    []Claim    `json:"claims"`
	Relations []Relation `json:"relations"`
	Matters   []Matter   `json:"matters"`
	Basis     string     `json:"basis,omitempty"` // hash of the lists, model and settings behind the list links
}

// Document identifies the text that was read.
type Document struct {
	ID         string `json:"id"`
	Title      string `json:"title"`
	Source     string `json:"source"`    // the outlet or issuer; empty where unknown
	Published  Null   `json:"published"` // ISO 8601 date
	Language   string `json:"language"`  // ISO 639-1
	SHA256     string `json:"sha256,omitempty"`
	Characters int    `json:"characters,omitempty"` // code points in the text
	URL        string `json:"url,omitempty"`        // where it was found
	Pages      []int  `json:"pages,omitempty"`      // code point at which each page begins, where it has pages
}

// Page returns the page on which a code point of the text stands, from 1, or 0
// where the document has no pages.
func (d *Document) Page(at int) int {
	return sort.SearchInts(d.Pages, at+1)
}

// Null is a string that is written as null where it is empty.
type Null string

// MarshalJSON writes the string, or null where it is empty.
func (n Null) MarshalJSON() ([]byte, error) {
	if n == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(n))
}

// A Span is a stretch of the text, in code points, with the text itself.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// A Party is one real-world person, body, state or thing that a row or an
// attribution names, with every place where the document mentions it.
type Party struct {
	ID       string  `json:"id"`
	Name     string  `json:"name"`
	Schema   string  `json:"schema"`  // a FollowTheMoney schema, or Country, Weapon, Outlet, Group
	Country  Null    `json:"country"` // ISO 3166-1 alpha-2 where the text tells it
	Mentions []Span  `json:"mentions"`
	Listed   []Entry `json:"listed,omitempty"`
}

// An Entry is a sanctions-list entry that a party is, or (Match false) may be.
type Entry struct {
	List        string   `json:"list"`
	ID          string   `json:"id"`     // the publisher's own id
	Entity      string   `json:"entity"` // the FollowTheMoney id
	Caption     string   `json:"caption"`
	Score       float64  `json:"score"`       // 0–1
	Probability float64  `json:"probability"` // 0–1
	Match       bool     `json:"match"`
	Programmes  []string `json:"programmes"`
	Since       Null     `json:"since"`   // date of listing where the list gives one
	SeenBy      Null     `json:"seen_by"` // date of the earliest version of the list that is known to have it
}

// Status says how far the document stands behind a claim's event.
type Status string

// The four statuses; see the package comment for what binds them.
const (
	Asserted Status = "asserted" // the document states it in its own voice
	Claimed  Status = "claimed"  // only a source says so
	Denied   Status = "denied"   // it is what somebody denies
	Intended Status = "intended" // promised, planned, threatened, ordered, not yet done
)

// A Claim is one event or one speech act.
type Claim struct {
	ID          string        `json:"id"`
	Type        string        `json:"type"` // an event type, such as TRANSFER or DENY
	Mode        Null          `json:"mode"`
	Actors      []string      `json:"actors"`     // party ids
	Recipients  []string      `json:"recipients"` // party ids
	Objects     []string      `json:"objects"`    // party ids
	About       string        `json:"about"`
	Status      Status        `json:"status"`
	Attribution []Attribution `json:"attribution"` // innermost source first
	Date        *Date         `json:"date"`
	Count       []Count       `json:"count"`
	Evidence    Span          `json:"evidence"`
}

// An Attribution is one link of the chain that leads to who says it.
type Attribution struct {
	Source string `json:"source"` // party id
	Cue    Null   `json:"cue"`
	Medium Null   `json:"medium"`
}

// A Date is a date as the document words it and as it resolves against the
// publication date. Precision is year, month, week, day or span.
type Date struct {
	Text      string `json:"text"`
	Value     string `json:"value"` // ISO 8601 as far as known
	Precision string `json:"precision"`
}

// A Count says how many of an unnamed group.
type Count struct {
	N  int    `json:"n"`
	Of string `json:"of"`
}

// A Relation is a standing tie between two parties: family, office,
// membership, ownership, subsidiary, alias, operator or agent.
type Relation struct {
	Type     string `json:"type"`
	From     string `json:"from"` // party id
	To       string `json:"to"`   // party id
	Label    string `json:"label"`
	Evidence Span   `json:"evidence"`
}

// A Matter is a disputed question: the claims (by id) that accuse, deny, bring
// evidence, or act upon the same thing.
type Matter struct {
	Title    string   `json:"title"`
	Accuse   []string `json:"accuse"`
	Deny     []string `json:"deny"`
	Evidence []string `json:"evidence"`
	Act      []string `json:"act"`
}
