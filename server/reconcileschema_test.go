package server_test

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"

	"interdict/server"
)

// reconciliationSchema reads one of the schemas of testdata.
func reconciliationSchema(t *testing.T, name string) *jsonschema.Resolved {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "reconciliation", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(name, err)
	}
	r, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(name, err)
	}
	return r
}

// Every answer that OpenRefine gets is as the specification has it.
func TestReconciliationSchemas(t *testing.T) {
	s := start(t, server.Options{})
	query := func(parameter, value string) string {
		return "/reconcile/default?" + parameter + "=" + url.QueryEscape(value)
	}
	for _, tt := range []struct{ schema, path string }{
		{"manifest", "/reconcile/default"},
		{"manifest", "/reconcile/us_ofac_sdn"},
		{"result-batch", query("queries", `{"q0":{"query":"Kim Yo-jong","type":"Person","limit":3,"properties":[{"pid":"birthDate","v":"1989-09-26"},{"pid":"nationality","v":{"id":"kp"}}]},"q1":{"query":"nobody at all"},"q2":{"query":"Kim"}}`)},
		{"suggest", "/reconcile/default/suggest/entity?prefix=kim"},
		{"suggest", "/reconcile/default/suggest/entity?prefix=nobody+at+all"},
		{"suggest", "/reconcile/default/suggest/entity"},
		{"suggest", "/reconcile/default/suggest/property?prefix=b"},
		{"suggest", "/reconcile/default/suggest/type"},
		{"extend", query("extend", `{"ids":["us_ofac_sdn-21444","nobody"],"properties":[{"id":"birthDate"},{"id":"name"},{"id":"nothing"}]}`)},
		{"extend", query("extend", `{"ids":[],"properties":[]}`)},
		{"propose", "/reconcile/default/extend/property?type=Person&limit=3"},
		{"propose", "/reconcile/default/extend/property"},
	} {
		var answer any
		s.get(tt.path, &answer)
		if err := reconciliationSchema(t, tt.schema).Validate(answer); err != nil {
			t.Errorf("%s: %v", tt.path, err)
		}
	}
	// The schemas do refuse what is not so.
	for schema, wrong := range map[string]string{
		"manifest": `{"versions":["0.1"],"name":"x","identifierSpace":"https://x","schemaSpace":"https://x","defaultTypes":[{"id":"a","name":"a"}]}`, "result-batch": `{"q0":{"result":[{"id":"x","name":"x","score":"1","type":[],"match":true}]}}`,
		"suggest": `{"result":[{"id":"x"}]}`, "extend": `{"meta":[],"rows":{"x":{"y":[{"str":"a","int":1}]}}}`, "propose": `{"properties":[]}`,
	} {
		var answer any
		if err := json.Unmarshal([]byte(wrong), &answer); err != nil {
			t.Fatal(err)
		}
		if reconciliationSchema(t, schema).Validate(answer) == nil {
			t.Errorf("%s takes %s", schema, wrong)
		}
	}
}
