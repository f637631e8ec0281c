package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// elements are those that pages are made of.
var elements = strings.Fields(`html head meta title link script noscript body a header nav p form button main footer h1 h2 h3 div section article ul ol li dl dt dd span b strong bdi small br
	label input select option textarea fieldset legend datalist details summary table thead tbody tr th td time code kbd progress del ins svg g path rect text polygon line blockquote img`)

// checkPage looks for what could run or load anything that is not the pages'
// own, and for what people who cannot see a page need.
func checkPage(t testing.TB, r response) {
	t.Helper()
	part := !strings.Contains(r.Body, "<!DOCTYPE html>")
	ids, labelled, headings := map[string]int{}, map[string]bool{}, 0
	var links, controls []string
	walk(t, r.Body, func(n *html.Node) {
		if n.Type != html.ElementNode {
			return
		}
		if !slices.Contains(elements, n.Data) {
			t.Errorf("%s: element %s", r.Path, n.Data)
		}
		for _, a := range n.Attr {
			own := strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "//")
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc":
				t.Errorf("%s: attribute %s=%q", r.Path, a.Key, a.Val)
			case (a.Key == "src" || a.Key == "action" || a.Key == "formaction") && !own, a.Key == "href" && n.Data == "link" && !own:
				t.Errorf("%s: %s of %s is %q", r.Path, a.Key, n.Data, a.Val)
			case a.Key == "href" && !own && !strings.HasPrefix(a.Val, "#") && !strings.HasPrefix(a.Val, "https://") && !strings.HasPrefix(a.Val, "http://"):
				t.Errorf("%s: link to %q", r.Path, a.Val)
			case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
				links = append(links, a.Val[1:])
			case a.Key == "id":
				ids[a.Val]++
			case a.Key == "for":
				labelled[a.Val] = true
			}
		}
		switch n.Data {
		case "h1":
			headings++
		case "script":
			if n.FirstChild != nil || attribute(n, "type") != "module" {
				t.Errorf("%s: a script in the page", r.Path)
			}
		case "style":
			t.Errorf("%s: a style in the page", r.Path)
		case "img":
			if n.Attr == nil || !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "alt" }) {
				t.Errorf("%s: a picture without words", r.Path)
			}
		case "input", "select", "textarea":
			if attribute(n, "type") == "hidden" || attribute(n, "aria-label") != "" || n.Parent.Data == "label" {
				return
			}
			controls = append(controls, attribute(n, "id"))
		}
	})
	for id, n := range ids {
		if n > 1 {
			t.Errorf("%s: id %s stands %d times", r.Path, id, n)
		}
	}
	for _, id := range controls {
		if !labelled[id] {
			t.Errorf("%s: the control %q has no label", r.Path, id)
		}
	}
	if part {
		return
	}
	for _, id := range links {
		if ids[id] == 0 {
			t.Errorf("%s: link to #%s leads nowhere", r.Path, id)
		}
	}
	if headings != 1 {
		t.Errorf("%s: %d headings of the first order", r.Path, headings)
	}
	if strings.Contains(r.Body, "ZgotmplZ") {
		t.Errorf("%s: a value stands where it is not safe", r.Path)
	}
}

// TestEveryPage follows all links from the front page, each to a page that is
// there, holds nothing that could run, and has its labels and headings.
func TestEveryPage(t *testing.T) {
	server := serve(t, newService(t, models()), Options{})
	text := "Modelov denies\n\nMOSCOW, 3 May 2024 (Model Desk) - Viktor Modelov on Friday denied that the Model Trading Company had sold weapons to North Korea. The United States said that it sanctioned Viktor Modelov in March."
	read := post(t, server, "/read", "", url.Values{"text": {text}})
	batch := post(t, server, "/batch", "", url.Values{"names": {"Viktor Modelov\nModel Star\nNobody Atall"}})
	queue := []string{"/", "/search?q=Viktor+Modelov&weak=1", "/search?q=Viktor+Modelov%0AModel+Star%0ANobody", "/search?q=Nobodi+Atoll", "/search?q=" + url.QueryEscape(harm), "/search?q=Modelson",
		"/search?number=753182649", "/search?q=" + strings.Repeat("name+one%0A", 60), "/search?q=x&as-of=never", "/search?q=x&as-of=1999-01-01", read.Path, batch.Path, "/lists/own?changes=1", "/entry/own-1?view=history", "/nowhere", "/entry/nobody",
		"/search?q=Viktor+Modelov&as-of=2024-02-01"}
	seen := map[string]bool{}
	for _, path := range queue {
		seen[path] = true
	}
	expected := map[string]int{"/nowhere": 404, "/entry/nobody": 404, "/search?q=x&as-of=never": 400, "/search?q=x&as-of=1999-01-01": 400}
	pages := 0
	for len(queue) > 0 && pages < 400 {
		path := queue[0]
		queue = queue[1:]
		r := get(t, server, path, "")
		if want := max(expected[path], 0); r.Status != http.StatusOK && r.Status != want {
			t.Errorf("%s: status %d", path, r.Status)
		}
		if !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") || r.Header.Get("Content-Disposition") != "" {
			continue
		}
		pages++
		checkPage(t, r)
		walk(t, r.Body, func(n *html.Node) {
			for _, key := range []string{"href", "data-lazy", "data-poll"} {
				to, _, _ := strings.Cut(attribute(n, key), "#")
				if strings.HasPrefix(to, "/") && !seen[to] && n.Data != "link" {
					seen[to] = true
					queue = append(queue, to)
				}
			}
		})
	}
	if pages < 40 {
		t.Errorf("only %d pages", pages)
	}
}
