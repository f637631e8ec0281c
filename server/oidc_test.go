package server_test

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"interdict/server"
	"interdict/service"
)

// identityProvider is a small OpenID Connect provider that says of whoever comes
// that it is Ada.
type identityProvider struct {
	*httptest.Server
	key    *rsa.PrivateKey
	claims map[string]any // of the ID token, over those that it has otherwise
	info   map[string]any // of userinfo
	sign   func(claims map[string]any) string
	codes  map[string]url.Values // what each was asked for with
	t      *testing.T
}

func newIdentityProvider(t *testing.T) *identityProvider {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &identityProvider{key: key, codes: map[string]url.Values{}, t: t}
	p.sign = func(claims map[string]any) string { return p.token(`{"alg":"RS256","kid":"1"}`, claims, p.rs256) }
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys", "userinfo_endpoint": p.URL + "/info",
			"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"keys": []any{map[string]string{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1", "n": base64.RawURLEncoding.EncodeToString(key.N.Bytes()), "e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes())}}})
	})
	mux.HandleFunc("GET /authorize", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if q.Get("client_id") != "interdict" || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || q.Get("state") == "" || q.Get("nonce") == "" || !strings.Contains(q.Get("scope"), "openid") {
			t.Errorf("asked with %v", q)
		}
		code := rand.Text()
		p.codes[code] = q
		http.Redirect(w, r, q.Get("redirect_uri")+"?"+url.Values{"code": {code}, "state": {q.Get("state")}}.Encode(), http.StatusFound)
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		asked, ok := p.codes[r.PostFormValue("code")]
		delete(p.codes, r.PostFormValue("code"))
		verifier := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		id, secret, _ := r.BasicAuth()
		if !ok || id != "interdict" || secret != "secret" || base64.RawURLEncoding.EncodeToString(verifier[:]) != asked.Get("code_challenge") {
			w.WriteHeader(http.StatusBadRequest)
			answer(w, map[string]string{"error": "invalid_grant"})
			return
		}
		claims := map[string]any{"iss": p.URL, "sub": "42", "aud": "interdict", "nonce": asked.Get("nonce"), "iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix(), "email": "Ada@Example.org", "email_verified": true, "groups": []string{"analysts", "staff"}}
		for name, value := range p.claims {
			if claims[name] = value; value == nil {
				delete(claims, name)
			}
		}
		answer(w, map[string]any{"access_token": "access", "token_type": "Bearer", "id_token": p.sign(claims)})
	})
	mux.HandleFunc("GET /info", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer access" {
			t.Error("userinfo without its token")
		}
		answer(w, p.info)
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func answer(w http.ResponseWriter, v any) {
	data, _ := json.Marshal(v) // maps of texts
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(data)
}

func (p *identityProvider) token(head string, claims map[string]any, sign func(string) []byte) string {
	body, err := json.Marshal(claims)
	if err != nil {
		p.t.Fatal(err)
	}
	text := base64.RawURLEncoding.EncodeToString([]byte(head)) + "." + base64.RawURLEncoding.EncodeToString(body)
	return text + "." + base64.RawURLEncoding.EncodeToString(sign(text))
}

func (p *identityProvider) rs256(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	out, err := rsa.SignPKCS1v15(rand.Reader, p.key, crypto.SHA256, sum[:])
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}

// person is a browser at a server that people sign in to.
type personAt struct {
	*httptest.Server
	*http.Client
	t *testing.T
}

// signInServer is a server over TLS whose one page says who asks.
func signInServer(t *testing.T, o server.Options) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(nil)
	if o.OpenID != nil {
		o.OpenID.Redirect = "https://" + s.Listener.Addr().String()
	}
	o.NeedKey, o.SignIn = true, true
	o.Mounts = map[string]http.Handler{"/": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := server.CallerOf(r)
		fmt.Fprintf(w, "%s %s: name %s, owner %s", r.Method, r.URL.Path, c.Name, c.Owner())
	})}
	srv, err := server.New(service.New(service.Options{Data: t.TempDir()}), o)
	if err != nil {
		t.Fatal(err)
	}
	s.Config.Handler = srv
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func newPerson(t *testing.T, s *httptest.Server) *personAt {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := *s.Client()
	client.Jar = jar
	return &personAt{s, &client, t}
}

// send sends what a browser would.
func (p *personAt) send(method, path string, form url.Values, header ...string) (*http.Response, string) {
	p.t.Helper()
	r, err := http.NewRequest(method, p.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", p.URL)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for i := 0; i < len(header); i += 2 {
		if r.Header.Set(header[i], header[i+1]); header[i+1] == "" {
			r.Header.Del(header[i])
		}
	}
	a, err := p.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return a, string(body)
}

func (p *identityProvider) options() server.Options {
	return server.Options{OpenID: &server.OpenID{Issuer: p.URL, Client: "interdict", Secret: "secret", Name: "Example",
		Grants: []server.Grant{{Kind: "group", Name: "analysts", Scopes: []server.Scope{server.Screen}}, {Kind: "email", Name: "ada@example.org", Scopes: []server.Scope{server.Read}}}}}
}

// A person is sent to sign in, comes back to the page that was wanted, may do what
// they are let, and is nobody after signing out.
func TestSignInByProvider(t *testing.T) {
	provider := newIdentityProvider(t)
	ada := newPerson(t, signInServer(t, provider.options()))
	a, body := ada.send("GET", "/search?q=kim", nil)
	if a.Request.URL.Path != "/sign-in" || a.StatusCode != 200 || !strings.Contains(body, "Sign in with Example") || !strings.Contains(body, "/sign-in/begin?next=%2fsearch%3fq%3dkim") || strings.Contains(body, `type="password"`) {
		t.Fatalf("%s %d %s", a.Request.URL, a.StatusCode, body)
	}
	a, body = ada.send("GET", "/sign-in/begin?next="+url.QueryEscape("/search?q=kim"), nil)
	if a.StatusCode != 200 || a.Request.URL.RequestURI() != "/search?q=kim" || body != "GET /search: name ada@example.org, owner person ada@example.org" {
		t.Fatalf("%s %d %s", a.Request.URL, a.StatusCode, body)
	}
	base, err := url.Parse(ada.URL)
	if err != nil {
		t.Fatal(err)
	}
	cookies := ada.Jar.Cookies(base)
	if len(cookies) != 1 || cookies[0].Name != "__Host-interdict" || len(cookies[0].Value) < 43 {
		t.Fatalf("cookies %v", cookies)
	}
	if a, _ := ada.send("GET", "/read", nil); a.StatusCode != 200 {
		t.Errorf("a page of the second grant: %d", a.StatusCode)
	}
	if a, body := ada.send("GET", "/metrics", nil); a.StatusCode != 403 || !strings.Contains(body, "which you do not have") {
		t.Errorf("what only an admin may see: %d %s", a.StatusCode, body)
	}
	if a, _ := ada.send("POST", "/updatez", nil); a.StatusCode != 403 {
		t.Errorf("what is not granted: %d", a.StatusCode)
	}

	// What changes something comes from a page of the server.
	for what, header := range map[string][]string{
		"another site's form": {"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, "a neighbour's": {"Sec-Fetch-Site", "same-site"},
		"a form of nobody": {"Origin", "", "Sec-Fetch-Site", ""}, "a sandbox": {"Origin", "null", "Sec-Fetch-Site", ""},
	} {
		if a, body := ada.send("POST", "/batch", nil, header...); a.StatusCode != 403 {
			t.Errorf("%s: %d %s", what, a.StatusCode, body)
		}
	}
	if a, body := ada.send("POST", "/batch", nil); a.StatusCode != 200 {
		t.Errorf("its own form: %d %s", a.StatusCode, body)
	}

	if a, _ := ada.send("POST", "/sign-out", nil); a.Request.URL.Path != "/sign-in" {
		t.Errorf("signed out, and at %s", a.Request.URL)
	}
	if left := ada.Jar.Cookies(base); len(left) != 0 {
		t.Errorf("cookies left: %v", left)
	}
	ada.Jar.SetCookies(base, cookies) // somebody who had kept it
	if a, _ := ada.send("GET", "/", nil); a.Request.URL.Path != "/sign-in" {
		t.Errorf("the session is still there: %s", a.Request.URL)
	}
}

// Nobody comes in by what is not from the provider, for this server and this
// sign-in, or who is not let in.
func TestSignInRefused(t *testing.T) {
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	set := func(name string, value any) func(*identityProvider) {
		return func(p *identityProvider) { p.claims = map[string]any{name: value} }
	}
	for what, change := range map[string]func(*identityProvider){
		"another nonce":  set("nonce", "x"),
		"no nonce":       set("nonce", nil),
		"another client": set("aud", "other"),
		"several, for another": func(p *identityProvider) {
			p.claims = map[string]any{"aud": []string{"interdict", "other"}, "azp": "other"}
		},
		"another issuer": set("iss", "https://evil.example"),
		"out of date":    set("exp", time.Now().Add(-time.Minute).Unix()),
		"nobody's group": func(p *identityProvider) {
			p.claims = map[string]any{"groups": []string{"guests"}, "email_verified": false}
		},
		"a group within a name": func(p *identityProvider) {
			p.claims = map[string]any{"groups": "analysts2", "email": "eve@example.org"}
		},
		"an address not verified": func(p *identityProvider) {
			p.claims = map[string]any{"groups": nil, "email_verified": nil}
			p.info = map[string]any{"sub": "42"}
		},
		"userinfo of another": func(p *identityProvider) {
			p.claims = map[string]any{"groups": nil}
			p.info = map[string]any{"sub": "43", "groups": "analysts"}
		},
		"signed by another": func(p *identityProvider) { p.key = other },
		"signed by nobody": func(p *identityProvider) {
			p.sign = func(c map[string]any) string { return p.token(`{"alg":"none"}`, c, func(string) []byte { return nil }) }
		},
		"signed by the public key": func(p *identityProvider) {
			p.sign = func(c map[string]any) string {
				return p.token(`{"alg":"HS256","kid":"1"}`, c, func(text string) []byte {
					mac := hmac.New(sha256.New, x509.MarshalPKCS1PublicKey(&p.key.PublicKey))
					mac.Write([]byte(text))
					return mac.Sum(nil)
				})
			}
		},
	} {
		provider := newIdentityProvider(t)
		change(provider)
		eve := newPerson(t, signInServer(t, provider.options()))
		a, body := eve.send("GET", "/sign-in/begin", nil)
		if a.StatusCode < 400 || !strings.Contains(body, `role="alert"`) {
			t.Errorf("%s: %d %s", what, a.StatusCode, body)
		}
		if a, body := eve.send("GET", "/", nil); a.Request.URL.Path != "/sign-in" {
			t.Errorf("%s: let in: %s", what, body)
		}
	}
}

// Groups that only userinfo tells, or that are within another claim, count too.
func TestSignInGroups(t *testing.T) {
	for claim, change := range map[string]func(*identityProvider){
		"groups": func(p *identityProvider) {
			p.claims = map[string]any{"groups": nil}
			p.info = map[string]any{"sub": "42", "groups": []string{"analysts"}}
		},
		"realm_access.roles": func(p *identityProvider) {
			p.claims = map[string]any{"groups": nil, "realm_access": map[string]any{"roles": []string{"analysts"}}}
		},
		"role": func(p *identityProvider) { p.claims = map[string]any{"role": "analysts"} },
	} {
		provider := newIdentityProvider(t)
		change(provider)
		o := provider.options()
		o.OpenID.Claim, o.OpenID.Grants = claim, o.OpenID.Grants[:1]
		if _, body := newPerson(t, signInServer(t, o)).send("GET", "/sign-in/begin", nil); !strings.Contains(body, "owner person ada@example.org") {
			t.Errorf("%s: %s", claim, body)
		}
	}
}

// The browser that comes back is the one that left, and comes once.
func TestSignInIsTheSameBrowser(t *testing.T) {
	provider := newIdentityProvider(t)
	s := signInServer(t, provider.options())
	ada, eve := newPerson(t, s), newPerson(t, s)
	var back string
	ada.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if r.URL.Path == "/sign-in/back" {
			back = r.URL.RequestURI()
			return http.ErrUseLastResponse
		}
		return nil
	}
	ada.send("GET", "/sign-in/begin", nil)
	if a, _ := eve.send("GET", back, nil); a.StatusCode != 403 {
		t.Errorf("another browser comes back: %d", a.StatusCode)
	}
	if a, _ := ada.send("GET", strings.Replace(back, "state=", "state=x", 1), nil); a.StatusCode != 403 {
		t.Errorf("another state: %d", a.StatusCode)
	}
	if a, _ := ada.send("GET", back, nil); a.StatusCode != 403 {
		t.Errorf("what was sent along is good for one time: %d", a.StatusCode)
	}
	ada.send("GET", "/sign-in/begin", nil)
	ada.CheckRedirect = nil
	if a, body := ada.send("GET", back, nil); a.StatusCode != 200 || !strings.Contains(body, "name ada@example.org") {
		t.Errorf("%d %s", a.StatusCode, body)
	}
	if a, _ := ada.send("GET", back, nil); a.StatusCode != 403 {
		t.Errorf("a code again: %d", a.StatusCode)
	}
}

// People use the pages with a key where there is no provider.
func TestSignInByKey(t *testing.T) {
	data := t.TempDir()
	keys := server.OpenKeys(data)
	secret, err := keys.Add("analysts", []server.Scope{server.Screen})
	if err != nil {
		t.Fatal(err)
	}
	ada := newPerson(t, signInServer(t, server.Options{Keys: keys}))
	if a, body := ada.send("POST", "/sign-in", url.Values{"key": {"wrong"}}); a.StatusCode != 401 || !strings.Contains(body, "not known") {
		t.Errorf("a wrong key: %d %s", a.StatusCode, body)
	}
	if a, _ := ada.send("POST", "/sign-in", url.Values{"key": {secret}}, "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"); a.StatusCode != 403 {
		t.Errorf("another site's form signs somebody in: %d", a.StatusCode)
	}
	for next, want := range map[string]string{"/lists": "/lists", "": "/", "https://evil.example/": "/", "//evil.example": "/", "/\\evil.example": "/", "/sign-in/begin": "/", "javascript:alert(1)": "/", "/entry/x?as-of=2024-01-01": "/entry/x?as-of=2024-01-01"} {
		a, body := ada.send("POST", "/sign-in", url.Values{"key": {" " + secret + "\n"}, "next": {next}})
		if a.StatusCode != 200 || a.Request.URL.RequestURI() != want || a.Request.URL.Host != strings.TrimPrefix(ada.URL, "https://") || !strings.Contains(body, "name analysts, owner key analysts") {
			t.Errorf("next %q: %s %d %s", next, a.Request.URL, a.StatusCode, body)
		}
	}
	if a, _ := ada.send("GET", "/read", nil); a.StatusCode != 403 {
		t.Errorf("a scope that the key has not: %d", a.StatusCode)
	}
	// Programs are not sent to a page.
	if a, body := newPerson(t, ada.Server).send("GET", "/catalog", nil, "Accept", "application/json"); a.StatusCode != 401 || !strings.Contains(body, "needs a key") {
		t.Errorf("a program: %d %s", a.StatusCode, body)
	}
	if err := keys.Remove("analysts"); err != nil {
		t.Fatal(err)
	}
	if a, _ := ada.send("GET", "/", nil); a.Request.URL.Path != "/sign-in" {
		t.Errorf("the key is gone and its session is not: %s", a.Request.URL)
	}
}

// Without HTTPS a browser keeps no session, but on the loopback; the page says so.
func TestSignInSaysHTTPS(t *testing.T) {
	s := start(t, server.Options{SignIn: true, NeedKey: true, Hosts: []string{"screening.example.org"}})
	for host, want := range map[string]bool{"screening.example.org": true, "10.0.0.7:8760": true, "localhost:8760": false, "127.0.0.1": false, "[::1]:8760": false} {
		_, _, body := s.ask("GET", "/sign-in", "", "Host", host)
		if got := strings.Contains(body, "over HTTPS only"); got != want {
			t.Errorf("%s: %v", host, got)
		}
	}
	if _, _, body := s.ask("GET", "/sign-in", "", "Host", "screening.example.org", "X-Forwarded-Proto", "https"); strings.Contains(body, "over HTTPS only") {
		t.Error("behind a proxy with HTTPS")
	}
}

// A server whose settings cannot be meant does not start.
func TestSignInSettings(t *testing.T) {
	good := server.OpenID{Issuer: "https://login.example.org", Client: "x", Redirect: "https://here.example.org", Grants: []server.Grant{{Kind: "everyone", Scopes: []server.Scope{server.Screen}}}}
	for what, change := range map[string]func(*server.OpenID){
		"": func(*server.OpenID) {}, "no https address": func(o *server.OpenID) { o.Issuer = "http://login.example.org" }, "needs the id": func(o *server.OpenID) { o.Client = "" },
		"nobody would be let in": func(o *server.OpenID) { o.Grants = nil }, "without a path": func(o *server.OpenID) { o.Redirect += "/x" }, `"http://here`: func(o *server.OpenID) { o.Redirect = "http://here.example.org" },
	} {
		o := good
		change(&o)
		if _, err := server.New(service.New(service.Options{Data: t.TempDir()}), server.Options{OpenID: &o}); (err == nil) != (what == "") || err != nil && !strings.Contains(err.Error(), what) {
			t.Errorf("%q: %v", what, err)
		}
	}
	for text, want := range map[string]string{
		"group:analysts=screen,read": "{group analysts [screen read]}", "group:a=b=admin": "{group a=b [admin]}", "email:ada@example.org=lists": "{email ada@example.org [lists]}", "domain:@example.org=screen": "{domain example.org [screen]}", "everyone=screen": "{everyone  [screen]}",
		"group:=screen": "", "group:x": "", "group:x=": "", "group:x=fly": "", "email:ada=screen": "", "domain:org=screen": "", "domain:a@b.org=screen": "", "everyone:x=screen": "", "x=screen": "", "": "",
	} {
		g, err := server.ParseGrant(text)
		if (err == nil) != (want != "") || err == nil && fmt.Sprint(g) != want {
			t.Errorf("%q: %v %v", text, g, err)
		}
	}
}
