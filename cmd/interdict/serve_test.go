package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"interdict/service"
)

// A server takes in lists that another process adds, compiled by a third, and
// answers from them.
func TestServeTakesListsIn(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "interdict") // by which the test is the program
	if err := os.Symlink(exe, program); err != nil {
		t.Skip(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr, data := l.Addr().String(), t.TempDir()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	cmd := exec.Command(program, "serve", "--data", data, "--addr", addr, "--check", "50ms")
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	until := func(what, path, want string) {
		t.Helper()
		for deadline := time.Now().Add(time.Minute); ; time.Sleep(30 * time.Millisecond) {
			var body []byte
			a, err := http.Get("http://" + addr + path)
			if err == nil {
				body, err = io.ReadAll(a.Body)
				a.Body.Close()
			}
			if err == nil && strings.Contains(string(body), want) {
				return
			}
			select {
			case err := <-ended:
				t.Fatalf("%s: the server ended: %v\n%s", what, err, said.String())
			default:
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s: it never came: %v %.300s\n%s", what, err, body, said.String())
			}
		}
	}
	until("ready", "/readyz", `"ok"`)
	until("the starter set", "/search/default?q=kim+yo+jong", "us_ofac_sdn-21444")
	for i, name := range []string{"Viktor Modelov", "Ada Sampleton"} {
		path := filepath.Join(t.TempDir(), fmt.Sprintf("2024-0%d-01", i+1), "own.ftm.json")
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		line := fmt.Sprintf(`{"id":"own-1","schema":"Person","target":true,"properties":{"name":[%q],"birthDate":["1961"]}}`, name)
		if err := os.WriteFile(path, []byte(line+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		s := service.New(service.Options{Data: data})
		if added, problems, err := s.AddLists(t.Context(), []string{path}, "", true); err != nil || len(problems) > 0 || added[0].Err != nil {
			t.Fatal(added, problems, err)
		}
		until(name, "/search/default?q="+strings.ReplaceAll(strings.ToLower(name), " ", "+"), name)
		until(name, "/entities/own-1", `"birthDate":["1961"]`)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Errorf("%v\n%s", err, said.String())
	}
	if strings.Contains(said.String(), "process of its own") || strings.Count(said.String(), "the lists changed") != 2 {
		t.Errorf("said: %s", said.String())
	}
	if found, err := filepath.Glob(filepath.Join(data, "index", "*.records")); err != nil || len(found) != 3 {
		t.Errorf("%d files of records, %v", len(found), err)
	}
}
