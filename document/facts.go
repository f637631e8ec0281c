package document

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// pageFacts are what a web page says of itself.
type pageFacts struct {
	title, source, published, language, url string
	body                                    string // the article's text as the page's data tells it
}

// fill puts what the page says where the caller said nothing.
func (f pageFacts) fill(o *Options) {
	for _, x := range []struct {
		to   *string
		from string
	}{{&o.Title, f.title}, {&o.Source, f.source}, {&o.Published, f.published}, {&o.URL, f.url}} {
		if *x.to == "" {
			*x.to = x.from
		}
	}
}

// metaNames are the names under which pages keep facts, the surest first:
// Open Graph, schema.org, Dublin Core, and those of common publishing systems.
var metaNames = struct{ title, source, published []string }{
	title:     []string{"og:title", "twitter:title", "dc.title", "dcterms.title", "headline"},
	source:    []string{"og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "citation_publisher", "application-name"},
	published: []string{"article:published_time", "datepublished", "og:published_time", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "citation_publication_date", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "date"},
}

// readFacts collects what a page says of itself: JSON-LD first (schema.org),
// then meta elements, then the elements that people see.
func readFacts(root *html.Node) pageFacts {
	var f pageFacts
	meta := map[string]string{}
	var titleTag, heading, timed, shown string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Script:
			if strings.EqualFold(attr(n, "type"), "application/ld+json") && n.FirstChild != nil {
				f.linked(n.FirstChild.Data)
			}
		case atom.Meta:
			for _, key := range []string{"property", "name", "itemprop"} {
				if name := strings.ToLower(attr(n, key)); name != "" && meta[name] == "" {
					meta[name] = squeeze(attr(n, "content"))
				}
			}
		case atom.Title:
			if titleTag == "" && n.FirstChild != nil {
				titleTag = squeeze(n.FirstChild.Data)
			}
		case atom.H1:
			if heading == "" {
				heading = squeeze(innerText(n))
			}
		case atom.Time:
			if timed == "" || attr(n, "itemprop") == "datePublished" || hasAttr(n, "pubdate") {
				if day := anyDate(attr(n, "datetime")); day != "" {
					timed = day
				}
			}
		case atom.Span, atom.Div, atom.P, atom.Li, atom.B:
			if shown == "" && (dateClass.MatchString(attr(n, "class")) || attr(n, "itemprop") == "datePublished") {
				if text := squeeze(innerText(n)); len(text) < 60 {
					shown = anyDate(text)
				}
			}
		case atom.Html:
			f.language = attr(n, "lang")
		case atom.Link:
			if attr(n, "rel") == "canonical" && f.url == "" {
				f.url = webAddress(attr(n, "href"))
			}
		}
	}
	pick := func(have *string, clean func(string) string, names []string) {
		for _, name := range names {
			if *have == "" {
				*have = clean(meta[name])
			}
		}
	}
	pick(&f.source, squeeze, metaNames.source)
	pick(&f.published, anyDate, metaNames.published)
	pick(&f.title, squeeze, metaNames.title)
	for _, s := range []string{heading, titleTag} {
		if f.title == "" {
			f.title = s
		}
	}
	f.title = withoutSite(f.title, f.source)
	for _, day := range []string{timed, shown} {
		if f.published == "" {
			f.published = day
		}
	}
	if m := addressDate.FindStringSubmatch(f.url); f.published == "" && m != nil {
		f.published = anyDate(m[1] + "-" + m[2] + "-" + m[3])
	}
	return f
}

// dateClass are the words by which sites name the line that shows the date.
var dateClass = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:date|datum|published|pubdate|timestamp)(?:$|[\s_-])`)

var addressDate = regexp.MustCompile(`/(20\d\d)[/-](\d\d)[/-](\d\d)(?:[/-]|$)`)

func innerText(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func webAddress(s string) string {
	if strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") {
		return s
	}
	return ""
}

// withoutSite cuts the site's name from the end of a title.
func withoutSite(title, site string) string {
	for _, sep := range []string{" | ", " - ", " – ", " — ", " :: "} {
		if i := strings.LastIndex(title, sep); i > 0 && site != "" && strings.EqualFold(strings.TrimSpace(title[i+len(sep):]), site) {
			return strings.TrimSpace(title[:i])
		}
	}
	return title
}

// linked reads a page's JSON-LD for its article.
func (f *pageFacts) linked(source string) {
	var data any
	if json.Unmarshal([]byte(source), &data) != nil {
		return // pages' data is often broken; the page itself still tells
	}
	var walk func(v any, depth int)
	walk = func(v any, depth int) {
		if depth > 8 {
			return
		}
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x, depth+1)
			}
		case map[string]any:
			if kind, _ := json.Marshal(v["@type"]); articleType.Match(kind) {
				f.article(v)
			}
			walk(v["@graph"], depth+1)
			walk(v["mainEntity"], depth+1)
			walk(v["mainEntityOfPage"], depth+1)
		}
	}
	walk(data, 0)
}

var articleType = regexp.MustCompile(`Article|BlogPosting|Report|PressRelease`)

func (f *pageFacts) article(v map[string]any) {
	set := func(have *string, value string) {
		if *have == "" {
			*have = value
		}
	}
	word := func(key string) string { s, _ := v[key].(string); return squeeze(html.UnescapeString(s)) }
	set(&f.title, word("headline"))
	set(&f.published, anyDate(word("datePublished")))
	switch p := v["publisher"].(type) {
	case string:
		set(&f.source, squeeze(p))
	case map[string]any:
		name, _ := p["name"].(string)
		set(&f.source, squeeze(html.UnescapeString(name)))
	}
	if body, ok := v["articleBody"].(string); ok {
		set(&f.body, html.UnescapeString(body))
	}
}

// dateForms are the ways in which pages, mails and feeds write a time.
var dateForms = []string{time.RFC3339, time.RFC1123Z, time.RFC1123, time.RFC850, time.ANSIC, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05", "20060102", "2006/01/02", "2006/1/2"}

// anyDate returns the day of a time that is written in a common form, in the
// time's own zone, or "".
func anyDate(s string) string {
	s = squeeze(s)
	if s == "" || len(s) > 80 {
		return ""
	}
	for _, form := range dateForms {
		if t, err := time.Parse(form, s); err == nil {
			return plausible(t.Format(time.DateOnly))
		}
	}
	if m := dottedDay.FindStringSubmatch(s); m != nil {
		if t, err := time.Parse("2.1.2006", m[0]); err == nil {
			return plausible(t.Format(time.DateOnly))
		}
	}
	return plausible(dateIn(s))
}

// dottedDay is a day as 6.2.2024, which is read one way alone.
var dottedDay = regexp.MustCompile(`\b\d{1,2}\.\d{1,2}\.\d{4}\b`)

// plausible drops days before the web and the zero time of careless systems.
func plausible(day string) string {
	if day < "1980-01-02" || day > "2100" {
		return ""
	}
	return day
}
