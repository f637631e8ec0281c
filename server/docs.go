package server

import (
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"strings"
)

// operation is one line of the API's description.
type operation struct {
	Method, Path, Summary, Description string
	Parameters                         []parameterDoc
	Body                               string // an example
}

type parameterDoc struct{ Name, In, Description string }

var docsPage = template.Must(template.New("docs").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Interdict API</title>
<link rel="stylesheet" href="/static/style.css"></head><body><main>
<h1>Interdict API</h1>
<p>The same as <a href="/openapi.json">OpenAPI 3.1</a>. Answers are JSON. Where a key is needed it goes into the header <code>Authorization: Bearer KEY</code>;
<code>interdict keys add</code> makes one.</p>
{{range .}}<section><h2><code>{{.Method}} {{.Path}}</code></h2><p>{{.Summary}}</p>{{with .Description}}<p>{{.}}</p>{{end}}
{{with .Parameters}}<table><thead><tr><th scope="col">Parameter</th><th scope="col">In</th><th scope="col">Meaning</th></tr></thead><tbody>
{{range .}}<tr><td><code>{{.Name}}</code></td><td>{{.In}}</td><td>{{.Description}}</td></tr>{{end}}</tbody></table>{{end}}
{{with .Body}}<pre><code>{{.}}</code></pre>{{end}}</section>{{end}}
</main></body></html>
`))

// operations reads the API's description, for a page that people can read.
func operations() ([]operation, error) {
	var api struct {
		Paths map[string]map[string]struct {
			Summary, Description string
			Parameters           []parameterDoc
			RequestBody          struct {
				Content map[string]struct{ Example any }
			}
		}
	}
	if err := json.Unmarshal(openAPI, &api); err != nil {
		return nil, err
	}
	var out []operation
	for path, methods := range api.Paths {
		for method, o := range methods {
			op := operation{Method: strings.ToUpper(method), Path: path, Summary: o.Summary, Description: o.Description, Parameters: o.Parameters}
			for kind, c := range o.RequestBody.Content {
				if c.Example == nil {
					continue
				}
				if s, ok := c.Example.(string); ok {
					op.Body = kind + "\n\n" + s
				} else if b, err := json.MarshalIndent(c.Example, "", "  "); err == nil {
					op.Body = string(b)
				}
			}
			out = append(out, op)
		}
	}
	slices.SortFunc(out, func(a, b operation) int { return strings.Compare(a.Path+a.Method, b.Path+b.Method) })
	return out, nil
}

func docs(w http.ResponseWriter, _ *http.Request) {
	all, err := operations()
	if err != nil {
		fail(w, http.StatusInternalServerError, "the description cannot be read")
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = docsPage.Execute(w, all) // whoever asked may be gone
}
