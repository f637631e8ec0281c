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

// Links are what the links of a fragment to other pages begin with; "" makes
// none.
type Links struct {
	Entry string // of a list: the FollowTheMoney id comes behind it
	Basis string // of the list entries: its hash comes behind it
}

// NewFragment makes the fragment of the nth document of a page, from 1.
func NewFragment(n int, l *ledger.Ledger, links Links) (Fragment, error) {
	v := newDocumentView(n, l)
	v.Links = links
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
