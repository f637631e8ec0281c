package service

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"interdict/screen"
)

// While lists are swapped under it, a service that follows them answers every
// query, from the old lists or the new.
func TestFollow(t *testing.T) {
	data := t.TempDir()
	write := func(date string, n int) string {
		path := filepath.Join(t.TempDir(), "consolidated.xml")
		if err := os.WriteFile(path, []byte(unFile(date, n, "ALPHA")), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	addFiles(t, New(Options{Data: data}), write("2024-01-01", 3))
	s := New(Options{Data: data})
	ctx, cancel := context.WithCancel(t.Context())
	swapped := make(chan error, 8)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	wg.Go(func() { s.Follow(ctx, 10*time.Millisecond, func(err error) { swapped <- err }) })
	ask := func() int {
		q, err := screen.NewQuery([]screen.Field{{Name: "name", Value: "Model Person 5 Alpha"}, {Name: "schema", Value: "Person"}}, "")
		if err != nil {
			t.Error(err)
			return 0
		}
		a, err := s.Screen(t.Context(), q, screen.Limits{})
		if err != nil {
			t.Error(err)
		}
		return len(a.Hits)
	}
	if n := ask(); n != 0 {
		t.Fatalf("%d hits before", n)
	}
	stop := make(chan struct{})
	for range 3 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					ask()
				}
			}
		})
	}
	for i, add := range []func(path string){
		func(path string) { addFiles(t, New(Options{Data: data}), path) }, // another process
		func(path string) { addFiles(t, s, path) },
	} {
		add(write([]string{"2024-02-01", "2024-03-01"}[i], []int{10, 4}[i]))
		deadline := time.After(20 * time.Second)
		for ask() != []int{1, 0}[i] {
			select {
			case err := <-swapped:
				if err != nil {
					t.Fatal(err)
				}
			case <-deadline:
				t.Fatalf("change %d was not taken in", i)
			}
		}
	}
	close(stop)
}
