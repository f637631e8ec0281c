package lists

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first needed:
// programs that only answer read no list.
func pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
