package web

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

func urlQuery(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// contrast finds words that stand out too little from their ground: 4.5 to 1,
// or 3 where they are large (WCAG 2.2, 1.4.3).
const contrast = `(() => {
	const light = (c) => { const [r, g, b] = c.map((x) => { x /= 255; return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
	const parse = (s) => { const m = s.match(/[\d.]+/g).map(Number); return { c: m.slice(0, 3), a: m[3] ?? 1 }; };
	const ground = (e) => { for (; e; e = e.parentElement) { if (e instanceof SVGElement) continue; const g = parse(getComputedStyle(e).backgroundColor); if (g.a > 0.5) return g.c; } return [255, 255, 255]; };
	const bad = new Set();
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let n; (n = walker.nextNode());) {
		const e = n.parentElement;
		if (!n.data.trim() || !e.checkVisibility() || e.closest("option, .hidden, noscript, title, script")) continue;
		const s = getComputedStyle(e);
		const words = parse(e instanceof SVGElement ? s.fill : s.color).c;
		let back = ground(e);
		if (e instanceof SVGElement) { const box = e.parentElement.querySelector("rect"); if (box && box.parentElement.tagName !== "svg") { const f = getComputedStyle(box).fill; if (f !== "none") back = parse(f).c; } }
		const [x, y] = [light(words), light(back)].sort((a, b) => b - a);
		const ratio = (x + 0.05) / (y + 0.05), large = parseFloat(s.fontSize) >= 24 || parseFloat(s.fontSize) >= 18.66 && s.fontWeight >= 700;
		if (ratio < (large ? 3 : 4.5)) bad.add(ratio.toFixed(2) + " " + e.tagName + "." + (e.getAttribute("class") || "") + " " + n.data.trim().slice(0, 30));
	}
	return [...bad].join("; ");
})()`

// outOfSight finds what makes a page wider than the window.
const outOfSight = `(() => {
	if (document.documentElement.scrollWidth <= innerWidth) return "";
	const wide = [...document.querySelectorAll("main *, header *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5 && !e.closest(".scroll, .drawing, .alignment, .documents"));
	return "to " + document.documentElement.scrollWidth + ": " + wide.map((e) => e.tagName + "." + (e.getAttribute("class") || "") + " " + e.textContent.trim().slice(0, 30)).join("; ");
})()`

// TestBrowserLooks holds every page, by light and by dark, wide and on a phone,
// to contrast and to a width that needs no scrolling sideways.
func TestBrowserLooks(t *testing.T) {
	b := openBrowser(t)
	server := serve(t, newService(t, models()), Options{})
	read := post(t, server, "/read", "", url.Values{"text": {article}})
	done(t, server, read.Path, "")
	batch := upload(t, server, "/batch", "", nil, map[string]string{"customers.csv": customers})
	done(t, server, batch.Path, "")
	for _, path := range []string{"/", "/search?q=Viktor+Modelov&born=1980&weak=1&country=Panama", "/search?q=Viktor+Modelov%0AModel+Star%0ANobody", "/search?q=Nobody+Atall", "/entry/own-1", "/entry/own-10", "/read", read.Path, "/batch", batch.Path, batch.Path + "?kind=rejected",
		"/lists", "/lists/own?changes=1", "/lists/own/changes", "/nowhere"} {
		b.do(t, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(server.URL+path))
		b.waitTrue(t, `!document.querySelector("[data-lazy], .busy")`)
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{1280, 390} {
				_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
				if err != nil {
					t.Fatal(err)
				}
				b.do(t, chromedp.EmulateViewport(width, 900))
				if bad := b.eval(t, contrast); bad != "" {
					t.Errorf("%s, %s, %d: too little contrast: %s", path, scheme, width, bad)
				}
				if out := b.eval(t, outOfSight); out != "" {
					t.Errorf("%s, %d wide: out of sight: %s", path, width, out)
				}
			}
		}
	}
}
