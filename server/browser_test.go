package server_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	fetch "interdict/fetch/page"
	"interdict/server"
	"interdict/service"
	"interdict/web"
)

// openBrowser opens headless Chromium, or skips the test where there is none.
func openBrowser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); name != "" && err == nil {
			path = found
			break
		}
	}
	switch {
	case path == "":
		t.Skip("no Chromium here: install it, or say where it is in CHROMIUM")
	case testing.Short():
		t.Skip("browsers take long")
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(stop)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WindowSize(1280, 900), chromedp.WSURLReadTimeout(40*time.Second))
	ctx, stop = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(func() { _ = chromedp.Cancel(ctx); stop() }) // it ends with the test in any case
	if err := chromedp.Do(ctx); err != nil {               // starts it
		t.Fatal(err)
	}
	return ctx
}

// pagesAndServer is a server with the pages, as the program puts them together.
func pagesAndServer(t *testing.T, o server.Options) *httptest.Server {
	t.Helper()
	s := service.New(service.Options{Data: t.TempDir()})
	pages, err := web.New(s, web.Options{Fetch: o.Fetch, SignOut: "/sign-out", User: func(r *http.Request) string { return server.CallerOf(r).Name }, Owner: func(r *http.Request) string { return server.CallerOf(r).Owner() }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := pages.Close(); err != nil {
			t.Error(err)
		}
	})
	h := httptest.NewUnstartedServer(nil)
	if o.OpenID != nil {
		o.OpenID.Redirect = "http://" + h.Listener.Addr().String()
	}
	o.NeedKey, o.SignIn, o.Mounts = true, true, map[string]http.Handler{"/": pages}
	srv, err := server.New(s, o)
	if err != nil {
		t.Fatal(err)
	}
	h.Config.Handler = srv
	h.Start()
	t.Cleanup(h.Close)
	return h
}

// People in a true browser sign in, with a key or by a provider, use the pages,
// and sign out. A browser keeps the cookies of the loopback without HTTPS.
func TestBrowserSignsIn(t *testing.T) {
	ctx := openBrowser(t)
	keys := server.OpenKeys(t.TempDir())
	secret, err := keys.Add("analysts", []server.Scope{server.Screen, server.Read})
	if err != nil {
		t.Fatal(err)
	}
	outlet := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "<html><head><title>Envoy denies it</title></head><body><article><h1>Envoy denies it</h1>"+strings.Repeat("<p>Kim Yo Jong denied on Monday that North Korea had sold arms to Russia, the agency said.</p>", 4)+"</article></body></html>")
	}))
	defer outlet.Close()
	at0, err := netip.ParseAddrPort(outlet.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	o := newIdentityProvider(t).options()
	o.Keys = keys
	o.Fetch = fetch.New(fetch.Options{Networks: []netip.Prefix{netip.PrefixFrom(at0.Addr(), 32)}, Ports: []int{int(at0.Port())}}).Get
	s := pagesAndServer(t, o)
	do := func(steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		limit, cancel := context.WithTimeout(ctx, 15*time.Second)
		defer cancel()
		if err := chromedp.Do(limit, steps...); err != nil {
			t.Fatal(err)
		}
	}
	wait := func(expression string) {
		t.Helper()
		for until := time.Now().Add(15 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			if ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`!!(`+expression+`)`)); err == nil && ok {
				return
			} else if time.Now().After(until) {
				text, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location + " " + document.body.innerText`))
				t.Fatalf("it never came that %s (%v)\n%s", expression, err, text)
			}
		}
	}
	at := func(path string) { wait(`location.pathname + location.search === "` + path + `"`) }
	shot := func(name string) {
		if dir := os.Getenv("SCREENSHOTS"); dir != "" {
			data, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{})
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, name+".png"), data.Data, 0o600)
			}
			if err != nil {
				t.Error(err)
			}
		}
	}
	begin := "/sign-in?next=" + url.QueryEscape("/search?q=Kim+Yo+Jong")
	do(chromedp.Navigate(s.URL + "/search?q=Kim+Yo+Jong"))
	at(begin)
	wait(`document.querySelector("h1").textContent === "Sign in" && getComputedStyle(document.querySelector("main")).maxWidth !== ""`)
	shot("sign-in")
	for _, look := range []struct {
		name, scheme string
		width        int64
	}{{"sign-in-dark-phone", "dark", 390}, {"", "light", 1280}} {
		if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look.scheme}}}); err != nil {
			t.Fatal(err)
		}
		do(chromedp.EmulateViewport(look.width, 900))
		wait(`document.documentElement.scrollWidth <= innerWidth`)
		if look.name != "" {
			shot(look.name)
		}
	}
	do(chromedp.SendKeys(chromedp.CSS("#key"), "wrong\r"))
	wait(`document.querySelector("[role=alert]")?.textContent.includes("This key is not known")`)
	shot("sign-in-wrong")
	do(chromedp.SendKeys(chromedp.CSS("#key"), secret+"\r"))
	at("/search?q=Kim+Yo+Jong")
	wait(`document.querySelector(".user")?.textContent === "analysts" && document.body.innerText.includes("KIM Yo Jong")`)
	shot("signed-in")
	if cookies, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.cookie`)); err != nil || cookies != "" {
		t.Errorf("a script sees %q %v", cookies, err)
	}
	do(chromedp.Click(chromedp.CSS(".out button")))
	at("/sign-in")
	do(chromedp.Navigate(s.URL + "/lists"))
	at("/sign-in?next=%2Flists")
	do(chromedp.Click(chromedp.CSS("a.button")))
	at("/lists")
	wait(`document.querySelector(".user")?.textContent === "ada@example.org"`)
	do(chromedp.Navigate(s.URL + "/read"))
	wait(`document.querySelector("textarea")`)
	do(chromedp.SendKeys(chromedp.CSS("textarea"), strings.Repeat("Kim Yo Jong denied that North Korea had sold arms to Russia. ", 3)))
	do(chromedp.Click(chromedp.CSS("main form button")))
	wait(`location.pathname.startsWith("/read/") && document.body.innerText.includes("denied")`)
	shot("read")

	// An address is fetched, where it may be.
	for address, want := range map[string]string{outlet.URL + "/story.html": "Envoy denies it", s.URL + "/metrics": "is not asked"} {
		do(chromedp.Navigate(s.URL + "/read"))
		wait(`document.querySelector("#url")`)
		do(chromedp.SendKeys(chromedp.CSS("#url"), address), chromedp.Click(chromedp.CSS("main form button.go")))
		wait(`location.pathname.startsWith("/read/") && document.body.innerText.includes("` + want + `")`)
	}
	shot("read-address")

	// While the session is over, the page that asks for a part of itself leads to
	// signing in.
	do(chromedp.Navigate(s.URL + "/"))
	wait(`document.querySelector("#q, [name=q]")`)
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[chromedp.Void](`fetch("/sign-out", {method: "POST"}).then(() => {})`)); err != nil {
		t.Error(err)
	}
	do(chromedp.SendKeys(chromedp.CSS("[name=q]"), "Kim"))
	wait(`location.pathname === "/sign-in"`)
}
