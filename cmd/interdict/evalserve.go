package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"time"

	"interdict/eval"
	"interdict/service"
)

// serveLists starts this program serving lists, in a process and a data
// directory of its own, for the suite serve.
func serveLists(ctx context.Context, files, heldBack []string) (_ *eval.Served, err error) {
	dir, err := os.MkdirTemp("", "interdict-serve-*")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	s := service.New(service.Options{Data: dir})
	if err := addAll(ctx, s, files); err != nil {
		return nil, err
	}
	if _, err := s.Edition(ctx); err != nil { // compiles
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		return nil, err
	}
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	start := time.Now()
	cmd := exec.CommandContext(ctx, program, "serve", "--data", dir, "--addr", addr)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	stop := func() error {
		return errors.Join(cmd.Process.Signal(os.Interrupt), cmd.Wait(), os.RemoveAll(dir))
	}
	if err := waitFor(ctx, func() bool { return get(addr, "/readyz") == http.StatusOK }); err != nil {
		return nil, errors.Join(err, stop())
	}
	served := &eval.Served{Addr: addr, Ready: time.Since(start), Close: stop,
		Memory: func() (float64, error) { return eval.Resident(cmd.Process.Pid) }}
	served.Update = func(ctx context.Context) error {
		before := catalogTag(addr)
		if err := addAll(ctx, s, heldBack); err != nil {
			return err
		}
		return waitFor(ctx, func() bool { tag := catalogTag(addr); return tag != "" && tag != before })
	}
	return served, nil
}

func addAll(ctx context.Context, s *service.Service, files []string) error {
	added, problems, err := s.AddLists(ctx, files, "", true)
	for _, a := range added {
		err = errors.Join(err, a.Err)
	}
	for _, p := range problems {
		err = errors.Join(err, fmt.Errorf("%s: %w", p.File, p.Err))
	}
	return err
}

// waitFor waits until something holds, for some minutes at most.
func waitFor(ctx context.Context, holds func() bool) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	for !holds() {
		select {
		case <-ctx.Done():
			return fmt.Errorf("the server took too long: %w", ctx.Err())
		case <-time.After(2 * time.Millisecond):
		}
	}
	return nil
}

func get(addr, path string) int {
	r, err := http.Get("http://" + addr + path)
	if err != nil {
		return 0
	}
	defer r.Body.Close()
	_, _ = io.Copy(io.Discard, r.Body)
	return r.StatusCode
}

func catalogTag(addr string) string {
	time.Sleep(50 * time.Millisecond) // not to be a load itself
	r, err := http.Head("http://" + addr + "/catalog")
	if err != nil {
		return ""
	}
	defer r.Body.Close()
	return r.Header.Get("ETag")
}
