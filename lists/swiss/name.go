package swiss

import (
	"slices"
	"strconv"

	"interdict/ftm"
	"interdict/lists"
)

// partProperty is the property that takes a part of a person's name.
var partProperty = map[string]string{
	"given-name": "firstName", "further-given-name": "secondName", "father-name": "fatherName", "grand-father-name": "fatherName",
	"family-name": "lastName", "maiden-name": "lastName", "title": "title", "suffix": "nameSuffix",
}

// name adds a name in its own spelling and in each language and script of its
// variants.
func (r *reader) name(e *ftm.Entity, n *lists.Node, main bool) {
	n.Attr("ssid")
	n.Attr("lang")
	property, kind := "alias", n.Attr("name-type")
	switch {
	case n.Attr("quality") == "low":
		property = "weakAlias"
	case kind == "formerly-known-as" && e.Schema.IsA("Vessel"):
		property = "pastNames"
	case kind == "formerly-known-as":
		property = "previousName"
	case kind == "primary-name" && main && !e.Has("name"):
		property = "name"
	}
	parts := n.All("name-part")
	order := map[*lists.Node]int{}
	for _, p := range parts {
		order[p], _ = strconv.Atoi(p.Attr("order"))
	}
	slices.SortStableFunc(parts, func(a, b *lists.Node) int { return order[a] - order[b] })
	var spellings []string // language and script of the variants
	for _, p := range parts {
		kind := p.Attr("name-part-type")
		if own := partProperty[kind]; own != "" && e.Schema.IsA("Person") {
			_ = e.Add(own, p.Get("value"))
		}
		for _, v := range p.All("spelling-variant") {
			v.Attr("spelling-variant-type")
			if key := v.Attr("lang") + " " + v.Attr("script"); !slices.Contains(spellings, key) {
				spellings = append(spellings, key)
			}
		}
	}
	whole := func(spelling string) []string {
		names := []string{""}
		for _, p := range parts {
			var values []string
			for _, v := range p.All("spelling-variant") {
				if spelling != "" && v.Attr("lang")+" "+v.Attr("script") == spelling {
					values = append(values, v.Value())
				}
			}
			if len(values) == 0 {
				values = []string{p.Get("value")}
			}
			if p.Attr("name-part-type") == "title" {
				continue
			}
			var next []string
			for _, name := range names {
				for _, v := range values {
					if len(next) < maxSpellings {
						next = append(next, lists.JoinParts(" ", name, v))
					}
				}
			}
			names = next
		}
		return names
	}
	for _, name := range whole("") {
		r.Add(e, property, name)
	}
	if property != "weakAlias" {
		property = "alias"
	}
	for _, s := range spellings {
		for _, name := range whole(s) {
			r.Add(e, property, name)
		}
	}
}

// maxSpellings bounds the names that variants of several parts make together.
const maxSpellings = 64
