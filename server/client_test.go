package server_test

import (
	"errors"
	"net/url"
	"testing"

	"interdict/client"
	"interdict/server"
)

// The client and the server understand each other.
func TestClient(t *testing.T) {
	keys := server.OpenKeys(t.TempDir())
	secret, err := keys.Add("test", []server.Scope{server.Screen})
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, server.Options{Keys: keys, NeedKey: true})
	c := client.Client{Base: s.URL + "/", Key: secret}
	kim := map[string]client.Query{"a": {Schema: "Person", Properties: map[string][]string{"name": {"Kim Yo Jong"}}}, "b": {Schema: "Company", Properties: map[string][]string{"name": {"Nobody Ltd"}}}}
	answers, err := c.Match(t.Context(), "default", kim, client.MatchOptions{Limit: 1, Threshold: 0.8, Topics: []string{"sanction"}})
	if err != nil || len(answers["a"].Results) != 1 || answers["a"].Results[0].ID != "us_ofac_sdn-21444" || !answers["a"].Results[0].Match || answers["a"].Results[0].Explanations["name"].Detail == "" ||
		len(answers["b"].Results) != 0 {
		t.Errorf("%+v %v", answers, err)
	}
	found, total, err := c.Search(t.Context(), "default", "kim", url.Values{"schema": {"Person"}, "limit": {"2"}})
	if err != nil || len(found) != 2 || total.Value < 2 {
		t.Errorf("%+v %+v %v", found, total, err)
	}
	e, err := c.Entity(t.Context(), "us_ofac_sdn-21444", true)
	if err != nil || e.Caption != "KIM Yo Jong" || len(e.Properties["sanctions"]) == 0 {
		t.Errorf("%+v %v", e, err)
	}
	sets, err := c.Catalog(t.Context())
	if err != nil || len(sets) < 3 {
		t.Errorf("%+v %v", sets, err)
	}
	var bad *client.Error
	if _, err := c.Entity(t.Context(), "nobody", false); !errors.As(err, &bad) || bad.Status != 404 {
		t.Errorf("nobody: %v", err)
	}
	c.Key = "wrong"
	if _, err := c.Catalog(t.Context()); !errors.As(err, &bad) || bad.Status != 401 {
		t.Errorf("a wrong key: %v", err)
	}
}
