package view

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestContrast holds every colour of words to 4.5 to 1 against every ground
// that it can stand on, by light and by dark (WCAG 2.2, success criterion
// 1.4.3, level AA).
func TestContrast(t *testing.T) {
	value := regexp.MustCompile(`--(\w+):(#[0-9a-f]{3,6})\b`)
	light, dark, _ := strings.Cut(pageStyle, "prefers-color-scheme:dark")
	for name, source := range map[string]string{"light": light, "dark": dark} {
		colours := map[string]string{}
		for _, m := range value.FindAllStringSubmatch(source, -1) {
			colours[m[1]] = m[2]
		}
		for _, words := range []string{"fg", "soft", "link", "asserted", "claimed", "denied", "intended", "listed"} {
			for _, ground := range []string{"bg", "card", "light"} {
				a, b := luminance(t, colours[words]), luminance(t, colours[ground])
				if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
					t.Errorf("%s: %s on %s is %.2f to 1", name, words, ground, ratio)
				}
			}
		}
	}
}

// luminance is the relative luminance of a colour, 0 to 1.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	hex := strings.TrimPrefix(colour, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		t.Fatalf("no colour: %q", colour)
	}
	sum := 0.0
	for i, weight := range []float64{0.0722, 0.7152, 0.2126} {
		c := float64(n>>(8*i)&0xff) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
