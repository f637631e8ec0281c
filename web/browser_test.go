package web

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestBrowserSearch types, and looks at what comes.
func TestBrowserSearch(t *testing.T) {
	server := serve(t, newService(t, models()), Options{})
	b := openBrowser(t)
	b.do(t, chromedp.Navigate(server.URL), typeIn("#q", "viktor model"))
	b.do(t, typeIn("#q", "ov"))
	b.waitText(t, ".hits", "Viktor Modelov")
	b.waitTrue(t, `location.search === "?q=viktor+modelov"`)
	b.waitText(t, "#said", "1 party for viktor modelov")
	b.waitTrue(t, `document.querySelectorAll(".align .word").length === 4 && document.querySelectorAll(".align .link").length === 2`)
	b.do(t, set("#born", "1980"), typeIn("#born", "-01-01"))
	b.waitText(t, "#hits", "No hit for viktor modelov")
	b.do(t, click("[name=weak]"))
	b.waitText(t, "#hits", "The dates of birth contradict each other")
	b.do(t, run(`document.querySelector("#born").value = ""`), run(`document.querySelector("#q").value = ""`), typeIn("#q", "Model Star\n"))
	b.waitText(t, ".hits", "Model Star")
	b.do(t, run(`(() => { const q = document.getElementById("q"); q.value = "Viktor Modelov\nModel Star\nNobody"; q.dispatchEvent(new Event("input", {bubbles: true})); })()`))
	b.waitText(t, ".count", "2 of 3 names have hits")
	b.waitTrue(t, `document.getElementById("q").rows === 3`)
	b.do(t, click(".line1 summary"), click(".line1[open] .hitlink"))
	b.waitText(t, "h1", "Viktor Modelov")
}

// TestBrowserKeyboard goes from a name to an entry and back with keys alone.
func TestBrowserKeyboard(t *testing.T) {
	server := serve(t, newService(t, models()), Options{})
	b := openBrowser(t)
	key := func(keys string) { t.Helper(); b.do(t, chromedp.KeyEvent(keys)) }
	b.do(t, chromedp.Navigate(server.URL+"/lists"))
	key(kb.Tab)
	if got := b.eval(t, `document.activeElement.textContent`); got != "Skip to the content" {
		t.Errorf("the first stop is %q", got)
	}
	b.do(t, chromedp.KeyEvent("k", chromedp.KeyModifiers(2)))
	b.waitTrue(t, `document.activeElement?.id === "q"`)
	key("Model")
	b.waitTrue(t, `document.querySelectorAll(".hitlink").length >= 0 && location.search.includes("Model")`)
	key(" Star")
	b.waitText(t, ".hits", "Model Star")
	key(kb.ArrowDown)
	b.waitTrue(t, `document.activeElement.className === "hitlink"`)
	if got := b.eval(t, `getComputedStyle(document.activeElement).outlineStyle`); got != "solid" {
		t.Errorf("the focus is not to be seen: outline %s", got)
	}
	key(kb.Enter)
	b.waitText(t, "h1", "Model Star")
	b.do(t, chromedp.NavigateBack())
	b.waitText(t, ".hits", "Model Star")
	// Every stop of the tab key can be seen and has a name.
	b.do(t, chromedp.Navigate(server.URL+"/search?q=Viktor+Modelov"))
	b.do(t, run(`document.activeElement.blur()`))
	for range 30 {
		key(kb.Tab)
		got := b.eval(t, `(() => { const e = document.activeElement; if (e === document.body) return "ok"; const r = e.getBoundingClientRect(); const s = getComputedStyle(e);
			const name = e.getAttribute("aria-label") || e.textContent.trim() || e.labels?.[0]?.textContent || e.closest("label")?.textContent;
			return r.width > 0 && r.height > 0 && s.outlineStyle !== "none" && name ? "ok" : e.outerHTML.slice(0, 120) + s.outlineStyle; })()`)
		if got != "ok" {
			t.Errorf("a stop without a name or a mark: %s", got)
		}
	}
}

// TestBrowserEntry looks at an entry: its history comes by itself, and its
// drawing leads on.
func TestBrowserEntry(t *testing.T) {
	server := serve(t, newService(t, models()), Options{})
	b := openBrowser(t)
	b.do(t, chromedp.Navigate(server.URL+"/entry/own-1"))
	b.waitText(t, ".trail", "1961-02-03")
	b.do(t, click(`.drawing a.node[href="/entry/own-2"]`))
	b.waitText(t, "h1", "Model Trading Company LLC")
	b.do(t, chromedp.Navigate(server.URL+"/lists"))
	b.waitText(t, ".counts", "+0 ~1 −1")
	b.do(t, click(".counts"))
	b.waitText(t, ".changes", "Former Modelman")
	b.do(t, set("#op", "DEL"), run(`document.getElementById("op").dispatchEvent(new Event("input", {bubbles: true}))`))
	b.waitTrue(t, `document.querySelectorAll(".changes > li").length === 1`)
}

// TestBrowserRead pastes an article; a claim under the pointer lights its words.
func TestBrowserRead(t *testing.T) {
	server := serve(t, newService(t, models()), Options{})
	b := openBrowser(t)
	b.do(t, chromedp.Navigate(server.URL+"/read"), set("#text", article), click("button.go"))
	b.waitText(t, ".doc h1", "Modelov denies sale of weapons")
	lit := `getComputedStyle(document.querySelector(".text .d1c2")).backgroundColor`
	before := b.eval(t, lit)
	b.do(t, chromedp.Focus(chromedp.CSS("#d1c2 a")))
	if after := b.eval(t, lit); after == before {
		t.Errorf("the words of the claim in focus are not lit: %s", after)
	}
	b.do(t, run(`document.activeElement.blur()`), chromedp.ScrollIntoView(chromedp.CSS(".text .d1c2")))
	if again := b.eval(t, lit); again != before {
		t.Errorf("the words stay lit: %s", again)
	}
	b.do(t, click(".card.listed a"))
	b.waitText(t, ".entryhead h1", "Viktor Modelov")
}

// TestBrowserBatch screens a file, chooses among its rows, and drops another
// anywhere on the page of search.
func TestBrowserBatch(t *testing.T) {
	server := serve(t, newService(t, models()), Options{})
	b := openBrowser(t)
	file := filepath.Join(t.TempDir(), "customers.csv")
	if err := os.WriteFile(file, []byte(customers), 0o600); err != nil {
		t.Fatal(err)
	}
	b.do(t, chromedp.Navigate(server.URL+"/batch"), choose("#file", file), click("button.go"))
	b.waitText(t, ".figures", "2 with a match")
	b.do(t, typeIn("#words", "viktor"))
	b.waitTrue(t, `document.querySelectorAll(".results tbody tr").length === 1 && location.search === "?words=viktor"`)
	b.do(t, click(".results summary"))
	b.waitTrue(t, `document.querySelector(".subhits a").checkVisibility()`)
	dropFile := func(name, content string) {
		t.Helper()
		b.do(t, chromedp.Navigate(server.URL), run(`(() => { const data = new DataTransfer(); data.items.add(new File([`+quote(content)+`], `+quote(name)+`));
			for (const kind of ["dragenter", "dragover", "drop"]) document.getElementById("hits").dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true})); })()`))
	}
	dropFile("dropped.csv", "name\nViktor Modelov\n")
	b.waitText(t, ".figures", "1 with a match")
	dropFile("dropped.txt", article)
	b.waitText(t, ".doc h1", "Modelov denies sale of weapons")
}

// TestBrowserWithoutScript does all that people come for with script off.
func TestBrowserWithoutScript(t *testing.T) {
	server := serve(t, newService(t, models()), Options{})
	b := openBrowser(t)
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	there := func(selector string) { t.Helper(); b.waitTrue(t, `document.querySelector(`+quote(selector)+`)`) }
	b.do(t, chromedp.Navigate(server.URL), typeIn("#q", "Viktor Modelov"), click("button.go"))
	there(".hitlink")
	b.do(t, click(".hitlink"))
	there(".entryhead")
	b.do(t, click(`#history + div a`))
	there(".trail")
	b.do(t, chromedp.Navigate(server.URL+"/read"), set("#text", article), click("button.go"))
	there(".doc .claims")
	file := filepath.Join(t.TempDir(), "customers.csv")
	if err := os.WriteFile(file, []byte(customers), 0o600); err != nil {
		t.Fatal(err)
	}
	b.do(t, chromedp.Navigate(server.URL+"/batch"), choose("#file", file), click("button.go"))
	there(".results")
	b.do(t, typeIn("#words", "viktor"), click(".filter button"))
	b.waitTrue(t, `location.search.includes("words=viktor") && document.querySelectorAll(".results tbody tr").length === 1`)
	b.do(t, chromedp.Navigate(server.URL+"/lists"), click(`td[data-label="Last change"] a`))
	there(".changes, .counts") // what the history counted, or a page that counts
}

// TestBrowserRunsNothing puts harm in lists, articles, file names, file contents
// and queries, and goes where it is shown: nothing runs.
func TestBrowserRunsNothing(t *testing.T) {
	server := serve(t, newService(t, models()), Options{})
	b := openBrowser(t)
	dir := t.TempDir()
	name := filepath.Join(dir, `<img src=x onerror="window.ran=1">.csv`)
	text := filepath.Join(dir, `<svg onload="window.ran=1">.txt`)
	for path, content := range map[string]string{name: customers, text: harm + " denies\n\nMOSCOW, 3 May 2024 (" + harm + ") - Harmful Modelson said that " + harm + " sold weapons to Viktor Modelov. </title></textarea></script>" + harm} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	check := func(where string) {
		t.Helper()
		time.Sleep(60 * time.Millisecond) // for a picture that fails
		if got := b.eval(t, `window.ran`); got != "undefined" {
			t.Errorf("%s: it ran", where)
		}
		if got := b.eval(t, `document.querySelectorAll("main script, main img, [onerror], [onload]").length`); got != "0" {
			t.Errorf("%s: %s elements of harm", where, got)
		}
	}
	for _, path := range []string{"/search?q=" + urlQuery(harm), "/search?q=Modelson&weak=1", "/search?q=" + urlQuery(harm+"\n"+harm), "/entry/own-7", "/entry/own-7?view=history", "/entry/" + urlQuery(harm), "/lists/own/changes?words=" + urlQuery(harm),
		"/lists/" + urlQuery(harm), "/search?country=" + urlQuery(harm) + "&q=Modelson&born=" + urlQuery(harm) + "&number=" + urlQuery(harm)} {
		b.do(t, chromedp.Navigate(server.URL+path))
		check(path)
	}
	b.do(t, chromedp.Navigate(server.URL), set("#q", harm), typeIn("#q", " Modelson"))
	b.waitText(t, "#said", "Modelson")
	check("as one types")
	b.do(t, chromedp.Navigate(server.URL+"/batch"), choose("#file", name), click("button.go"))
	b.waitText(t, ".figures", "4 rows")
	check("a file of names")
	b.do(t, chromedp.Navigate(server.URL+"/read"), choose("#file", text), click("button.go"))
	b.waitText(t, ".doc", "denies")
	check("a document")
	b.do(t, chromedp.Navigate(server.URL+"/read"))
	check("the names of documents")
	b.do(t, chromedp.Navigate(server.URL+"/batch"))
	check("the names of files")
}
