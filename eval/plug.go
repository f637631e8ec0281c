package eval

import (
	"context"
	"errors"
	"time"

	"interdict/ledger"
)

// A Comparer says how like two names are, from 0 to 1. The schema is a
// FollowTheMoney schema. It must be safe for concurrent use.
type Comparer func(ctx context.Context, schema, name1, name2 string) (score float64, err error)

// A Query is one party to be looked up. Empty fields are unknown.
type Query struct {
	Schema    string // a FollowTheMoney schema; empty: any
	Name      string
	BirthDate string // ISO 8601 as far as known: 1965, 1965-03-01
	Country   string // a code or a name, as the data has it
	Gender    string
	Threshold float64 // hits below it are not wanted
}

// A Hit is a list entry that a query may be.
type Hit struct {
	List  string
	ID    string // the publisher's own id
	Score float64
}

// A Screener looks parties up in a set of lists. Screen returns the hits from
// the query's threshold up, best first. It must be safe for concurrent use.
type Screener interface {
	Screen(ctx context.Context, query Query) ([]Hit, error)
}

// ErrUnsupported is what an [OpenLists], [Recogniser] or [ListLoader] wraps for
// files that no parser takes. What needs them is then skipped with the error's
// text as the reason, not failed.
var ErrUnsupported = errors.New("no parser takes this file")

// OpenLists loads list files, which may be gzipped, so that they can be
// screened against. A Screener that is an io.Closer is closed after use.
type OpenLists func(ctx context.Context, files []string) (Screener, error)

// A Recogniser returns nil for the files of one version of a list where the
// parsers take all of them and they are the whole list, and an error that wraps
// [ErrUnsupported] and tells the reason where not.
type Recogniser func(ctx context.Context, files []string) error

// EntityNames returns the names of the entities in list files, as queries.
type EntityNames func(ctx context.Context, files []string) ([]Query, error)

// ListStats is what a parser made of one version of one list.
type ListStats struct {
	Entities int // entries of the publisher, without addresses and edges
	Values   int // non-empty values in the files
	Kept     int // values of these that reached a property or a named note
}

// A ListLoader parses the files of one version of one list.
type ListLoader func(ctx context.Context, files []string) (ListStats, error)

// A Document is a text to be read.
type Document struct {
	ID        string
	Title     string
	Source    string // the outlet or issuer
	Published string // ISO 8601 date
	Text      string
}

// A Reader makes the ledger of a document.
type Reader func(ctx context.Context, doc *Document) (*ledger.Ledger, error)

// A Range is a stretch of a text in bytes, end exclusive.
type Range struct{ Start, End int }

// An Attribution is one stretch of content with its source and the cue that
// ties them. Each can lie in several pieces; the source can be missing.
type Attribution struct {
	Source, Cue, Content []Range
}

// An Attributor finds the attributions in a text.
type Attributor func(ctx context.Context, text string) ([]Attribution, error)

// A Token is one syntactic word.
type Token struct {
	Start, End int    // bytes in the text; words of one written token share them
	Form       string // empty: the text itself
	UPOS       string // universal part of speech
	Head       int    // 1-based place in the sentence of the word it hangs on; 0: root
	Rel        string // dependency relation, such as nsubj:pass
}

// A Parser splits a text into sentences and gives each its tree.
type Parser func(ctx context.Context, text string) ([][]Token, error)

// An EntityMention is a stretch of text that names something.
type EntityMention struct {
	Range
	Schema string // a FollowTheMoney schema, or Country, Weapon, Outlet, Group, Location, Vehicle
}

// An EntityFinder finds the parties and things that a text names.
type EntityFinder func(ctx context.Context, text string) ([]EntityMention, error)

// An Actor is who an event is laid to.
type Actor struct {
	Head  string   // the head word
	Texts []string // the phrases that name it, in the sentence or as its full name
}

// An Event is one event that a sentence tells.
type Event struct {
	Type             string // an event type of package ledger
	Sources, Targets []Actor
}

// A Coder finds the events in a sentence.
type Coder func(ctx context.Context, sentence string) ([]Event, error)

// ListChanges is what became of a list between two versions.
type ListChanges struct {
	Added, Removed               int // by the publisher's entry id
	RecordsAdded, RecordsRemoved int // by its record id
	Entries                      int // of the later version
}

// A VersionComparer says what changed between the files of two versions.
type VersionComparer func(ctx context.Context, before, after []string) (ListChanges, error)

// An Archiver keeps the files of versions, oldest first, and returns the bytes
// that this takes.
type Archiver func(ctx context.Context, versions [][]string) (int64, error)

// Times are what screening took.
type Times struct {
	Entities int
	Build    time.Duration   // compiling the index from parsed entities
	First    time.Duration   // opening it again and answering the first query
	Queries  []time.Duration // each query, one after the other
	Memory   int64           // bytes that the process holds afterwards
	Exact    time.Duration   // finding listed names in a text, words equal after folding
	Full     time.Duration   // the same, typing errors and all
}

// A Task is what a [Timer] measures.
type Task struct {
	Files   []string // of the lists
	Grow    int      // to so many entities, by the statistics of names; 0: as they are
	Queries []Query  // asked one after the other
	Text    string   // in which listed names are found; "" : none
}

// A Timer loads list files and answers queries one after the other.
type Timer func(ctx context.Context, task Task) (Times, error)
