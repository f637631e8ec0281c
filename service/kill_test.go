package service

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// The variables of an update that runs as a process of its own, to be killed.
const (
	childData   = "INTERDICT_TEST_UPDATE_DATA"
	childMirror = "INTERDICT_TEST_UPDATE_MIRROR"
)

// TestUpdateAsAProcess is no test by itself: it is the process that
// [TestKilledAtAnyMoment] starts and kills.
func TestUpdateAsAProcess(t *testing.T) {
	if os.Getenv(childData) == "" {
		t.Skip("only as a process of another test")
	}
	o := UpdateOptions{BaseURL: os.Getenv(childMirror), Sources: []string{"un_sc_sanctions", "us_ofac_sdn"}, Catalogue: catalogue("")}
	for _, u := range update(t, New(Options{Data: os.Getenv(childData)}), o) {
		if u.State != Fetched && u.State != Unchanged {
			t.Errorf("%+v", u)
		}
	}
}

// changingMirror serves lists of which each version bears its number in every
// entry, the date of the version and the number of its entries. A file is sent
// in pieces with pauses, so that a kill may come between them.
type changingMirror struct {
	version atomic.Int64
	served  chan struct{} // gets a value when a file was sent whole
}

func (m *changingMirror) files(version int64) map[string]string {
	mark := fmt.Sprintf("V%dV", version)
	date := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(version)).Format(time.DateOnly)
	out := map[string]string{"/un_sc_sanctions/consolidated.xml": unFile(date, 100+int(version), mark)}
	for name, content := range ofacFiles(100+int(version), mark) {
		out["/us_ofac_sdn/"+name] = content
	}
	return out
}

func (m *changingMirror) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	version := m.version.Load()
	content, ok := m.files(version)[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("ETag", fmt.Sprintf(`"%d"`, version))
	http.ServeContent(&slowWriter{w}, r, "", time.Time{}, strings.NewReader(content))
	select {
	case m.served <- struct{}{}:
	default:
	}
}

// slowWriter sends what it is given in pieces with pauses.
type slowWriter struct{ http.ResponseWriter }

func (w *slowWriter) Write(data []byte) (int, error) {
	for sent := 0; sent < len(data); {
		n, err := w.ResponseWriter.Write(data[sent:min(sent+8<<10, len(data))])
		if sent += n; err != nil {
			return sent, err
		}
		_ = http.NewResponseController(w.ResponseWriter).Flush()
		time.Sleep(200 * time.Microsecond)
	}
	return len(data), nil
}

// TestKilledAtAnyMoment starts updates as processes and kills them: after a
// random while, a random while after a file was sent, or at once when a file is
// made in the archive. Whenever it comes, the archive must open, what is in use must be one whole version and not older
// than before, and the next update must succeed.
func TestKilledAtAnyMoment(t *testing.T) {
	rounds := 18
	if testing.Short() {
		rounds = 8
	}
	m := &changingMirror{served: make(chan struct{}, 1)}
	p := newPublisher(t, false)
	p.Config.Handler = m
	data := t.TempDir()
	start := func() *exec.Cmd {
		cmd := exec.Command(os.Args[0], "-test.run=^TestUpdateAsAProcess$")
		cmd.Env = append(os.Environ(), childData+"="+data, childMirror+"="+p.URL)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	begun := time.Now()
	if err := start().Wait(); err != nil {
		t.Fatalf("an update that is not killed: %v", err)
	}
	whole := time.Since(begun)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d; an update takes %v", seed, whole)
	random := rand.New(rand.NewPCG(seed, 0))
	s := New(Options{Data: data})
	last := map[string]int{}
	killed, parts := 0, 0
	for round := range rounds {
		m.version.Add(1)
		change := time.AfterFunc(time.Duration(2*random.Float64()*float64(whole)), func() { m.version.Add(1) })
		cmd := start()
		switch round % 3 {
		case 0:
			time.Sleep(time.Duration((0.2 + 1.4*random.Float64()) * float64(whole)))
		case 1:
			for range random.IntN(5) + 1 {
				select {
				case <-m.served:
				case <-time.After(whole):
				}
			}
			time.Sleep(time.Duration(random.Float64() * float64(whole) / 3))
		case 2:
			waitForFiles(filepath.Join(data, "archive"), random.IntN(24)+1, 3*whole)
		}
		change.Stop()
		_ = cmd.Process.Kill() // it may be done
		if cmd.Wait() != nil {
			killed++
		}
		if left, _ := filepath.Glob(filepath.Join(data, "fetch", "*", "new", "*")); len(left) > 0 {
			parts++
		}
		for _, source := range []string{"un_sc_sanctions", "us_ofac_sdn"} {
			n := checkWhole(t, s, source)
			if n < last[source] {
				t.Fatalf("round %d: %s went back from version %d to %d", round, source, last[source], n)
			}
			last[source] = n
		}
	}
	if killed == 0 || parts == 0 {
		t.Errorf("of %d updates %d were killed, %d with files half taken: the test tests nothing", rounds, killed, parts)
	}
	t.Logf("%d of %d updates killed before their end, %d with files fetched but not taken; in use then %v of version %d", killed, rounds, parts, last, m.version.Load())
	m.version.Add(1)
	for source, u := range update(t, s, UpdateOptions{BaseURL: p.URL, Catalogue: catalogue("")}) {
		wantState(t, u, Fetched)
		if n := checkWhole(t, s, source); int64(n) != m.version.Load() {
			t.Errorf("%s: version %d is in use after the last update, not %d", source, n, m.version.Load())
		}
	}
	// Every version that was kept is whole by its files too.
	if err := os.RemoveAll(filepath.Join(data, "archive", "snapshots")); err != nil {
		t.Fatal(err)
	}
	for source := range last {
		checkWhole(t, s, source)
	}
}

// waitForFiles returns when n names that were not there have come up below a
// directory, or it is too long.
func waitForFiles(dir string, n int, long time.Duration) {
	seen := map[string]bool{}
	look := func() (fresh int) {
		_ = filepath.WalkDir(dir, func(path string, _ os.DirEntry, _ error) error {
			if !seen[path] {
				seen[path] = true
				fresh++
			}
			return nil // a file that is gone by now was there
		})
		return fresh
	}
	look()
	for begun := time.Now(); n > 0 && time.Since(begun) < long; {
		n -= look()
	}
}

// checkWhole checks that every version of a source is one that was served,
// whole, and returns the number of the one in use.
func checkWhole(t *testing.T, s *Service, source string) int {
	t.Helper()
	versions, err := s.archive.Versions(source)
	if err != nil || len(versions) == 0 {
		t.Fatalf("%s: %d versions, %v", source, len(versions), err)
	}
	number := 0
	for _, v := range versions[max(0, len(versions)-3):] {
		entities, err := s.archive.Entities(context.Background(), v)
		if err != nil {
			t.Fatalf("%s: %v", source, err)
		}
		number = v.Entries - 100
		mark, targets := fmt.Sprintf("V%dV", number), 0
		for _, e := range entities {
			if !e.Target {
				continue
			}
			targets++
			for _, property := range []string{"name", "alias", "address"} {
				for _, value := range e.Get(property) {
					if !strings.Contains(strings.ToUpper(value), mark) {
						t.Fatalf("%s: entry %s of version %d has %s %q", source, e.ID, number, property, value)
					}
				}
			}
		}
		if targets != v.Entries {
			t.Fatalf("%s: version %d has %d entries, not %d", source, number, targets, v.Entries)
		}
	}
	return number
}
