// Package wcag measures colours by the Web Content Accessibility Guidelines
// (WCAG 2.2), for tests.
package wcag

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Ratio is the contrast of two colours (#rgb or #rrggbb), from 1 to 21: 4.5 is
// asked of words at level AA (success criterion 1.4.3), 3 of what bounds a
// control (1.4.11).
func Ratio(a, b string) (float64, error) {
	x, err := luminance(a)
	if err != nil {
		return 0, err
	}
	y, err := luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05), err
}

// luminance is the relative luminance of a colour, 0 to 1.
func luminance(colour string) (float64, error) {
	hex := strings.TrimPrefix(colour, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		return 0, fmt.Errorf("no colour: %q", colour)
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
	return sum, nil
}
