package server

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"interdict/ftm"
	"interdict/screen"
)

// What answers of /match hold most of is written by hand: it is most of the work
// besides searching, and encoding/json takes five times as long.

// appendJSONText appends a text in quotes.
func appendJSONText(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < 0x20, c == '"', c == '\\', c == '<', c == '>', c == '&', c == 0xe2, c == 0x7f: // 0xe2 begins U+2028
			return appendOddText(b, s)
		case c >= utf8.RuneSelf:
			if r, size := utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError && size == 1 {
				return appendOddText(b, s)
			}
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

func appendOddText(b []byte, s string) []byte {
	text, _ := json.Marshal(s) // of a text never fails
	return append(b, text...)
}

func appendJSONTexts(b []byte, all []string) []byte {
	b = append(b, '[')
	for i, s := range all {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSONText(b, s)
	}
	return append(b, ']')
}

// appendJSONProperty appends the i-th property of an object.
func appendJSONProperty(b []byte, i int, name string, values []string) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	return appendJSONTexts(append(appendJSONText(b, name), ':'), values)
}

// appendEntityFields appends the fields of an entity, as [plain] has them.
func appendEntityFields(b []byte, e *ftm.Entity) []byte {
	b = appendJSONText(append(b, `"id":`...), e.ID)
	b = appendJSONText(append(b, `,"caption":`...), e.Caption())
	b = appendJSONText(append(b, `,"schema":`...), e.Schema.Name)
	b = append(b, `,"properties":{`...)
	i := 0
	e.Each(func(p *ftm.Property, values []string) {
		b = appendJSONProperty(b, i, p.Name, values)
		i++
	})
	b = appendJSONTexts(append(b, `},"datasets":`...), e.Datasets)
	b = appendJSONTexts(append(b, `,"referents":`...), e.Referents)
	b = strconv.AppendBool(append(b, `,"target":`...), e.Target)
	for _, f := range []struct{ name, date string }{{`,"first_seen":`, e.FirstSeen}, {`,"last_seen":`, e.LastSeen}, {`,"last_change":`, e.LastChange}} {
		b = append(b, f.name...)
		if f.date == "" {
			b = append(b, "null"...)
		} else {
			b = appendJSONText(b, f.date)
		}
	}
	return b
}

// appendScored appends an entity as a result of matching.
func appendScored(b []byte, e *ftm.Entity, h *screen.Hit) []byte {
	b = appendEntityFields(append(b, '{'), e)
	b = appendNumber(append(b, `,"score":`...), h.Score)
	b = strconv.AppendBool(append(b, `,"match":`...), h.Match)
	b = append(b, `,"features":{`...)
	for i := range h.Why {
		b = appendNumber(appendFeature(b, i, h), h.Why[i].Score)
	}
	b = append(b, `},"explanations":{`...)
	for i := range h.Why {
		w := &h.Why[i]
		b = appendNumber(append(appendFeature(b, i, h), `{"score":`...), w.Score)
		b = appendJSONText(append(b, `,"detail":`...), w.Text)
		b = appendJSONText(append(b, `,"query":`...), w.Query)
		b = append(appendJSONText(append(b, `,"candidate":`...), w.Candidate), '}')
	}
	return append(b, "}}"...)
}

// appendQuery appends a query as it was understood: with the values that are
// compared, and those that do not fit beside them.
func appendQuery(b []byte, in *example, e *ftm.Entity) []byte {
	b = append(b, '{')
	if in.ID != "" {
		b = append(appendJSONText(append(b, `"id":`...), in.ID), ',')
	}
	b = appendJSONText(append(b, `"schema":`...), in.Schema)
	b = append(b, `,"properties":{`...)
	i := 0
	e.Each(func(p *ftm.Property, values []string) {
		b = appendJSONProperty(b, i, p.Name, values)
		i++
	})
	b = append(b, '}')
	for i, r := range e.Rejected {
		b = append(b, []string{`,"rejected":[`, `,`}[min(i, 1)]...)
		b = appendJSONText(append(b, `{"property":`...), r.Property)
		b = appendJSONText(append(b, `,"value":`...), r.Value)
		b = append(appendJSONText(append(b, `,"reason":`...), r.Reason), '}')
	}
	if len(e.Rejected) > 0 {
		b = append(b, ']')
	}
	return append(b, '}')
}

// appendFeature appends the name of the i-th reason and a colon.
func appendFeature(b []byte, i int, h *screen.Hit) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	return append(appendJSONText(b, strings.ReplaceAll(h.Why[i].Feature, " ", "_")), ':')
}

func appendNumber(b []byte, x float64) []byte { return strconv.AppendFloat(b, x, 'f', -1, 64) }
