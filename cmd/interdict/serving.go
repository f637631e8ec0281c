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

func (a *app) serve(ctx context.Context, o serveOptions) (err error) {
	loopback, err := isLoopback(o.addr)
	if err != nil {
		return usageError{err}
	}
	if (o.cert == "") != (o.key == "") {
		return usageError{errors.New("--tls-cert and --tls-key go together")}
	}
	data, err := a.dataDir()
	if err != nil {
		return err
	}
	keys := server.OpenKeys(data)
	known, err := keys.List()
	if err != nil {
		return err
	}
	needKey := o.needKey || !loopback && !o.open
	if needKey && len(known) == 0 {
		return hinted{fmt.Errorf("%s can be reached from outside and there is no key that could be asked for", o.addr),
			"make one: interdict keys add --scope screen NAME; or say --open-to-everyone, and mean it"}
	}
	options := service.Options{Data: data, AuditQueries: o.auditQueries}
	if !o.noAudit {
		chain, err := service.OpenChain(service.AuditPath(data))
		if err != nil {
			return hinted{err, "say --no-audit to serve without a record of answers"}
		}
		defer func() { err = errors.Join(err, chain.Close()) }()
		options.Audit = chain
	}
	level := slog.LevelWarn
	if o.verbose {
		level = slog.LevelInfo
	}
	log := slog.New(slog.NewJSONHandler(a.err, &slog.HandlerOptions{Level: level}))
	if a.env("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	go names.Parse("warm", names.Person) // reads what names are told by, for which the first search would wait
	if a.files {                         // a process, and not a test in one
		options.Compile = func(ctx context.Context) { a.compileApart(ctx, data, log) }
	}
	s := service.New(options)
	opened := make(chan error, 1)
	go func() { _, err := s.Edition(ctx); opened <- err }()
	extract := document.NewExtractor(document.Settings{Cache: document.DefaultCache()})
	defer extract.Close()
	fetch, err := o.fetcher()
	if err != nil {
		return err
	}
	mounts := map[string]http.Handler{"/mcp": mcp.Handler(s, extract, "1")}
	if !o.noPages {
		pages, err := web.New(s, web.Options{Log: log, Cache: document.DefaultCache(), Fetch: fetch})
		if err != nil {
			return err
		}
		defer pages.Close()
		mounts["/"] = pages
	}
	srv := server.New(s, server.Options{Keys: keys, NeedKey: needKey, Hosts: o.hosts, Origins: o.origins, Mounts: mounts, Concurrent: o.concurrent, Rate: o.rate, Log: log, Extract: extract, Fetch: fetch,
		Update: func(ctx context.Context) error { return a.updateQuietly(ctx, s, o.updateMirror) }})
	l, err := net.Listen("tcp", o.addr)
	if err != nil {
		return err
	}
	scheme := "http"
	if o.cert != "" {
		pair, err := tls.LoadX509KeyPair(o.cert, o.key)
		if err != nil {
			return errors.Join(err, l.Close())
		}
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}})
		scheme = "https"
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		s.Follow(ctx, o.every, func(err error) {
			if err != nil {
				log.Error("changed lists were not taken in; answers come from the old ones", "error", err)
				return
			}
			log.Warn("the lists changed; answers come from the new ones")
		})
	}()
	defer func() { stop(); <-followed }()
	if err := <-opened; err != nil {
		return errors.Join(err, l.Close())
	}
	fmt.Fprintf(a.err, "interdict: answering on %s://%s (end with Ctrl-C)\n", scheme, l.Addr())
	return srv.Serve(ctx, l)
}

// collectAt is how much garbage there may be for what is in use, in percent: little
// is in use, most is in files, and a server should be small.
const collectAt = 75

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
