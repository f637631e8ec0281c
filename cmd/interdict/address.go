package main

import "strings"

// isAddress reports whether an argument is an address that can be fetched.
func isAddress(arg string) bool {
	lower := strings.ToLower(arg)
	return strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://")
}
