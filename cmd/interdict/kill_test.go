package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// TestKilledRunResumes kills a run at random moments after it has got on, and goes on with it until
// it comes to its end: the outputs are those of a run without a break, to the
// byte.
func TestKilledRunResumes(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the program many times")
	}
	dir := t.TempDir()
	var input bytes.Buffer
	input.WriteString("id,name,country\n")
	for i := range 3_000 {
		name := []string{"Ada Lovelace", "Kim Yo Jong", "Korea Mining Development Trading Corporation", "", "\"x\"y"}[i*7%5]
		fmt.Fprintf(&input, "%d,%s %d,gb\n", i, name, i%3)
	}
	in := filepath.Join(dir, "customers.csv")
	if err := os.WriteFile(in, input.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{"csv", "jsonl"} {
		t.Run(form, func(t *testing.T) {
			command := func(sub string, more ...string) (*exec.Cmd, map[string]string) {
				files := map[string]string{}
				args := []string{"screen", in, "--checkpoint", "5ms"}
				for flag, name := range map[string]string{"out": "hits." + form, "rejected": "rejected.csv", "summary": "summary.json"} {
					files[flag] = filepath.Join(dir, form, sub, name)
					args = append(args, "--"+flag, files[flag])
				}
				if err := os.MkdirAll(filepath.Join(dir, form, sub), 0o700); err != nil {
					t.Fatal(err)
				}
				cmd := exec.Command("interdict", append(args, more...)...)
				cmd.Env = append(os.Environ(), "INTERDICT_DATA="+filepath.Join(dir, "data"))
				return cmd, files
			}
			whole, want := command("whole")
			if out, err := whole.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			kills := 0
			for ; ; kills++ {
				var more []string
				if kills > 0 {
					more = []string{"--resume"}
				}
				cmd, got := command("killed", more...)
				var told bytes.Buffer
				cmd.Stderr = &told
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				ended := make(chan struct{})
				var killer sync.WaitGroup
				if kills < 5 {
					before, _ := os.ReadFile(got["out"] + ".checkpoint")
					killer.Go(func() {
						for now := before; bytes.Equal(now, before); now, _ = os.ReadFile(got["out"] + ".checkpoint") {
							select {
							case <-ended:
								return
							case <-time.After(time.Millisecond):
							}
						}
						time.Sleep(rand.N(40 * time.Millisecond))
						_ = cmd.Process.Kill() // it may be done
					})
				}
				err := cmd.Wait()
				close(ended)
				killer.Wait()
				if err == nil {
					for flag, path := range want {
						a, err1 := os.ReadFile(path)
						b, err2 := os.ReadFile(got[flag])
						if err1 != nil || err2 != nil || !bytes.Equal(a, b) {
							t.Errorf("after %d kills --%s differs: %d and %d bytes, %v %v", kills, flag, len(a), len(b), err1, err2)
						}
					}
					if _, err := os.Stat(got["out"] + ".checkpoint"); err == nil {
						t.Error("the checkpoint is still there")
					}
					break
				}
				if cmd.ProcessState.Exited() {
					t.Fatalf("%v: %s", err, told.String())
				}
			}
			if t.Logf("%d kills", kills); kills < 3 {
				t.Error("too few to tell")
			}
		})
	}
}
