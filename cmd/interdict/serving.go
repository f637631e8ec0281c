package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"

	"interdict/document"
	"interdict/fetch/page"
	"interdict/mcp"
	"interdict/names"
	"interdict/server"
	"interdict/service"
	"interdict/web"
)

// serve answers until ctx ends.
func (a *app) serve(ctx context.Context, o serveOptions) (err error) {
	if (o.cert == "") != (o.key == "") {
		return usageError{errors.New("--tls-cert and --tls-key go together")}
	}
	data, err := a.dataDir()
	if err != nil {
		return err
	}
	options := server.Options{Version: version(), Keys: server.OpenKeys(data), Hosts: o.hosts, Origins: o.origins, Concurrent: o.concurrent, Rate: o.rate, Session: o.signIn.session, Idle: o.signIn.idle}
	if err := a.whoMayAsk(&o, &options); err != nil {
		return err
	}
	if options.Fetch, err = o.fetcher(); err != nil {
		return err
	}
	chain, err := o.record(data)
	if err != nil {
		return err
	}
	level := slog.LevelWarn
	if o.verbose {
		level = slog.LevelInfo
	}
	log := slog.New(slog.NewJSONHandler(a.err, &slog.HandlerOptions{Level: level}))
	s := a.serving(data, &o, chain, log)
	if chain != nil {
		defer func() { err = errors.Join(err, chain.Close()) }()
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	opened := make(chan error, 1) // the lists, while the rest is made
	go func() { _, err := s.Edition(ctx); opened <- err }()

	options.Log, options.Extract = log, document.NewExtractor(document.Settings{Cache: document.DefaultCache()})
	defer options.Extract.Close()
	options.Mounts = map[string]http.Handler{"/mcp": mcp.Handler(s, options.Extract, version())}
	options.Update = func(ctx context.Context) error { return a.updateQuietly(ctx, s, o.updateMirror) }
	if !o.noPages {
		pages, err := web.New(s, web.Options{Log: log, Cache: document.DefaultCache(), Fetch: options.Fetch, SignOut: "/sign-out",
			User:  func(r *http.Request) string { return server.CallerOf(r).Name },
			Owner: func(r *http.Request) string { return server.CallerOf(r).Owner() }})
		if err != nil {
			return err
		}
		defer pages.Close()
		options.Mounts["/"] = pages
	}
	srv, err := server.New(s, options)
	if err != nil {
		return usageError{err}
	}
	l, scheme, err := o.listen()
	if err != nil {
		return err
	}
	if err := <-opened; err != nil {
		return errors.Join(err, l.Close())
	}
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		s.Follow(ctx, o.every, func(err error) {
			if err != nil {
				log.Error("changed lists were not taken in; answers come from the old ones", "error", err)
				return
			}
			log.Warn("the lists changed; answers come from the new ones")
			runtime.GC() // the old files are let go now, and not in minutes
		})
	}()
	defer func() { stop(); <-followed }()
	fmt.Fprintf(a.err, "interdict: answering on %s://%s (end with Ctrl-C)\n", scheme, l.Addr())
	return srv.Serve(ctx, l)
}

// whoMayAsk fills in who may ask what, and refuses what would let in everybody, or
// nobody.
func (a *app) whoMayAsk(o *serveOptions, to *server.Options) error {
	loopback, err := isLoopback(o.addr)
	if err != nil {
		return usageError{err}
	}
	known, err := to.Keys.List()
	if err != nil {
		return err
	}
	if to.OpenID, err = a.openID(o); err != nil {
		return err
	}
	if to.OpenID != nil && o.open {
		return usageError{errors.New("--open-to-everyone and --oidc-issuer contradict each other")}
	}
	to.NeedKey = o.needKey || !loopback && !o.open || to.OpenID != nil
	if to.NeedKey && len(known) == 0 && to.OpenID == nil {
		return hinted{fmt.Errorf("%s can be reached from outside and there is no key that could be asked for", o.addr),
			"make one: interdict keys add --scope screen NAME; or have people sign in (--oidc-issuer); or say --open-to-everyone, and mean it"}
	}
	to.SignIn = to.NeedKey && !o.noPages
	return nil
}

// record opens the record of answers, nil where none is to be kept.
func (o *serveOptions) record(data string) (*service.Chain, error) {
	if o.noAudit {
		return nil, nil
	}
	return openRecord(data, o.auditSize)
}

// openRecord opens a record of answers whose files grow to so many megabytes.
func openRecord(data string, megabytes int) (*service.Chain, error) {
	if megabytes < 1 {
		return nil, usageError{errors.New("--audit-size is a number of megabytes, 1 at least")}
	}
	chain, err := service.OpenChain(service.AuditDir(data), int64(megabytes)<<20)
	if err != nil {
		return nil, hinted{err, "say --no-audit to answer without a record"}
	}
	return chain, nil
}

// collectAt is how much garbage there may be for what is in use, in percent: little
// is in use, most is in files, and a server should be small.
const collectAt = 75

// serving makes the service of a server: small, and with others doing the heavy
// work.
func (a *app) serving(data string, o *serveOptions, chain *service.Chain, log *slog.Logger) *service.Service {
	go names.Parse("warm", names.Person) // reads what names are told by, for which the first search would wait
	if a.env("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	options := service.Options{Data: data, AuditQueries: o.auditQueries, Cache: modelCache()}
	if chain != nil {
		options.Audit = chain
	}
	if a.files { // a process, and not a test in one
		options.Compile = func(ctx context.Context) { a.compileApart(ctx, data, log) }
	}
	return service.New(options)
}

// listen opens the address, and says what is spoken there.
func (o *serveOptions) listen() (l net.Listener, scheme string, err error) {
	var pair tls.Certificate
	if o.cert != "" {
		if pair, err = tls.LoadX509KeyPair(o.cert, o.key); err != nil {
			return nil, "", err
		}
	}
	if l, err = net.Listen("tcp", o.addr); err != nil || o.cert == "" {
		return l, "http", err
	}
	return tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}), "https", nil
}

// fetcher fetches addresses for callers, or is nil where it is not to.
func (o *serveOptions) fetcher() (func(context.Context, string) (*page.Page, error), error) {
	if !o.fetch {
		if len(o.fetchFrom) > 0 {
			return nil, usageError{errors.New("--fetch-from goes with --allow-fetch")}
		}
		return nil, nil
	}
	options := page.Options{Ports: o.fetchPorts}
	for _, text := range o.fetchFrom {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, usageError{fmt.Errorf("--fetch-from %s: write it as a network, such as 10.1.2.0/24", text)}
		}
		options.Networks = append(options.Networks, network)
	}
	return page.New(options).Get, nil
}

// compileApart compiles the lists in a process of its own, so that the server
// answers in the same time and memory meanwhile.
func (a *app) compileApart(ctx context.Context, data string, log *slog.Logger) {
	program, err := os.Executable()
	if err == nil {
		var said strings.Builder
		cmd := exec.CommandContext(ctx, program, "lists", "compile", "--low", "--data", data)
		cmd.Args[0] = os.Args[0] // by which some programs are told apart
		cmd.Stderr = &said
		if err = cmd.Run(); err != nil {
			err = fmt.Errorf("%w: %s", err, oneLine(said.String()))
		}
	}
	if err != nil && ctx.Err() == nil {
		log.Warn("the lists could not be compiled in a process of its own; they are compiled in this one", "error", err)
	}
}
