package view

import (
	"regexp"
	"strings"
	"testing"

	"interdict/internal/wcag"
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
				ratio, err := wcag.Ratio(colours[words], colours[ground])
				if err != nil || ratio < 4.5 {
					t.Errorf("%s: %s on %s is %.2f to 1, %v", name, words, ground, ratio, err)
				}
			}
		}
	}
}
