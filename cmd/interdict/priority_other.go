//go:build !linux

package main

// lowerPriority lets others go first, where the system has a way to.
func lowerPriority() {}
