package document

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
	"strings"
)

// feed gives each item of an RSS or Atom feed: its text as far as the feed has
// it, the feed's title as outlet, and its link.
func (f *file) feed(data []byte, o Options) error {
	parsed, err := gofeed.NewParser().Parse(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("a damaged feed (%s); fetch it again", shorten(err.Error()))
	}
	if len(parsed.Items) == 0 {
		return errors.New("the feed has no items")
	}
	for i, item := range parsed.Items {
		if f.stopped || f.ctx.Err() != nil {
			return nil
		}
		own := o
		own.ID = fmt.Sprintf("%s-%d", o.ID, i+1)
		facts := pageFacts{title: squeeze(html.UnescapeString(item.Title)), source: squeeze(parsed.Title), url: webAddress(item.Link)}
		for _, t := range []*time.Time{item.PublishedParsed, item.UpdatedParsed} {
			if t != nil && facts.published == "" {
				facts.published = plausible(t.Format(time.DateOnly))
			}
		}
		own.Title, own.Published, own.URL = "", o.Published, "" // the caller's title is the feed's
		facts.fill(&own)
		content := item.Content
		if len(content) < len(item.Description) {
			content = item.Description
		}
		paragraphs := fragment(content)
		if length(paragraphs) == 0 && facts.title == "" {
			f.send(nil, fmt.Errorf("item %d: no text", i+1))
			continue
		}
		d := New(joinParagraphs(facts.title, paragraphs), own)
		d.Kind = Feed
		f.send(d, nil)
	}
	return nil
}

// fragment returns the paragraphs of a piece of HTML.
func fragment(content string) []string {
	if !strings.ContainsAny(content, "<&") {
		return splitLines(content)
	}
	root := parsePage(content)
	if root == nil {
		return flatText(content)
	}
	return blocks(root, nil)
}
