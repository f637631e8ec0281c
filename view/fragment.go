package view

import (
	"html/template"

	"interdict/ledger"
)

// A Fragment is a ledger as part of a page of another's making: what stands
// between the page's own header and footer. The page has to have [Style] and
// [Ties], which may be style sheets of their own: neither fragment nor drawing
// has style or script in it.
type Fragment struct {
	HTML            template.HTML
	Title           string
	Claims, Parties int // how many it has, for [Ties]
}

// NewFragment makes the fragment of the nth document of a page, from 1. Links to
// list entries begin with entries and end with the FollowTheMoney id; "" makes
// none.
func NewFragment(n int, l *ledger.Ledger, entries string) (Fragment, error) {
	v := newDocumentView(n, l)
	v.Entries = entries
	html, err := render("document", v)
	return Fragment{html, v.Title, len(v.Claims), len(v.all)}, err
}

// Style is the style sheet of fragments and drawings, with the colours that
// they are made of.
func Style() string { return pageStyle + documentStyle }

// Ties is the style sheet that ties the claims and parties of the nth document
// of a page to their words: what is under the pointer, in focus or aimed at is
// lit on both sides.
func Ties(n, claims, parties int) string { return string(tie(elementID(n), claims, parties)) }
