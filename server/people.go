package server

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Grant lets some people do something.
type Grant struct {
	Kind   string // group, email, domain or everyone
	Name   string // of the group, the address, the domain after the @; "" for everyone
	Scopes []Scope
}

// ParseGrant reads a grant as it is written: group:analysts=screen,read;
// email:ada@example.org=admin; domain:example.org=screen; everyone=screen, which is
// whomever the provider knows.
func ParseGrant(text string) (Grant, error) {
	who, what, ok := cutLast(text, "=")
	g := Grant{Kind: who}
	if kind, name, named := strings.Cut(who, ":"); named {
		g.Kind, g.Name = kind, strings.TrimSpace(name)
	}
	switch {
	case !ok, g.Kind == "everyone" && g.Name != "":
		ok = false
	case g.Kind == "group":
		ok = g.Name != ""
	case g.Kind == "email":
		at := strings.LastIndexByte(g.Name, '@')
		ok = at > 0 && at < len(g.Name)-1
	case g.Kind == "domain":
		g.Name = strings.TrimPrefix(g.Name, "@")
		ok = strings.Contains(g.Name, ".") && !strings.ContainsAny(g.Name, "@ ")
	default:
		ok = g.Kind == "everyone"
	}
	if !ok {
		return g, fmt.Errorf("%q: write it as group:NAME=SCOPES, email:ADDRESS=SCOPES, domain:DOMAIN=SCOPES or everyone=SCOPES", text)
	}
	for _, s := range strings.Split(what, ",") {
		scope := Scope(strings.TrimSpace(s))
		if !slices.Contains(Scopes, scope) {
			return g, fmt.Errorf("%q: unknown scope %q: use screen, read, lists or admin", text, scope)
		}
		g.Scopes = append(g.Scopes, scope)
	}
	return g, nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// person is what a provider says of somebody.
type person struct {
	subject string
	email   string // "" where it is not verified
	groups  []string
}

// name is what the person is called here: unlike other names that a provider
// tells, nobody can choose another's.
func (p *person) name() string {
	if p.email != "" {
		return p.email
	}
	return "subject " + p.subject
}

// errNotLetIn is returned for somebody who is known and may do nothing.
var errNotLetIn = errors.New("you are signed in with your provider, but may not use this server; its operator can let you in")

// caller is the person with what the grants let them do.
func (p *person) caller(grants []Grant) (Caller, error) {
	c := Caller{Name: p.name(), Person: true, kind: "person"}
	for _, g := range grants {
		if !p.meant(g) {
			continue
		}
		for _, s := range g.Scopes {
			if !slices.Contains(c.scopes, s) {
				c.scopes = append(c.scopes, s)
			}
		}
	}
	if len(c.scopes) == 0 {
		return c, errNotLetIn
	}
	return c, nil
}

func (p *person) meant(g Grant) bool {
	switch g.Kind {
	case "everyone":
		return true
	case "group":
		return slices.Contains(p.groups, g.Name)
	case "email":
		return p.email != "" && strings.EqualFold(p.email, g.Name)
	}
	_, domain, ok := cutLast(p.email, "@")
	return ok && strings.EqualFold(domain, g.Name)
}
