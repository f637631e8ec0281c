package server

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// OpenID says how people sign in by an OpenID Connect provider: the authorization
// code flow with PKCE (RFC 7636), state and nonce.
type OpenID struct {
	Issuer   string   // the provider's address
	Client   string   // this server's id there
	Secret   string   // "" for a public client
	Redirect string   // this server's address as browsers know it, without a path
	Claim    string   // that holds the groups, parts joined by dots: groups, realm_access.roles; "" for groups
	Scopes   []string // that are asked for besides openid, email and profile
	Grants   []Grant  // who may do what; nobody else is let in
	Name     string   // of the provider, for the page; "" for the host of the issuer
}

// Bounds on signing in.
const (
	signInTime   = 10 * time.Minute // from leaving for the provider to coming back
	providerTime = 10 * time.Second // for what the provider is asked
)

// signInCookie holds, sealed, what was sent to the provider: the browser that
// comes back is the one that left.
const signInCookie = "__Host-interdict-signing-in"

// provider signs people in.
type provider struct {
	o    OpenID
	http http.Client
	seal cipher.AEAD // of what goes to the provider; the key is the process's own

	mu    sync.Mutex
	found *oidc.Provider // once it was asked
}

// check is an error where the settings cannot be meant.
func (o *OpenID) check() error {
	issuer, err := url.Parse(o.Issuer)
	switch {
	case err != nil || issuer.Host == "" || issuer.Scheme != "https" && !(issuer.Scheme == "http" && loopbackName(issuer.Hostname())):
		return fmt.Errorf("OpenID Connect: the issuer %q is no https address", o.Issuer)
	case o.Client == "":
		return errors.New("OpenID Connect: it needs the id that the provider knows this server by")
	case len(o.Grants) == 0:
		return errors.New("OpenID Connect: nobody would be let in: say who may do what, such as group:analysts=screen,read or domain:example.org=screen")
	}
	back, err := url.Parse(o.Redirect)
	if err != nil || back.Host == "" || back.Path != "" || back.Scheme != "https" && !(back.Scheme == "http" && loopbackName(back.Hostname())) {
		return fmt.Errorf("OpenID Connect: %q is no https address without a path, by which browsers know this server", o.Redirect)
	}
	return nil
}

func loopbackName(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

func newProvider(o OpenID) (*provider, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if o.Claim == "" {
		o.Claim = "groups"
	}
	if o.Name == "" {
		u, err := url.Parse(o.Issuer)
		if err != nil {
			return nil, err
		}
		o.Name = u.Hostname()
	}
	var key [32]byte
	_, _ = rand.Read(key[:]) // never fails
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	seal, err := cipher.NewGCM(block)
	return &provider{o: o, http: http.Client{Timeout: providerTime}, seal: seal}, err
}

// discover asks the provider where what is, once.
func (p *provider) discover(ctx context.Context) (*oidc.Provider, *oauth2.Config, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found == nil {
		// The keys are fetched anew later too, in the context that is given here.
		found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), &p.http), p.o.Issuer)
		if err != nil {
			return nil, nil, fmt.Errorf("the provider %s cannot be asked: %w", p.o.Issuer, err)
		}
		p.found = found
	}
	scopes := append([]string{oidc.ScopeOpenID, "email", "profile"}, p.o.Scopes...)
	return p.found, &oauth2.Config{ClientID: p.o.Client, ClientSecret: p.o.Secret, RedirectURL: p.o.Redirect + "/sign-in/back", Endpoint: p.found.Endpoint(), Scopes: scopes}, nil
}

// leaving is what somebody left for the provider with.
type leaving struct {
	State    string    `json:"state"`
	Nonce    string    `json:"nonce"`
	Verifier string    `json:"verifier"`
	Next     string    `json:"next"` // the page that was wanted
	Until    time.Time `json:"until"`
}

// leave returns where to send somebody, and the cookie to send along.
func (p *provider) leave(ctx context.Context, next string) (to string, _ *http.Cookie, err error) {
	_, config, err := p.discover(ctx)
	if err != nil {
		return "", nil, err
	}
	l := leaving{random(), random(), oauth2.GenerateVerifier(), next, time.Now().Add(signInTime)}
	sealed, err := p.sealed(&l)
	if err != nil {
		return "", nil, err
	}
	return config.AuthCodeURL(l.State, oidc.Nonce(l.Nonce), oauth2.S256ChallengeOption(l.Verifier)), cookie(signInCookie, sealed, signInTime), nil
}

func (p *provider) sealed(l *leaving) (string, error) {
	plain, err := json.Marshal(l)
	if err != nil {
		return "", err
	}
	nonce := make([]byte, p.seal.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return base64.RawURLEncoding.EncodeToString(p.seal.Seal(nonce, nonce, plain, nil)), nil
}

var errSignIn = errors.New("the sign-in took too long or was begun in another window; try again")

func (p *provider) unsealed(text string) (l leaving, err error) {
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(data) < p.seal.NonceSize() {
		return l, errSignIn
	}
	plain, err := p.seal.Open(nil, data[:p.seal.NonceSize()], data[p.seal.NonceSize():], nil)
	if err != nil || json.Unmarshal(plain, &l) != nil || time.Now().After(l.Until) {
		return l, errSignIn
	}
	return l, nil
}

// back takes somebody in who comes from the provider.
func (p *provider) back(r *http.Request) (Caller, leaving, error) {
	var c Caller
	had, err := r.Cookie(signInCookie)
	if err != nil {
		return c, leaving{}, errSignIn
	}
	l, err := p.unsealed(had.Value)
	if err != nil {
		return c, l, err
	}
	q := r.URL.Query()
	switch {
	case q.Get("state") != l.State, q.Get("iss") != "" && q.Get("iss") != p.o.Issuer: // RFC 9207
		return c, l, errSignIn
	case q.Get("error") != "":
		return c, l, fmt.Errorf("the provider answers %q", q.Get("error"))
	}
	who, err := p.person(r.Context(), q.Get("code"), &l)
	if err != nil {
		return c, l, err
	}
	c, err = who.caller(p.o.Grants)
	return c, l, err
}

// person asks the provider who it is that a code stands for.
func (p *provider) person(ctx context.Context, code string, l *leaving) (*person, error) {
	found, config, err := p.discover(ctx)
	if err != nil {
		return nil, err
	}
	ctx = oidc.ClientContext(ctx, &p.http)
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(l.Verifier))
	if err != nil {
		return nil, fmt.Errorf("the provider takes the code of the sign-in not: %w", err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return nil, errors.New("the provider gave no ID token")
	}
	id, err := found.Verifier(&oidc.Config{ClientID: p.o.Client}).Verify(ctx, raw)
	if err != nil {
		return nil, fmt.Errorf("the provider's ID token does not hold: %w", err)
	}
	claims := map[string]any{}
	if err := id.Claims(&claims); err != nil {
		return nil, err
	}
	if id.Nonce != l.Nonce || len(id.Audience) > 1 && claims["azp"] != p.o.Client {
		return nil, errors.New("the provider's ID token is for another sign-in")
	}
	if _, told := claimAt(claims, p.o.Claim); !told || claims["email"] == nil {
		if err := p.more(ctx, found, token, id.Subject, claims); err != nil {
			return nil, err
		}
	}
	return personOf(id.Subject, claims, p.o.Claim), nil
}

// more adds the claims that the provider tells only when asked for them.
func (p *provider) more(ctx context.Context, found *oidc.Provider, token *oauth2.Token, subject string, claims map[string]any) error {
	if found.UserInfoEndpoint() == "" {
		return nil
	}
	info, err := found.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return fmt.Errorf("the provider does not tell who it is: %w", err)
	}
	if info.Subject != subject { // OpenID Connect Core 5.3.2
		return errors.New("the provider tells of somebody else")
	}
	told := map[string]any{}
	if err := info.Claims(&told); err != nil {
		return err
	}
	for name, value := range told {
		if _, have := claims[name]; !have {
			claims[name] = value
		}
	}
	return nil
}

func personOf(subject string, claims map[string]any, claim string) *person {
	p := &person{subject: subject}
	if email, _ := claims["email"].(string); claims["email_verified"] == true || claims["email_verified"] == "true" {
		p.email = strings.ToLower(email)
	}
	value, _ := claimAt(claims, claim)
	switch v := value.(type) {
	case string:
		p.groups = []string{v}
	case []any:
		for _, x := range v {
			if s, ok := x.(string); ok && !slices.Contains(p.groups, s) {
				p.groups = append(p.groups, s)
			}
		}
	}
	return p
}

// claimAt returns a claim by its name, or by names joined by dots where it is in
// another.
func claimAt(claims map[string]any, name string) (any, bool) {
	if v, ok := claims[name]; ok {
		return v, true
	}
	first, rest, more := strings.Cut(name, ".")
	inner, ok := claims[first].(map[string]any)
	if !more || !ok {
		return nil, false
	}
	return claimAt(inner, rest)
}
