package fetch

import (
	"context"
	"fmt"
	"html"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
)

// maxPage bounds a page with links, in bytes.
const maxPage = 8 << 20

var href = regexp.MustCompile(`(?i)\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`)

// follow finds the file that a page links to and returns the request for it.
// Of several links that match, the last in the order of their names is the
// newest, where publishers put the date into the name.
func (c *Client) follow(ctx context.Context, r Request, u *url.URL) (Request, error) {
	page := r
	page.Path, page.Known, page.Progress, page.page = r.Path+".page", Validators{}, nil, true
	got, err := c.get(ctx, page, u)
	if err != nil {
		return r, r.hide(ctx, err, u)
	}
	text, err := readPage(page.Path)
	if err != nil {
		return r, r.hide(ctx, err, u)
	}
	var links []string
	for _, m := range href.FindAllStringSubmatch(text, -1) {
		if link := html.UnescapeString(m[1] + m[2] + m[3]); r.Link.MatchString(link) {
			links = append(links, link)
		}
	}
	if len(links) == 0 {
		return r, r.hide(ctx, fmt.Errorf("the page has no link to the file (%s): it may have changed", r.Link), u)
	}
	newest := slices.MaxFunc(links, func(a, b string) int { return strings.Compare(r.Link.FindString(a), r.Link.FindString(b)) })
	to, err := got.at.Parse(newest)
	if err != nil || to.User != nil || to.Scheme != "https" && (to.Scheme != "http" || u.Scheme == "https") || !r.names(u, to) {
		return r, r.hide(ctx, fmt.Errorf("the page links to %.200q, which is not an address that the catalogue allows for this file: not followed", newest), u)
	}
	r.URL, r.Link = to.String(), nil
	return r, nil
}

func readPage(path string) (string, error) {
	defer os.Remove(path)
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if info.Size() > maxPage {
		return "", fmt.Errorf("the page is of %s, too large for one with links", Size(info.Size()))
	}
	data, err := os.ReadFile(path)
	return string(data), err
}
