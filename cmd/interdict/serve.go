package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"interdict/service"
)

type serveOptions struct {
	addr         string
	hosts        []string
	origins      []string
	cert, key    string
	open         bool // to everyone
	needKey      bool
	rate         float64
	concurrent   int
	noPages      bool
	every        time.Duration
	verbose      bool
	noAudit      bool
	auditQueries bool
	auditSize    int
	updateMirror string
	fetch        bool
	fetchFrom    []string
	fetchPorts   []int
	signIn       signInOptions
}

func (a *app) serveCommand() *cobra.Command {
	var o serveOptions
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Answer over HTTP: pages for people, APIs for programs",
		Long: `Serve answers on an address, by default on this computer alone:

  /          pages: search, entries, documents, batches, lists
  /mcp       tools for language models (Model Context Protocol)
  /docs      the API: yente's (/match, /search, /entities, /catalog) and
             Interdict's own (/api/v1); /openapi.json describes it to programs
  /metrics   for Prometheus; /healthz, /readyz

Lists that interdict lists update brings, or POST /updatez, are taken in while
it runs. On the loopback everybody who uses this computer may ask; changes need
a key (interdict keys add) even there. Any other address needs keys for
everything, or --open-to-everyone. Where keys are asked for people sign in, at
/sign-in: with a key, or by an OpenID Connect provider (--oidc-issuer), where
--oidc-allow says who may do what. Register this server there with the address
PUBLIC-URL/sign-in/back.

Every answer leaves a line in DATA/audit/answers.jsonl: when, to whom, what kind,
on which lists, which hits; not the query, unless --audit-queries. Each line has
the hash of the one before; interdict audit verify checks them, interdict audit
shows them.`,
		Example: `  interdict serve
  interdict keys add --scope screen,read analysts
  interdict serve --addr :8760 --host screening.example.org --tls-cert cert.pem --tls-key key.pem
  interdict serve --host screening.example.org --oidc-issuer https://login.example.org --oidc-client interdict --oidc-allow group:analysts=screen,read --oidc-allow email:ada@example.org=admin`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.addr, "addr", "127.0.0.1:8760", "address to answer on")
	f.StringSliceVar(&o.hosts, "host", nil, "names that this server is known by; requests for others are refused")
	f.StringSliceVar(&o.origins, "allow-origin", nil, "pages elsewhere that may reconcile, such as http://127.0.0.1:3333 of OpenRefine")
	f.StringVar(&o.cert, "tls-cert", "", "certificate chain, PEM")
	f.StringVar(&o.key, "tls-key", "", "its key, PEM")
	f.BoolVar(&o.open, "open-to-everyone", false, "answer whoever reaches the address, without a key")
	f.BoolVar(&o.needKey, "require-key", false, "ask for a key on the loopback too")
	f.Float64Var(&o.rate, "rate", 0, "requests a second and caller (default no limit)")
	f.IntVar(&o.concurrent, "concurrent", 64, "answers made at once; more are told to come again")
	f.BoolVar(&o.noPages, "no-pages", false, "the API alone")
	f.DurationVar(&o.every, "check", 2*time.Second, "how often to look for lists that another process fetched")
	f.BoolVar(&o.verbose, "log", false, "log every request: route, status, time; never who or what")
	f.BoolVar(&o.noAudit, "no-audit", false, "keep no record of answers")
	f.IntVar(&o.auditSize, "audit-size", service.DefaultChainSize>>20, "megabytes from which a file of the record is put aside and a new one begun")
	f.BoolVar(&o.auditQueries, "audit-queries", false, "keep what was asked in the record too")
	f.BoolVar(&o.fetch, "allow-fetch", false, "fetch addresses that callers want read, from the public internet alone")
	f.StringSliceVar(&o.fetchFrom, "fetch-from", nil, "networks of your own that may be asked too, such as 10.1.2.0/24")
	f.IntSliceVar(&o.fetchPorts, "fetch-port", []int{80, 443}, "ports that may be asked")
	o.signIn.flags(f)
	f.StringVar(&o.updateMirror, "base-url", "", "fetch lists for POST /updatez from the mirror at this address")
	return cmd
}

// updateQuietly fetches the lists; what failed is the error.
func (a *app) updateQuietly(ctx context.Context, s *service.Service, mirror string) error {
	o := service.UpdateOptions{BaseURL: mirror, Token: func(source string) string { return a.env(service.TokenSetting(source)) }}
	o.Fetch.Timeout, o.Fetch.Stall = 15*time.Minute, 30*time.Second
	var bad []string
	err := s.Update(ctx, o, func(u service.Updated) error {
		if u.State == service.Failed || u.State == service.Held {
			bad = append(bad, fmt.Sprintf("%s: %s", u.Source, u.Reason))
		}
		return nil
	})
	if err == nil && len(bad) > 0 {
		err = errors.New(strings.Join(bad, "; "))
	}
	return err
}

// isLoopback reports whether an address can be reached from this computer alone.
func isLoopback(addr string) (bool, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false, fmt.Errorf("--addr %s: write it as HOST:PORT, such as 127.0.0.1:8760", addr)
	}
	if host == "localhost" {
		return true, nil
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback(), nil
}
