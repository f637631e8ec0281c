package index

import "interdict/internal/sections"

// kind tells index files; its format changes with what the sections hold. The
// identity says what the index was made of and by which model; an index of
// another identity is not what was asked for.
var kind = sections.Kind{Magic: "INTRDCTX", Format: 14, Count: sectionCount}

// The sections.
const (
	sectionMeta          = iota // what the caller keeps with each entry
	sectionMetaEnds             // uint32: where each entry's meta ends
	sectionBody                 // compared values of each entry
	sectionBodyEnds             // uint32
	sectionClasses              // uint32: classes of names; see class.go
	sectionNames                // each name as it was read, in the order of the classes
	sectionNameEnds             // uint32
	sectionNameOwner            // uint32: entry of each name
	sectionNameShape            // float32: shape of each name, for bounds
	sectionNameUnits            // uint32: units that each name is filed under
	sectionNameUnitEnds         // uint32: where each name's units end
	sectionNameWords            // byte: how many of them are words
	sectionAnchors              // uint32: names that a unit is an anchor of
	sectionAnchorEnds           // uint32: where each unit's anchors end
	sectionHanSlots             // hash table of the first two characters of names without spaces
	sectionHanLists             // uint32: names of beginnings that several have
	sectionUnitIdentity         // identity of each unit, from which it is made
	sectionUnitEnds             // uint32: where each unit's identity ends
	sectionUnitSignature        // uint64: signature of each unit
	sectionUnitCarried          // what each unit carries; see carried in anchor.go
	sectionUnitClasses          // uint16: classes of names that hold each unit, a bit each
	sectionPostEnds             // uint32: where each unit's postings end
	sectionPostings             // uint32: names that hold each unit
	sectionKeySlots             // hash table of unit keys
	sectionKeyLists             // uint32: units of keys that have several
	sectionIDSlots              // hash table of identifier keys
	sectionIDLists              // uint32: entries of identifiers that have several
	sectionCount
)
