// Package client asks a server of Interdict, or any that speaks yente's API,
// whom a party may be.
//
//	c := client.Client{Base: "http://127.0.0.1:8760", Key: os.Getenv("INTERDICT_KEY")}
//	answers, err := c.Match(ctx, "default", map[string]client.Query{
//		"customer-7": {Schema: "Person", Properties: map[string][]string{"name": {"Kim Yo Jong"}, "birthDate": {"1989"}}},
//	}, client.MatchOptions{Limit: 5})
//	for _, r := range answers["customer-7"].Results { … }
//
// It needs nothing but the standard library. A Client may be used by several
// goroutines at once.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// A Client is an address and who asks.
type Client struct {
	Base string       // such as http://127.0.0.1:8760
	Key  string       // "" where none is asked for
	HTTP *http.Client // nil means http.DefaultClient
}

// A Query is a party by example: a FollowTheMoney schema and what is known.
type Query struct {
	ID         string              `json:"id,omitempty"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
}

// An Entity is a listed party as FollowTheMoney has it. Values are texts, or
// nested entities where those were asked for.
type Entity struct {
	ID         string           `json:"id"`
	Caption    string           `json:"caption"`
	Schema     string           `json:"schema"`
	Properties map[string][]any `json:"properties"`
	Datasets   []string         `json:"datasets"`
	Referents  []string         `json:"referents"`
	Target     bool             `json:"target"`
	FirstSeen  *string          `json:"first_seen"`
	LastSeen   *string          `json:"last_seen"`
	LastChange *string          `json:"last_change"`
}

// A Result is an entity that a query may be.
type Result struct {
	Entity
	Score        float64            `json:"score"` // 0–1
	Match        bool               `json:"match"` // the score comes to the threshold
	Explanations map[string]Feature `json:"explanations"`
}

// A Feature is what one thing that was compared said.
type Feature struct {
	Score     float64 `json:"score"`
	Detail    string  `json:"detail"`
	Query     string  `json:"query"`
	Candidate string  `json:"candidate"`
}

// A Total is how many results there are.
type Total struct {
	Value    int    `json:"value"`
	Relation string `json:"relation"` // eq, or gte where there may be more
}

// An Answer is what one query gave, the best first.
type Answer struct {
	Status  int      `json:"status"`
	Results []Result `json:"results"`
	Total   Total    `json:"total"`
}

// MatchOptions are those of matching. The zero value is the server's.
type MatchOptions struct {
	Limit         int     // results a query
	Threshold     float64 // score from which a result is a match
	Cutoff        float64 // score from which results are given
	Algorithm     string
	Include       []string // lists
	Exclude       []string
	ExcludeSchema []string
	Topics        []string
	ExcludeIDs    []string
}

// An Error is an answer that says what was wrong.
type Error struct {
	Status int    // of HTTP
	Detail string // in the server's words
}

// Error gives the server's words.
func (e *Error) Error() string { return fmt.Sprintf("%s (status %d)", e.Detail, e.Status) }

// Match asks for up to 100 parties at once.
func (c *Client) Match(ctx context.Context, dataset string, queries map[string]Query, o MatchOptions) (map[string]Answer, error) {
	v := url.Values{"include_dataset": o.Include, "exclude_dataset": o.Exclude, "exclude_schema": o.ExcludeSchema, "topics": o.Topics, "exclude_entity_ids": o.ExcludeIDs}
	if o.Limit > 0 {
		v.Set("limit", strconv.Itoa(o.Limit))
	}
	for name, f := range map[string]float64{"threshold": o.Threshold, "cutoff": o.Cutoff} {
		if f > 0 {
			v.Set(name, strconv.FormatFloat(f, 'f', -1, 64))
		}
	}
	if o.Algorithm != "" {
		v.Set("algorithm", o.Algorithm)
	}
	var out struct {
		Responses map[string]Answer `json:"responses"`
	}
	err := c.do(ctx, http.MethodPost, "/match/"+url.PathEscape(dataset), v, map[string]any{"queries": queries}, &out)
	return out.Responses, err
}

// Search looks for entities by name, with filters as the API has them, such as
// countries, topics, schema, limit and offset.
func (c *Client) Search(ctx context.Context, dataset, q string, filters url.Values) ([]Entity, Total, error) {
	v := url.Values{}
	for name, values := range filters {
		v[name] = values
	}
	v.Set("q", q)
	var out struct {
		Results []Entity `json:"results"`
		Total   Total    `json:"total"`
	}
	err := c.do(ctx, http.MethodGet, "/search/"+url.PathEscape(dataset), v, nil, &out)
	return out.Results, out.Total, err
}

// Entity returns an entity, with what is attached to it where nested.
func (c *Client) Entity(ctx context.Context, id string, nested bool) (*Entity, error) {
	var out Entity
	err := c.do(ctx, http.MethodGet, "/entities/"+url.PathEscape(id), url.Values{"nested": {strconv.FormatBool(nested)}}, nil, &out)
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// A Dataset is a list that the server has.
type Dataset struct {
	Name     string   `json:"name"`
	Title    string   `json:"title"`
	Version  string   `json:"version"`
	Children []string `json:"children"`
}

// Catalog returns the lists that the server has.
func (c *Client) Catalog(ctx context.Context) ([]Dataset, error) {
	var out struct {
		Datasets []Dataset `json:"datasets"`
	}
	err := c.do(ctx, http.MethodGet, "/catalog", nil, nil, &out)
	return out.Datasets, err
}

// mostAnswer bounds what is read of an answer.
const mostAnswer = 256 << 20

func (c *Client) do(ctx context.Context, method, path string, v url.Values, in, out any) error {
	address := strings.TrimSuffix(c.Base, "/") + path
	if len(v) > 0 {
		address += "?" + v.Encode()
	}
	var body io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return err
	}
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.Key != "" {
		r.Header.Set("Authorization", "Bearer "+c.Key)
	}
	h := c.HTTP
	if h == nil {
		h = http.DefaultClient
	}
	a, err := h.Do(r)
	if err != nil {
		return err
	}
	defer a.Body.Close()
	data, err := io.ReadAll(io.LimitReader(a.Body, mostAnswer))
	if err != nil {
		return err
	}
	if a.StatusCode != http.StatusOK {
		var e struct {
			Detail string `json:"detail"`
		}
		if json.Unmarshal(data, &e) != nil || e.Detail == "" {
			e.Detail = http.StatusText(a.StatusCode)
		}
		return &Error{a.StatusCode, e.Detail}
	}
	return json.Unmarshal(data, out)
}
