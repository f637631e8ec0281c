package document

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// article makes a document of a web page: its headline and the article, with
// what the page says of itself. The part of the page that is the article is
// found by what marks it (itemprop, article, main) and by where the prose is:
// text in blocks that are not mostly links, after the readings of Readability
// (Arc90, 2009) and Boilerpipe (Kohlschütter, Fankhauser, Nejdl, 2010).
func article(ctx context.Context, page string, o Options) (*Document, error) {
	if err := done(ctx); err != nil {
		return nil, err
	}
	root := parsePage(page)
	if root == nil {
		d, err := pageDocument(pageFacts{}, flatText(page), o)
		if err == nil {
			d.Notes = append(d.Notes, "the page is too large or too deeply nested to find its article; all of its text is read")
		}
		return d, err
	}
	facts := readFacts(root)
	prose := measure(root)
	body := chooseBody(root, prose)
	paragraphs := blocks(body, prose)
	if told := squeeze(facts.body); len(told) > 200 && length(paragraphs)*2 < len(told) {
		paragraphs = splitLines(facts.body)
	}
	if length(paragraphs) < 40 {
		if all := blocks(root, nil); length(all) > length(paragraphs) {
			paragraphs = all
		}
	}
	return pageDocument(facts, paragraphs, o)
}

func pageDocument(facts pageFacts, paragraphs []string, o Options) (*Document, error) {
	if length(paragraphs) == 0 {
		return nil, errors.New("the page holds no text; if a script draws it, open it in a browser and save it as PDF")
	}
	facts.fill(&o)
	d := New(joinParagraphs(facts.title, paragraphs), o)
	d.Kind = HTML
	if d.Language == "und" && len(facts.language) >= 2 && len(d.Text) < 400 {
		d.Language = strings.ToLower(facts.language[:2])
	}
	return d, nil
}

func length(paragraphs []string) int {
	n := 0
	for _, p := range paragraphs {
		n += len(p)
	}
	return n
}

func splitLines(s string) []string {
	var out []string
	for line := range strings.Lines(plainLines(s)) {
		if line = squeeze(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// Bounds of a page that is made into a tree. The parser itself refuses more
// than 512 levels.
const (
	maxTreeBytes = 16 << 20
	maxTags      = 500_000
)

// parsePage returns the page's tree, or nil where it is too large or too deep.
func parsePage(page string) *html.Node {
	if len(page) > maxTreeBytes || strings.Count(page, "<") > maxTags {
		return nil
	}
	// as a browser without scripts, for some pages keep their text in noscript
	root, err := html.ParseWithOptions(strings.NewReader(page), html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil
	}
	return root
}

// flatText returns the text of a page without a tree, in time and memory that
// grow with its length alone.
func flatText(page string) []string {
	z := html.NewTokenizer(strings.NewReader(page))
	z.SetMaxBuf(maxTreeBytes)
	var out []string
	var text strings.Builder
	flush := func() {
		if s := squeeze(text.String()); s != "" {
			out = append(out, s)
		}
		text.Reset()
	}
	hidden := ""
	for {
		switch z.Next() {
		case html.ErrorToken:
			flush()
			return out
		case html.TextToken:
			if hidden == "" {
				text.Write(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			if hidden == "" && unread[tag] {
				hidden = string(name)
			}
			if isBlock(tag) {
				flush()
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if string(name) == hidden {
				hidden = ""
			}
			if isBlock(atom.Lookup(name)) {
				flush()
			}
		}
	}
}

// unread are elements whose content is no text of an article.
var unread = atoms("script style template iframe svg canvas math object embed video audio button select textarea option input label nav aside footer menu dialog figcaption head map")

// blockTags are elements that begin and end a paragraph.
var blockTags = atoms("p div section article main header footer h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr td th caption blockquote pre hr address figure figcaption form fieldset center body html details summary")

func atoms(names string) map[atom.Atom]bool {
	out := map[atom.Atom]bool{}
	for name := range strings.FieldsSeq(names) {
		out[atom.Lookup([]byte(name))] = true
	}
	return out
}

func isBlock(a atom.Atom) bool { return blockTags[a] }

// furniture are the words by which sites name what stands around an article.
var furniture = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:share|sharing|social|related|recommend(?:ed|ations?)?|newsletter|subscri(?:be|ption)|promo|advert\w*|ads?|sponsor\w*|cookies?\w*|consent|gdpr|comments?|disqus|breadcrumbs?|pagination|pager|sidebar|footer|nav|navbar|navigation|menu|toolbar|popup|modal|most-read|mostread|trending|read-more|readmore|also-read|sr-only|visually-hidden|credit|copyright|paywall|signup|login|masthead|author-bio|print-link)(?:$|[\s_-])`)

// prose is what is known of an element: characters of text, those in links, and
// those in paragraphs that read like prose.
type prose struct{ text, links, score, anchors int }

// measure counts text, links and prose of every element.
func measure(root *html.Node) map[*html.Node]*prose {
	out := map[*html.Node]*prose{}
	var walk func(n *html.Node, link bool) *prose
	walk = func(n *html.Node, link bool) *prose {
		p := &prose{}
		if n.Type == html.TextNode {
			p.text = utf8.RuneCountInString(squeeze(n.Data))
			if link {
				p.links = p.text
			}
			return p
		}
		if n.Type == html.ElementNode && (unread[n.DataAtom] || isHidden(n)) {
			out[n] = p
			return p
		}
		if n.DataAtom == atom.Noscript && len(innerText(n)) < minNoscript {
			out[n] = p
			return p
		}
		if n.DataAtom == atom.A && hasAttr(n, "href") {
			link = true
			p.anchors++
		}
		inner := false
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			q := walk(c, link)
			p.text, p.links, p.score, p.anchors = p.text+q.text, p.links+q.links, p.score+q.score, p.anchors+q.anchors
			inner = inner || c.Type == html.ElementNode && isBlock(c.DataAtom)
		}
		if n.Type == html.ElementNode && isBlock(n.DataAtom) && !inner && p.text-p.links >= 40 && p.links*2 < p.text {
			p.score = p.text - p.links
		}
		out[n] = p
		return p
	}
	walk(root, false)
	return out
}

// minNoscript is how many bytes of text make what is for browsers without
// scripts more than a picture and a request to allow them.
const minNoscript = 600

func isHidden(n *html.Node) bool {
	style := strings.ReplaceAll(strings.ToLower(attr(n, "style")), " ", "")
	return hasAttr(n, "hidden") || attr(n, "aria-hidden") == "true" || strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// chooseBody returns the element that holds the article: the marked one with
// the most prose, where it holds a good part of the page's; within it the
// smallest that still holds nine tenths and leaves no prose, such as a lead,
// between the headline and itself.
func chooseBody(root *html.Node, of map[*html.Node]*prose) *html.Node {
	best := root
	for _, mark := range []struct {
		is    func(*html.Node) bool
		share float64
	}{
		{func(n *html.Node) bool { return strings.Contains(attr(n, "itemprop"), "articleBody") }, 0.3},
		{func(n *html.Node) bool { return n.DataAtom == atom.Article }, 0.4},
		{func(n *html.Node) bool { return n.DataAtom == atom.Main || attr(n, "role") == "main" }, 0.4},
	} {
		var found *html.Node
		for n := range root.Descendants() {
			if n.Type == html.ElementNode && of[n] != nil && mark.is(n) && (found == nil || of[n].score > of[found].score) {
				found = n
			}
		}
		if found != nil && float64(of[found].score) >= mark.share*float64(of[root].score) && of[found].score > 0 {
			best = found
			break
		}
	}
	for {
		var next *html.Node
		before := 0 // prose between the headline and the child
		for c := best.FirstChild; c != nil; c = c.NextSibling {
			p := of[c]
			if p == nil {
				continue
			}
			headline := holds(c, atom.H1)
			if p.score*100 >= of[best].score*descend && p.score > 0 && hasBlocks(c) && (before == 0 || headline) {
				next = c
			}
			if before += p.score; headline {
				before = 0
			}
		}
		if next == nil {
			return best
		}
		best = next
	}
}

// descend is the share of an element's prose, in hundredths, that a child must
// hold to be taken for the article in its place.
const descend = 90

func holds(n *html.Node, tag atom.Atom) bool {
	for c := range n.Descendants() {
		if c.DataAtom == tag {
			return true
		}
	}
	return n.DataAtom == tag
}

func hasBlocks(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && isBlock(c.DataAtom) {
			return true
		}
	}
	return false
}
