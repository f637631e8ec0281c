package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestEntry shows an entry: its values, where it is listed, its relations drawn
// and in words, what became of it, as it was, and once it is gone.
func TestEntry(t *testing.T) {
	server := serve(t, newService(t, models()), Options{})
	r := get(t, server, "/entry/own-1", "")
	r.has(t, "Viktor Modelov", "MODELS", "birth date 1961-02-03", "Russia", "passport number 753182649", "2022-03-01 Model Authority", "reason Sold models.",
		"own entry 1, since 2022-03-01", "second entry x1, on the list by 2023-05-01", "What other lists say besides", "1 Model Street, Moscow", "owner → Model Trading Company LLC")
	nodes, lines := 0, map[string]bool{}
	walk(t, r.Body, func(n *html.Node) {
		class := attribute(n, "class")
		if n.Data == "a" && strings.HasPrefix(class, "node") {
			nodes++
		}
		if n.Data == "a" && strings.HasPrefix(class, "edge") && attribute(n, "aria-label") != "" {
			lines[attribute(n, "aria-label")] = true
		}
	})
	if nodes != 4 || !lines["Viktor Modelov → Model Trading Company LLC: owner"] || !lines["Model Trading Company LLC → Model Star: operates"] {
		t.Errorf("%d boxes, lines %v", nodes, lines)
	}
	get(t, server, "/entry/own-1?view=history", "").has(t, "2024-06-01 changed", "birth date removed: 1960", "added: 1961-02-03", "2024-01-01 there", "2 versions of own are here")
	get(t, server, "/entry/own-1?as-of=2024-02-02", "").has(t, "in its version of 2024-01-01", "birth date 1960", "What other lists said then is not shown")
	get(t, server, "/entry/own-10", "").has(t, "No longer on the list.", "Its version of 2024-06-01", "Former Modelman")
	if r := get(t, server, "/entry/x1", ""); r.Path != "/entry/second-x1" {
		t.Errorf("the publisher's id led to %s", r.Path)
	}
	var records []map[string]any
	if r := get(t, server, "/entry/own-1?part=json", ""); json.Unmarshal([]byte(r.Body), &records) != nil || len(records) != 1 {
		t.Errorf("as JSON: %s", r.Body)
	}
	for path, words := range map[string]string{
		"/entry/nobody":                   "No entry",
		"/entry/own-1?as-of=2020-01-01":   "Not on its list: no version of it was published by 2020-01-01",
		"/entry/own-1?as-of=then":         "write a date such as",
		"/entry/own-10?as-of=2024-07-01":  "in the version of 2024-06-01",
		"/entry/%3Cscript%3Ealert%3C%2Fs": "No entry",
	} {
		r := get(t, server, path, "")
		if r.Status != http.StatusNotFound {
			t.Errorf("%s: status %d", path, r.Status)
		}
		r.has(t, words)
		checkPage(t, r)
	}
}

// TestLists shows what is loaded, with warnings, versions and changes.
func TestLists(t *testing.T) {
	server := serve(t, newService(t, models()), Options{})
	get(t, server, "/lists", "").has(t, "2 lists", "5 entries", "own", "2024-06-01", "This version was published", "Not loaded", "UN Security Council Consolidated List")
	get(t, server, "/lists/own?part=last", "").has(t, "+0 ~1 −1")
	get(t, server, "/lists", "").has(t, "+0 ~1 −1")
	get(t, server, "/lists/own?changes=1", "").has(t, "2024-06-01 in use", "2024-01-01", "first version", "own.ftm.json", "sha256")
	get(t, server, "/lists/own/changes", "").has(t, "What changed from 2024-01-01 to 2024-06-01", "1 changed", "1 removed", "changed Viktor Modelov", "removed: 1960", "removed Former Modelman")
	get(t, server, "/lists/own/changes?op=DEL&part=rows", "").has(t, "Former Modelman", "1 to 1 of 1")
	get(t, server, "/lists/own/changes?words=nobody", "").has(t, "No change is as you chose")
	for path, status := range map[string]int{"/lists/none": 404, "/lists/none/changes": 404, "/lists/own/changes?from=x": 400, "/lists/second/changes": 404, "/basis/0000000000000000": 404, "/basis/..%2f..": 404, "/static/none": 404,
		"/static/ties-1-9999-99999.css": 404} {
		if r := get(t, server, path, ""); r.Status != status {
			t.Errorf("%s: status %d", path, r.Status)
		}
	}
}
