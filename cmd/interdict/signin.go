package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"interdict/server"
)

// signInOptions say how people sign in.
type signInOptions struct {
	issuer, client, secretFile string
	name, claim, publicURL     string
	allow, scopes              []string
	session, idle              time.Duration
}

func (o *signInOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.issuer, "oidc-issuer", "", "people sign in by the OpenID Connect provider at this address; asks everybody to")
	f.StringVar(&o.client, "oidc-client", "", "what the provider knows this server by")
	f.StringVar(&o.secretFile, "oidc-secret-file", "", "file with the client's secret (default $INTERDICT_OIDC_SECRET, else none: a public client)")
	f.StringArrayVar(&o.allow, "oidc-allow", nil, "who may do what: group:NAME=SCOPES, email:ADDRESS=SCOPES, domain:DOMAIN=SCOPES or everyone=SCOPES; scopes are screen, read, lists, admin")
	f.StringVar(&o.claim, "oidc-claim", "groups", "claim that holds the groups; realm_access.roles is one within another")
	f.StringSliceVar(&o.scopes, "oidc-scope", nil, "scopes to ask the provider for besides openid, email and profile")
	f.StringVar(&o.name, "oidc-name", "", "what people call the provider (default its host)")
	f.StringVar(&o.publicURL, "public-url", "", "this server's address as browsers know it (default https:// and the first --host)")
	f.DurationVar(&o.session, "session", 12*time.Hour, "how long people stay signed in")
	f.DurationVar(&o.idle, "idle", time.Hour, "how long they stay so without doing anything")
}

// openID returns the provider, nil where there is none.
func (a *app) openID(o *serveOptions) (*server.OpenID, error) {
	in := &o.signIn
	if in.session <= 0 || in.idle <= 0 {
		return nil, usageError{errors.New("--session and --idle are times such as 8h or 30m")}
	}
	if in.issuer == "" {
		if in.client != "" || len(in.allow) > 0 {
			return nil, usageError{errors.New("--oidc-client and --oidc-allow go with --oidc-issuer")}
		}
		return nil, nil
	}
	id := &server.OpenID{Issuer: in.issuer, Client: in.client, Claim: in.claim, Scopes: in.scopes, Name: in.name, Secret: a.env("INTERDICT_OIDC_SECRET"), Redirect: strings.TrimSuffix(in.publicURL, "/")}
	if in.secretFile != "" {
		secret, err := os.ReadFile(in.secretFile)
		if err != nil {
			return nil, err
		}
		id.Secret = strings.TrimSpace(string(secret))
	}
	if id.Redirect == "" {
		id.Redirect = publicURL(o)
	}
	for _, text := range in.allow {
		g, err := server.ParseGrant(text)
		if err != nil {
			return nil, usageError{fmt.Errorf("--oidc-allow %w", err)}
		}
		id.Grants = append(id.Grants, g)
	}
	return id, nil
}

// publicURL is how browsers know a server for which nobody has said it.
func publicURL(o *serveOptions) string {
	scheme, at := "https", o.addr
	if loopback, err := isLoopback(o.addr); err == nil && loopback && len(o.hosts) == 0 && o.cert == "" {
		scheme = "http"
	}
	if len(o.hosts) > 0 {
		at = o.hosts[0]
		if _, port, err := net.SplitHostPort(o.addr); err == nil && o.cert != "" && port != "443" {
			at = net.JoinHostPort(at, port)
		}
	}
	return scheme + "://" + at
}
