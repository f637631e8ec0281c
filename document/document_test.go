package document

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHead(t *testing.T) {
	tests := []struct{ text, title, source, published string }{
		{"Envoy denies arms deal\n\nSEOUL, Feb. 6, 2024 (Example Wire) — The envoy denied it.", "Envoy denies arms deal", "Example Wire", "2024-02-06"},
		{"Envoy denies arms deal\nInterdict example desk, 28 March 2024\n\nThe envoy denied it on Monday.", "Envoy denies arms deal", "Interdict example desk", "2024-03-28"},
		{"Published: 2023-11-02\nThe envoy denied it.", "", "", "2023-11-02"},
		{"The envoy denied it. He said so on May 5, 2020.", "", "", ""},
		{"", "", "", ""},
	}
	for _, tt := range tests {
		d := New(tt.text, Options{})
		if d.Title != tt.title || d.Source != tt.source || d.Published != tt.published {
			t.Errorf("%q: title %q, source %q, published %q", tt.text, d.Title, d.Source, d.Published)
		}
	}
	if d := New("Headline\n\nText.", Options{Title: "Given", Published: "2020-01-01"}); d.Title != "Given" || d.Published != "2020-01-01" {
		t.Errorf("what the caller knows is not kept: %+v", d)
	}
}

func TestSpanCountsCodePoints(t *testing.T) {
	text := strings.Repeat("é€😀a", 100)
	d := New(text, Options{})
	for i := 0; i <= len(text); i++ {
		if i < len(text) && !utf8.RuneStart(text[i]) {
			continue
		}
		if got, want := d.Span(0, i).End, utf8.RuneCountInString(text[:i]); got != want {
			t.Fatalf("byte %d is code point %d, want %d", i, got, want)
		}
	}
	if s := d.Span(-5, 1<<30); s.Start != 0 || s.Text != text {
		t.Errorf("bounds outside the text: %d to %d", s.Start, s.End)
	}
}

func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"The ministry said on Friday that it had not been told of the shipment to the port.": "en",
		"Le ministère a déclaré que la cargaison est arrivée dans le port pour les troupes.": "fr",
		"Министерство заявило, что поставок не было и не будет.":                             "ru",
		"조선중앙통신은 외무성 대변인이 이를 부인했다고 보도했다.":                                                    "ko",
		"x": "und",
	} {
		if got := New(text, Options{}).Language; got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

func TestUnreadableFilesSayWhatToDo(t *testing.T) {
	for name, data := range map[string]string{
		"empty.txt": " \n", "a.docx": "PK\x03\x04....", "a.html": "<!DOCTYPE html><html>", "a.bin": "abc\x00def", "a.doc": "\xd0\xcf\x11\xe0", "a.eml": "From: a@example.org\nTo: b@example.org\n\n",
		"a.rss": "<rss><channel><title>x</title></channel></rss>", "b.rss": "<?xml version='1.0'?><rss><chan", "a.png": "\x89PNG\r\n\x1a\n",
	} {
		_, err := Read(context.Background(), strings.NewReader(data), name, Options{})
		if err == nil || !strings.HasPrefix(err.Error(), name+": ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Read(context.Background(), strings.NewReader(strings.Repeat("a", 100)), "long.txt", Options{MaxBytes: 50}); err == nil {
		t.Error("a file over the limit was read")
	}
	d, err := Read(context.Background(), strings.NewReader("\xff\xfeH\x00i\x00"), "utf16.txt", Options{})
	if err != nil || d.Text != "Hi" || d.ID != "utf16" {
		t.Errorf("UTF-16: %+v %v", d, err)
	}
	if d, err := Read(context.Background(), strings.NewReader("caf\xe9\r\n"), "old.txt", Options{}); err != nil || d.Text != "café\n" {
		t.Errorf("Windows-1252: %+v %v", d, err)
	}
}
