package eval_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"interdict/eval"
)

// A directory with three labelled pairs, and a matcher that knows only equal
// names: it finds one of two, and takes nothing for a match that is none.
func Example() {
	dir, err := os.MkdirTemp("", "labelled")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	pairs := "case_group,schema,name1,name2,is_match\n" +
		"hand,Vessel,CHONG CHON GANG,Chong Chon Gang,true\n" +
		"hand,Vessel,CHONG CHON GANG,Chong Chong Gang,true\n" +
		"hand,Vessel,CHONG CHON GANG,Mu Du Bong,false\n"
	if err := os.Mkdir(filepath.Join(dir, "names"), 0o755); err != nil {
		fmt.Println(err)
		return
	}
	if err := os.WriteFile(filepath.Join(dir, "names", "pairs.csv"), []byte(pairs), 0o644); err != nil {
		fmt.Println(err)
		return
	}
	figures, err := eval.Run(context.Background(), dir, eval.Options{
		Suites: []string{"names"},
		Compare: func(_ context.Context, _, a, b string) (float64, error) {
			if strings.EqualFold(a, b) {
				return 1, nil
			}
			return 0, nil
		},
	})
	if err != nil {
		fmt.Println(err)
	}
	for _, f := range figures {
		if f.Group == "all" {
			fmt.Printf("%s %.2f of %d\n", f.Figure, f.Value, f.N)
		}
	}
	// Output:
	// name_bench.f1 0.67 of 3
	// name_bench.precision 1.00 of 3
	// name_bench.recall 0.50 of 3
}
