package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"interdict": main})
}

// TestScripts runs the command lines of testdata/script as people type them.
// Each script has a data directory of its own. The lists in them are a few
// true entries in the publishers' formats.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("INTERDICT_DATA", env.WorkDir+"/data")
			env.Setenv("NO_COLOR", "1")
			if dir, err := os.UserCacheDir(); err == nil { // where the PDF engine is kept compiled
				env.Setenv("XDG_CACHE_HOME", dir)
			}
			return nil
		},
	})
}
