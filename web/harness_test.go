package web

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A browser is a tab of headless Chromium, with what went wrong in it: what the
// Content-Security-Policy refused, scripts that failed, dialogues that opened.
type browser struct {
	ctx context.Context

	mu       sync.Mutex
	problems []string
}

// chromium is where the browser is, or "".
func chromium() string {
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	return ""
}

// shared is the browser of all tests: to start one takes seconds.
var shared = sync.OnceValues(func() (context.Context, context.CancelFunc) {
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium()), chromedp.NoSandbox, chromedp.WindowSize(1280, 900), chromedp.WSURLReadTimeout(40*time.Second))
	ctx, _ = chromedp.NewExecAllocator(ctx, options...)
	ctx, _ = chromedp.NewContext(ctx)
	return ctx, stop
})

// TestMain ends the browser, where one was started.
func TestMain(m *testing.M) {
	code := m.Run()
	if started.Load() {
		ctx, stop := shared()
		_ = chromedp.Cancel(ctx) // it ends with the tests in any case
		stop()
	}
	os.Exit(code)
}

var started atomic.Bool

// openBrowser opens a tab with nothing of another's in it, or skips the test
// where there is no browser.
func openBrowser(t *testing.T) *browser {
	t.Helper()
	if chromium() == "" {
		t.Skip("no Chromium here: install it, or say where it is in CHROMIUM")
	}
	if testing.Short() {
		t.Skip("browsers take long")
	}
	started.Store(true)
	first, _ := shared()
	if err := chromedp.Do(first); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(first, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 60*time.Second)
	t.Cleanup(cancel)
	b := &browser{ctx: ctx}
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *cdplog.EventEntryAdded:
			if e.Entry.Level == cdplog.EntryLevelError && !strings.Contains(e.Entry.Text, "the server responded with a status of 40") {
				b.problem(e.Entry.Text)
			}
		case *runtime.EventExceptionThrown:
			b.problem(e.ExceptionDetails.Text + " " + e.ExceptionDetails.Exception.Description)
		case *page.EventJavascriptDialogOpening:
			b.problem("a dialogue: " + e.Message)
		}
	})
	if err == nil {
		_, err = chromedp.Call(ctx, cdplog.Enable, cdp.Empty{})
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, p := range b.problems {
			t.Errorf("in the browser: %s", p)
		}
	})
	return b
}

func (b *browser) problem(words string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.problems = append(b.problems, words)
}

// A step is something that is done in a browser.
type step = chromedp.Action[chromedp.Void]

func (b *browser) do(t *testing.T, steps ...step) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err, "\n", b.text())
	}
}

// text is what stands on the page, for messages.
func (b *browser) text() string {
	ctx, cancel := context.WithTimeout(b.ctx, 3*time.Second)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText`))
	if err != nil {
		return err.Error()
	}
	return text
}

// run runs a script in the page.
func run(script string) step { return chromedp.Evaluate[chromedp.Void](script) }

// In the shape of CSS selectors.
func click(selector string) step        { return chromedp.Click(chromedp.CSS(selector)) }
func typeIn(selector, keys string) step { return chromedp.SendKeys(chromedp.CSS(selector), keys) }
func set(selector, value string) step   { return chromedp.SetValue(chromedp.CSS(selector), value) }
func choose(selector, file string) step {
	return chromedp.SetUploadFiles(chromedp.CSS(selector), []string{file})
}

// waitText waits until an element holds some words.
func (b *browser) waitText(t *testing.T, selector, words string) {
	t.Helper()
	b.waitTrue(t, `document.querySelector(`+quote(selector)+`)?.textContent.includes(`+quote(words)+`)`)
}

// waitTrue waits until an expression holds.
func (b *browser) waitTrue(t *testing.T, expression string) {
	t.Helper()
	for until := time.Now().Add(15 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		ctx, cancel := context.WithTimeout(b.ctx, 5*time.Second)
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`!!(`+expression+`)`))
		cancel()
		if ok {
			return
		}
		if b.ctx.Err() != nil || time.Now().After(until) { // a page that goes fails to answer
			t.Fatalf("it never came that %s (%v)\n%s", expression, err, b.text())
		}
	}
}

func (b *browser) eval(t *testing.T, expression string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	out, err := chromedp.Run(ctx, chromedp.Evaluate[string](`String(`+expression+`)`))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func quote(s string) string { return "`" + strings.ReplaceAll(s, "`", "\\`") + "`" }
