package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"interdict/document"
	"interdict/server"
	"interdict/service"
)

type site struct {
	*httptest.Server
	t testing.TB
}

func start(t testing.TB, o server.Options) site {
	t.Helper()
	extract := document.NewExtractor(document.Settings{})
	t.Cleanup(func() { extract.Close() })
	o.Extract = extract
	srv, err := server.New(service.New(service.Options{Data: t.TempDir()}), o)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(srv)
	t.Cleanup(s.Close)
	return site{s, t}
}

// ask sends a request and returns status, header and body.
func (s site) ask(method, path, body string, header ...string) (int, http.Header, string) {
	s.t.Helper()
	r, err := http.NewRequest(method, s.URL+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	a, err := client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer a.Body.Close()
	data, err := io.ReadAll(a.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return a.StatusCode, a.Header, string(data)
}

// get is ask for JSON that is there.
func (s site) get(path string, to any) {
	s.t.Helper()
	status, _, body := s.ask("GET", path, "")
	if status != http.StatusOK {
		s.t.Fatalf("%s: %d %s", path, status, body)
	}
	if err := json.Unmarshal([]byte(body), to); err != nil {
		s.t.Fatalf("%s: %v in %s", path, err, body)
	}
}

const kim = `{"queries":{"q1":{"id":"mine","schema":"Person","properties":{"name":["Kim Yo-jong"],"birthDate":"1989","shoeSize":["37"],"nationality":"North Korea"}},
"q2":{"schema":"Company","properties":{"name":["Nobody at All Ltd"]}}}}`

// The shapes that clients of yente read.
func TestMatch(t *testing.T) {
	s := start(t, server.Options{})
	status, header, body := s.ask("POST", "/match/default?limit=2", kim)
	if status != 200 || header.Get("x-batch-size") != "2" || header.Get("Content-Type") != "application/json" {
		t.Fatalf("%d %v %s", status, header, body)
	}
	var out struct {
		Responses map[string]struct {
			Status  int
			Results []struct {
				ID, Caption, Schema string
				Properties          map[string][]string
				Datasets, Referents []string
				Target, Match       bool
				Score               float64
				Explanations        map[string]struct {
					Score                    float64
					Detail, Query, Candidate string
				}
			}
			Total struct {
				Value    int
				Relation string
			}
			Query struct {
				ID, Schema string
				Properties map[string][]string
				Rejected   []struct{ Property, Value string }
			}
		}
		Limit    int
		Warnings []string
	}
	if err := json.Unmarshal([]byte(body), &out); err != nil {
		t.Fatal(err)
	}
	q1 := out.Responses["q1"]
	if out.Limit != 2 || q1.Status != 200 || len(q1.Results) != 1 || q1.Total.Value != 1 || q1.Total.Relation != "eq" || q1.Query.ID != "mine" || q1.Query.Properties["nationality"][0] != "kp" || len(q1.Query.Rejected) != 1 || q1.Query.Rejected[0].Value != "37" {
		t.Fatalf("%+v", out)
	}
	r := q1.Results[0]
	if r.ID != "us_ofac_sdn-21444" || !r.Match || r.Score < 0.7 || !r.Target || len(r.Properties["name"]) == 0 || r.Explanations["name"].Detail == "" || r.Explanations["name"].Candidate == "" || r.Referents == nil {
		t.Errorf("%+v", r)
	}
	if q2 := out.Responses["q2"]; q2.Results == nil || len(q2.Results) != 0 || q2.Total.Value != 0 {
		t.Errorf("%+v", q2)
	}
	for _, tt := range []struct {
		path, body string
		status     int
		detail     string
	}{
		{"/match/default", "", 400, "the body is no JSON"},
		{"/match/default", `{"queries":{}}`, 400, "no queries"},
		{"/match/default", kim + kim, 400, "something stands after"},
		{"/match/default", `{"queries":{"a":null}}`, 400, "no queries"},
		{"/match/default", `{"queries":{"a":{"properties":{"name":"x"}}}}`, 422, "without a schema"},
		{"/match/default", strings.Replace(kim, `{"queries"`, `{"weights":{"name":0.5},"queries"`, 1), 400, "weights: name=0.5"},
		{"/match/default?exclude_entity_ids=a" + strings.Repeat("&exclude_entity_ids=a", 50), kim, 400, "at most 50"},
		{"/match/default", `{"queries":{"a":{"schema":"Starship","properties":{}}}}`, 400, "unknown schema"},
		{"/match/default", `{"queries":{"a":{"schema":"Sanction","properties":{}}}}`, 400, "cannot be matched"},
		{"/match/default", `{"queries":{"a":{"schema":"Person","properties":{"name":{"x":1}}}}}`, 400, "property name"},
		{"/match/default", strings.Replace(kim, `{"queries"`, `{"config":{"magic":1},"queries"`, 1), 400, "unknown config key"},
		{"/match/nowhere", kim, 400, "no dataset"},
		{"/match/default?limit=501", kim, 400, "from 0 to 500"},
		{"/match/default?threshold=x", kim, 400, "threshold=x"},
		{"/match/default?threshold=NaN", kim, 400, "threshold=NaN"},
		{"/match/default?algorithm=magic", kim, 400, "unknown algorithm"},
		{"/match/default?algorithm=logic-v2", kim, 200, ""},
		{"/match/un_sc_sanctions", kim, 200, ""},
	} {
		status, _, body := s.ask("POST", tt.path, tt.body)
		if status != tt.status || !strings.Contains(body, tt.detail) || status != 200 && !strings.HasPrefix(body, `{"detail":"`) {
			t.Errorf("%s %.40s: %d %.200s, want %d %s", tt.path, tt.body, status, body, tt.status, tt.detail)
		}
	}
	for parameter, results := range map[string]int{"include_dataset=un_sc_sanctions": 0, "exclude_dataset=us_ofac_sdn": 0, "exclude_schema=Person": 0, "exclude_entity_ids=us_ofac_sdn-21444": 0,
		"topics=sanction": 1, "topics=role.pep": 0, "limit=0": 0} {
		_, _, body := s.ask("POST", "/match/default?"+parameter, kim)
		if err := json.Unmarshal([]byte(body), &out); err != nil {
			t.Fatal(err)
		}
		if n := len(out.Responses["q1"].Results); n != results {
			t.Errorf("%s: %d results, want %d", parameter, n, results)
		}
	}
	// A weight of 0 turns a feature off; one of a feature that there is not is told.
	var score [2]float64
	for i, weights := range []string{`{}`, `{"birth_date":0,"country_mismatch":0}`} {
		_, _, body := s.ask("POST", "/match/default", strings.Replace(strings.Replace(kim, `"1989"`, `"1950"`, 1), `{"queries"`, `{"weights":`+weights+`,"queries"`, 1))
		out.Warnings = nil
		if err := json.Unmarshal([]byte(body), &out); err != nil || len(out.Responses["q1"].Results) == 0 || len(out.Warnings) != i {
			t.Fatalf("%v %s", err, body)
		}
		score[i] = out.Responses["q1"].Results[0].Score
	}
	if score[0] >= score[1] {
		t.Errorf("with the wrong date of birth %v, without looking at it %v", score[0], score[1])
	}
	many := `{"queries":{`
	for i := range 101 {
		many += fmt.Sprintf(`"q%d":{"schema":"Person","properties":{"name":["x"]}},`, i)
	}
	if status, _, body := s.ask("POST", "/match/default", strings.TrimSuffix(many, ",")+"}}"); status != 400 || !strings.Contains(body, "at most 100") {
		t.Errorf("101 queries: %d %s", status, body)
	}
}

func TestSearchAndEntities(t *testing.T) {
	s := start(t, server.Options{})
	var found struct {
		Results []struct {
			ID, Caption, Schema string
		}
		Facets map[string]struct {
			Label  string
			Values []struct {
				Name, Label string
				Count       int
			}
		}
		Total         struct{ Value int }
		Limit, Offset int
	}
	s.get("/search/default?q=Kim+Yo+Jong", &found)
	if found.Total.Value == 0 || found.Results[0].ID != "us_ofac_sdn-21444" || found.Facets["countries"].Values == nil || found.Facets["datasets"].Label != "datasets" {
		t.Fatalf("%+v", found)
	}
	all := 0
	for _, path := range []string{"/search/default", "/search/default?schema=Person", "/search/default?schema=Person&countries=kp", "/search/default?schema=Person&countries=kp&topics=sanction&filter_op=AND&q=kim&sort=caption:asc"} {
		s.get(path, &found)
		if found.Total.Value == 0 || all != 0 && found.Total.Value > all {
			t.Errorf("%s: %d, of %d before", path, found.Total.Value, all)
		}
		all = found.Total.Value
	}
	if !slices.IsSortedFunc(found.Results, func(a, b struct{ ID, Caption, Schema string }) int { return strings.Compare(a.Caption, b.Caption) }) {
		t.Errorf("not sorted: %v", found.Results)
	}
	s.get("/search/default?limit=1&offset=1", &found)
	if len(found.Results) != 1 || found.Offset != 1 {
		t.Errorf("%+v", found)
	}

	var entity map[string]any
	s.get("/entities/us_ofac_sdn-21444", &entity)
	sanctions, _ := entity["properties"].(map[string]any)["sanctions"].([]any)
	if entity["caption"] != "KIM Yo Jong" || len(sanctions) == 0 {
		t.Errorf("%v", entity)
	}
	s.get("/entities/us_ofac_sdn-21444?nested=false", &entity)
	if entity["properties"].(map[string]any)["sanctions"] != nil {
		t.Errorf("not nested: %v", entity)
	}
	if status, header, _ := s.ask("GET", "/entities/21444?nested=false", ""); status != 308 || header.Get("Location") != "/entities/us_ofac_sdn-21444?nested=false" {
		t.Errorf("a publisher's own id: %d %v", status, header)
	}
	if status, _, body := s.ask("GET", "/entities/nobody", ""); status != 404 || !strings.Contains(body, "no entity") {
		t.Errorf("%d %s", status, body)
	}
	var adjacent struct {
		Entity   struct{ ID string }
		Adjacent map[string]struct {
			Results []struct{ Schema string }
			Total   struct{ Value int }
		}
	}
	s.get("/entities/us_ofac_sdn-21444/adjacent", &adjacent)
	if adjacent.Entity.ID == "" || adjacent.Adjacent["sanctions"].Total.Value == 0 {
		t.Errorf("%+v", adjacent)
	}
	var page struct {
		Results []struct{ Schema string }
		Limit   int
	}
	s.get("/entities/us_ofac_sdn-21444/adjacent/sanctions?limit=1", &page)
	if len(page.Results) != 1 || page.Results[0].Schema != "Sanction" || page.Limit != 1 {
		t.Errorf("%+v", page)
	}
	s.get("/entities/us_ofac_sdn-21444/adjacent/nothing", &page)
	if page.Results == nil || len(page.Results) != 0 {
		t.Errorf("%+v", page)
	}
	var statements struct {
		Results []struct{ Prop, Value, Dataset string }
		Total   struct{ Value int }
	}
	s.get("/statements?entity_id=us_ofac_sdn-21444&prop=name", &statements)
	if len(statements.Results) == 0 || statements.Results[0].Prop != "name" {
		t.Errorf("%+v", statements)
	}
	status, header, body := s.ask("GET", "/catalog", "")
	if status != 200 || !strings.Contains(body, `"name":"default"`) || header.Get("ETag") == "" {
		t.Errorf("%d %v %s", status, header, body)
	}
	if status, _, _ := s.ask("GET", "/catalog", "", "If-None-Match", header.Get("ETag")); status != 304 {
		t.Errorf("an unchanged catalogue: %d", status)
	}
	var ways struct {
		Algorithms []struct{ Name string }
		Default    string
	}
	s.get("/algorithms", &ways)
	if len(ways.Algorithms) != 1 || ways.Default != ways.Algorithms[0].Name {
		t.Errorf("%+v", ways)
	}
}

func TestOwnAPI(t *testing.T) {
	s := start(t, server.Options{})
	for _, tt := range []struct {
		path, kind, body string
		status           int
		want             string
	}{
		{"/api/v1/screen", "application/json", `{"id":"7","name":"Kim Yo Jong"}`, 200, `"basis":"`},
		{"/api/v1/screen", "application/json", `{"schema":"Person"}`, 400, "no name and no identifier"},
		{"/api/v1/screen", "application/json", `{"name":"x","threshold":2}`, 400, "from 0.5 to 1"},
		{"/api/v1/screen/file", "text/csv", "name\nKim Yo Jong\nAda Lovelace\n", 200, `"screened":2`},
		{"/api/v1/screen/file?hits_only=true", "text/csv", "name\nAda Lovelace\n", 200, `{"summary":`},
		{"/api/v1/screen/file", "text/csv", "", 400, "the file is empty"},
		{"/api/v1/text", "text/plain", "They met Kim Yo-jong.", 200, `"start":9`},
		{"/api/v1/text", "application/json", `{"text":"nobody"}`, 200, `"mentions":[]`},
		{"/api/v1/compare", "application/json", `{"name1":"Kim Yo Jong","name2":"Kim Yojong"}`, 200, `"match":true`},
		{"/api/v1/compare", "application/json", `{"name1":"x"}`, 400, "name2"},
		{"/api/v1/read?date=2024-05-16", "text/plain", "PYONGYANG — Kim Yo Jong denied that North Korea had sold arms to Russia.", 200, `"type":"DENY"`},
		{"/api/v1/read?date=someday", "text/plain", "x", 400, "date=someday"},
		{"/api/v1/read", "application/octet-stream", "\x00\x01\x02\x03\x00\x00", 400, "detail"},
	} {
		status, _, body := s.ask("POST", tt.path, tt.body, "Content-Type", tt.kind)
		if status != tt.status || !strings.Contains(body, tt.want) {
			t.Errorf("%s %.40q: %d %.300s, want %d %s", tt.path, tt.body, status, body, tt.status, tt.want)
		}
	}
	for path, want := range map[string]string{
		"/api/v1/lists": `"source":"us_ofac_sdn"`, "/api/v1/entities/21444": `"party":`, "/openapi.json": `"openapi": "3.1.0"`, "/docs": "/api/v1/screen/file", "/healthz": "ok", "/readyz": "ok",
		"/metrics": "interdict_queries_total",
	} {
		if status, _, body := s.ask("GET", path, ""); status != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d %.200s", path, status, body)
		}
	}
	for _, path := range []string{"/api/v1/entities/nobody", "/api/v1/basis/nothing", "/nowhere"} {
		if status, _, body := s.ask("GET", path, ""); status != 404 || !strings.Contains(body, "detail") {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	if status, _, _ := s.ask("GET", "/api/v1/lists/nowhere/history", ""); status != 400 {
		t.Errorf("history of no list: %d", status)
	}
}

// Every route that is described is there, and every one that is there described.
func TestDescription(t *testing.T) {
	s := start(t, server.Options{})
	var api struct {
		OpenAPI string
		Paths   map[string]map[string]any
	}
	s.get("/openapi.json", &api)
	for path, methods := range api.Paths {
		for method := range methods {
			path := strings.NewReplacer("{dataset}", "default", "{id}", "us_ofac_sdn-21444", "{property}", "sanctions", "{source}", "us_ofac_sdn", "{hash}", "0123456789abcdef").Replace(path)
			if status, _, body := s.ask(strings.ToUpper(method), path, ""); status == 405 || status == 404 && strings.Contains(body, "nothing is at") {
				t.Errorf("%s %s is described and not there: %d %s", method, path, status, body)
			}
		}
	}
}

func TestWhoMayAsk(t *testing.T) {
	data := t.TempDir()
	keys := server.OpenKeys(data)
	secrets := map[string]string{}
	for name, scopes := range map[string][]server.Scope{"screener": {server.Screen}, "reader": {server.Read}, "boss": {server.Admin}} {
		secret, err := keys.Add(name, scopes)
		if err != nil {
			t.Fatal(err)
		}
		secrets[name] = "Bearer " + secret
	}
	if _, err := keys.Add("boss", []server.Scope{server.Screen}); err == nil {
		t.Error("two keys of one name")
	}
	if _, err := keys.Add("x", []server.Scope{"everything"}); err == nil {
		t.Error("a scope that is none")
	}
	updated := 0
	update := func(context.Context) error { updated++; return nil }
	mounts := map[string]http.Handler{"/mcp": http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
	open := start(t, server.Options{Keys: keys, Update: update, Mounts: mounts})
	closed := start(t, server.Options{Keys: keys, NeedKey: true, Update: update, Mounts: mounts, Hosts: []string{"screening.example.org"}})
	const screen, read, change = "POST /match/default", "POST /api/v1/read", "POST /updatez?sync=true"
	for _, tt := range []struct {
		site    site
		request string
		header  []string
		status  int
	}{
		{open, screen, nil, 200},
		{open, change, nil, 401},
		{open, change, []string{"Authorization", secrets["screener"]}, 403},
		{open, change, []string{"Authorization", secrets["boss"]}, 200},
		{open, screen, []string{"Authorization", "Bearer wrong"}, 401},
		{closed, screen, nil, 401},
		{closed, screen, []string{"Authorization", secrets["screener"]}, 200},
		{closed, screen, []string{"X-Api-Key", strings.TrimPrefix(secrets["screener"], "Bearer ")}, 200},
		{closed, read, []string{"Authorization", secrets["screener"]}, 403},
		{closed, read, []string{"Authorization", secrets["reader"]}, 200},
		{closed, screen, []string{"Authorization", secrets["reader"]}, 403},
		{closed, "GET /healthz", nil, 200},
		{closed, "POST /mcp", []string{"Authorization", secrets["screener"]}, 403},
		{closed, "POST /mcp", []string{"Authorization", secrets["boss"]}, 200},
		{open, "POST /mcp", []string{"Host", "evil.example"}, 421},
		{open, "POST /mcp", []string{"Origin", "https://evil.example"}, 403},
		{closed, "GET /metrics", nil, 401},
		{closed, "GET /metrics", []string{"Authorization", secrets["boss"]}, 200},
		// A page whose name points here, and a page of another site.
		{open, screen, []string{"Host", "evil.example:8760"}, 421},
		{open, "GET /search/default?q=kim", []string{"Host", "evil.example"}, 421},
		{open, screen, []string{"Host", "localhost:8760"}, 200},
		{open, screen, []string{"Host", "[::1]:8760"}, 200},
		{closed, screen, []string{"Host", "screening.example.org", "Authorization", secrets["screener"]}, 200},
		{open, screen, []string{"Origin", "https://evil.example"}, 403},
		{open, screen, []string{"Origin", "null"}, 403},
		{open, screen, []string{"Sec-Fetch-Site", "cross-site"}, 403},
	} {
		method, path, _ := strings.Cut(tt.request, " ")
		body := kim
		if tt.request == read {
			body = "Nothing happened."
		}
		status, header, answer := tt.site.ask(method, path, body, tt.header...)
		if status != tt.status {
			t.Errorf("%s %v: %d %.200s, want %d", tt.request, tt.header, status, answer, tt.status)
		}
		if header.Get("Content-Security-Policy") == "" || header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: without the headers of security: %v", tt.request, header)
		}
	}
	if updated != 1 {
		t.Errorf("updated %d times", updated)
	}
	if err := keys.Remove("boss"); err != nil {
		t.Fatal(err)
	}
	if status, _, _ := open.ask("POST", "/updatez", "", "Authorization", secrets["boss"]); status != 401 {
		t.Errorf("a key that was removed: %d", status)
	}
	kept, err := server.OpenKeys(data).List()
	if err != nil {
		t.Fatal(err)
	}
	text, _ := json.Marshal(kept)
	for _, secret := range secrets {
		if bytes.Contains(text, []byte(strings.TrimPrefix(secret, "Bearer "))) {
			t.Error("a secret is kept")
		}
	}
}

func TestBounds(t *testing.T) {
	s := start(t, server.Options{Body: 1 << 10, Rate: 1})
	if status, _, body := s.ask("POST", "/match/default", strings.Repeat("x", 2<<10)); status != 413 || !strings.Contains(body, "too large") {
		t.Errorf("a large body: %d %s", status, body)
	}
	limited := false
	for range 5 {
		if status, header, _ := s.ask("GET", "/algorithms", ""); status == 429 {
			limited = header.Get("Retry-After") != ""
		}
	}
	if !limited {
		t.Error("five requests at one a second, and none was refused")
	}

	// A body whose length is not said is cut off all the same.
	s = start(t, server.Options{Body: 1 << 10})
	r, err := http.NewRequest("POST", s.URL+"/match/default", io.MultiReader(strings.NewReader(`{"queries":`), strings.NewReader(strings.Repeat(" ", 4<<10))))
	if err != nil {
		t.Fatal(err)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	a.Body.Close()
	if a.StatusCode != 413 {
		t.Errorf("a large body of unknown length: %d", a.StatusCode)
	}

	// One that is cut off, and one that is no HTTP, leave the server answering.
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, request := range []string{"POST /match/default HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{", "\x00\x01\x02\r\n\r\n"} {
		c, err := net.Dial("tcp", u.Host)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(c, request); err != nil {
			t.Fatal(err)
		}
		c.Close()
	}
	if status, _, _ := s.ask("GET", "/healthz", ""); status != 200 {
		t.Errorf("afterwards: %d", status)
	}
}

// What was begun is finished when the server is told to stop.
func TestGracefulStop(t *testing.T) {
	began, release := make(chan struct{}), make(chan struct{})
	srv, err := server.New(service.New(service.Options{Data: t.TempDir()}), server.Options{Mounts: map[string]http.Handler{"GET /slow": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(began)
		<-release
		io.WriteString(w, "done")
	})}})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(ctx, l) }()
	answer := make(chan string, 1)
	go func() {
		a, err := http.Get("http://" + l.Addr().String() + "/slow")
		if err != nil {
			answer <- err.Error()
			return
		}
		defer a.Body.Close()
		b, _ := io.ReadAll(a.Body)
		answer <- string(b)
	}()
	<-began
	stop()
	time.Sleep(20 * time.Millisecond)
	close(release)
	if got := <-answer; got != "done" {
		t.Errorf("the answer under way: %q", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("stopping: %v", err)
	}
}
