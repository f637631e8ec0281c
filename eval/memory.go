package eval

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Resident is what a process holds in memory, in MB, where the system tells it.
func Resident(pid int) (float64, error) {
	data, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(data)) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")))
			return float64(kb) / 1e3, err
		}
	}
	return 0, errors.New("the system does not tell how much memory a process holds")
}
