package server_test

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"interdict/document"
	"interdict/internal/bench"
	"interdict/server"
	"interdict/service"
)

// connections is how many the load comes over.
const connections = 8

// loaded serves the real lists on the loopback.
func loaded(b *testing.B) (address string, s *service.Service) {
	b.Helper()
	data := b.TempDir()
	s = service.New(service.Options{Data: data})
	lists := bench.Dir(b, "lists")
	var paths []string
	for _, dir := range []string{"us-ofac-sdn/2023-12-28", "us-ofac-cons/2025-12-19", "un-sc/2026-02-27", "gb-ofsi/2025-04-10"} {
		found, err := filepath.Glob(filepath.Join(lists, filepath.FromSlash(dir), "*"))
		if err != nil {
			b.Fatal(err)
		}
		paths = append(paths, found...)
	}
	if _, problems, err := s.AddLists(b.Context(), paths, "", false); err != nil || len(problems) > 0 {
		b.Fatal(err, problems)
	}
	s = service.New(service.Options{Data: data})
	if _, err := s.Engine(b.Context()); err != nil {
		b.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	extract := document.NewExtractor(document.Settings{})
	b.Cleanup(func() { extract.Close() })
	h := &http.Server{Handler: server.New(s, server.Options{Extract: extract, Concurrent: 64})}
	go h.Serve(l)
	b.Cleanup(func() { h.Close() })
	return "http://" + l.Addr().String(), s
}

// bodies are requests with so many queries each, of real names.
func bodies(b *testing.B, queries int) [][]byte {
	b.Helper()
	f, err := os.Open(bench.Dir(b, "queries", "negatives.csv.gz"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	var out [][]byte
	for i := 1; i+queries < len(rows); i += queries {
		q := map[string]any{}
		for k, row := range rows[i : i+queries] {
			q[fmt.Sprint("q", k)] = map[string]any{"schema": "Person", "properties": map[string][]string{"name": {row[0]}}}
		}
		body, err := json.Marshal(map[string]any{"queries": q})
		if err != nil {
			b.Fatal(err)
		}
		out = append(out, body)
	}
	return out
}

// BenchmarkMatch asks over eight connections, the load and the server on the
// same cores: one query a request, and a hundred.
func BenchmarkMatch(b *testing.B) {
	address, _ := loaded(b)
	for _, queries := range []int{1, 100} {
		all := bodies(b, queries)
		b.Run(fmt.Sprintf("queries=%d", queries), func(b *testing.B) {
			client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections}}
			times := make([][]time.Duration, connections)
			var wg sync.WaitGroup
			start := time.Now()
			for c := range connections {
				wg.Go(func() {
					for i := c; i < b.N; i += connections {
						from := time.Now()
						a, err := client.Post(address+"/match/default", "application/json", strings.NewReader(string(all[i%len(all)])))
						if err != nil {
							b.Error(err)
							return
						}
						if _, err := io.Copy(io.Discard, a.Body); err != nil || a.StatusCode != 200 {
							b.Error(a.Status, err)
						}
						a.Body.Close()
						times[c] = append(times[c], time.Since(from))
					}
				})
			}
			wg.Wait()
			took := time.Since(start)
			sorted := slices.Concat(times...)
			slices.Sort(sorted)
			b.ReportMetric(float64(b.N)/took.Seconds(), "requests/s")
			b.ReportMetric(float64(b.N*queries)/took.Seconds(), "names/s")
			b.ReportMetric(float64(sorted[len(sorted)*99/100].Microseconds())/1e3, "p99-ms")
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.Sys-m.HeapReleased)/(1<<20), "MB")
		})
	}
}
