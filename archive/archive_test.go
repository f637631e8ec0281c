package archive

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"interdict/lists"
	"interdict/lists/all"
)

// unList is a list of the Security Council in its format, of the day given,
// with an entry for each "REFERENCE NAME DATAID".
func unList(day string, entries ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CONSOLIDATED_LIST dateGenerated=\"%sT00:00:09.554Z\"><INDIVIDUALS>\n", day)
	for _, e := range entries {
		f := strings.SplitN(e, " ", 3)
		fmt.Fprintf(&b, "<INDIVIDUAL><DATAID>%s</DATAID><FIRST_NAME>%s</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>%s</REFERENCE_NUMBER><LISTED_ON>2009-07-16</LISTED_ON></INDIVIDUAL>\n", f[1], f[2], f[0])
	}
	return b.String() + "</INDIVIDUALS></CONSOLIDATED_LIST>\n"
}

func add(t *testing.T, a *Archive, content string) Version {
	t.Helper()
	sets, problems := all.Recognise([]lists.File{lists.NewFile("consolidated.xml", []byte(content))})
	if len(problems) > 0 || len(sets) != 1 {
		t.Fatal(problems)
	}
	result, err := all.Parse(t.Context(), sets[0])
	if err != nil {
		t.Fatal(err)
	}
	v, _, err := a.Add(t.Context(), sets[0], result)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const un = "un_sc_sanctions"

func captions(t *testing.T, a *Archive, v Version) []string {
	t.Helper()
	entities, err := a.Entities(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entities {
		if e.Target {
			out = append(out, e.Caption())
		}
	}
	return out
}

func TestVersionsByDayWhateverTheOrderOfAdding(t *testing.T) {
	a := Open(t.TempDir())
	add(t, a, unList("2025-11-20", "KPi.001 1 YUN HO-JIN", "KPi.002 2 RI JE-SON"))
	add(t, a, unList("2025-06-18", "KPi.001 1 YUN HO-JIN"))
	for _, c := range []struct {
		asOf string
		want []string
	}{
		{"", []string{"YUN HO-JIN", "RI JE-SON"}},
		{"2025-11-20", []string{"YUN HO-JIN", "RI JE-SON"}},
		{"2025-11-19", []string{"YUN HO-JIN"}},
		{"2025-06-17", nil},
	} {
		versions, err := a.At(When{AsOf: c.asOf})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, v := range versions {
			got = captions(t, a, v)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("as of %q (-want +got):\n%s", c.asOf, diff)
		}
	}
	if versions, err := a.At(When{KnownAt: time.Now().Add(-time.Hour)}); err != nil || len(versions) > 0 {
		t.Errorf("an hour ago nothing was known, got %v, %v", versions, err)
	}
	seen, err := a.SeenBy(t.Context(), un, When{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{un + "-KPi.001": "2025-06-18", un + "-KPi.002": "2025-11-20"}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("seen by (-want +got):\n%s", diff)
	}
}

func TestSameFilesAreOneVersion(t *testing.T) {
	a := Open(t.TempDir())
	one := add(t, a, unList("2025-06-18", "KPi.001 1 YUN HO-JIN"))
	two := add(t, a, unList("2025-06-18", "KPi.001 1 YUN HO-JIN"))
	have, err := a.Versions(un)
	if err != nil || len(have) != 1 || one.ID != two.ID {
		t.Errorf("versions %v, %v", have, err)
	}
}

// Many versions take little more room than one, and each can be read back,
// byte for byte, whatever it was stored against.
func TestVersionsShareWhatTheyHaveInCommon(t *testing.T) {
	a := Open(t.TempDir())
	var entries []string
	for i := range 400 {
		entries = append(entries, fmt.Sprintf("KPi.%03d %d ENTRY %x", i, 1000+i*7919, i*2654435761))
	}
	var versions []Version
	for day := 1; day <= 28; day++ {
		entries = append(entries, fmt.Sprintf("KPi.9%02d %d ADDED ON DAY %d", day, day, day))
		versions = append(versions, add(t, a, unList(fmt.Sprintf("2025-06-%02d", day), entries...)))
	}
	var first, total int64
	for i, v := range versions {
		data, _, err := a.readObject(v.Files[0].SHA256)
		if err != nil || int64(len(data)) != v.Files[0].Bytes {
			t.Fatalf("version %d: %d bytes, %v", i, len(data), err)
		}
		info, err := os.Stat(a.objectPath(v.Files[0].SHA256))
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = info.Size()
		}
		total += info.Size()
	}
	if total > 4*first { // a chain is begun anew twice
		t.Errorf("28 versions take %d bytes, the first alone %d", total, first)
	}
	if snapshots, _ := filepath.Glob(filepath.Join(a.dir, "snapshots", un, "*")); len(snapshots) != 1 {
		t.Errorf("snapshots %v, want that of the newest version alone", snapshots)
	}
}

func TestDamageIsToldAndMended(t *testing.T) {
	a := Open(t.TempDir())
	v := add(t, a, unList("2025-06-18", "KPi.001 1 YUN HO-JIN"))
	// A damaged snapshot is made anew from the files.
	if err := os.WriteFile(a.snapshotPath(v), []byte("rubbish"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := captions(t, a, v); len(got) != 1 {
		t.Errorf("entries %v", got)
	}
	if entities, err := a.readSnapshot(t.Context(), v); err != nil || len(entities) == 0 {
		t.Errorf("the snapshot was not mended: %v", err)
	}
	// A damaged file is never taken for the list.
	if err := os.Remove(a.snapshotPath(v)); err != nil {
		t.Fatal(err)
	}
	path := a.objectPath(v.Files[0].SHA256)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, damaged := range [][]byte{nil, data[:len(data)/2], []byte("interdict-object 1 - 99\nx"), append(data[:len(data)-3:len(data)-3], 1, 2, 3)} {
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Entities(t.Context(), v); err == nil || !strings.Contains(err.Error(), "add the list again") {
			t.Errorf("%d bytes: error %v", len(damaged), err)
		}
	}
}

// A program that is killed between any two writes leaves files that are none
// of a version, or a version without what can be made again.
func TestHalfWrittenVersionDoesNotExist(t *testing.T) {
	a := Open(t.TempDir())
	add(t, a, unList("2025-06-18", "KPi.001 1 YUN HO-JIN"))
	v := add(t, a, unList("2025-11-20", "KPi.001 1 YUN HO-JIN", "KPi.002 2 RI JE-SON"))
	if err := os.Remove(a.manifest(v)); err != nil { // killed before the manifest
		t.Fatal(err)
	}
	if now, ok, err := a.VersionAt(un, When{}); err != nil || !ok || now.Published != "2025-06-18" {
		t.Errorf("version %v, %v, %v", now.Published, ok, err)
	}
	again := add(t, a, unList("2025-11-20", "KPi.001 1 YUN HO-JIN", "KPi.002 2 RI JE-SON"))
	if err := os.Remove(a.seenPath(un)); err != nil { // killed after it
		t.Fatal(err)
	}
	seen, err := a.SeenBy(t.Context(), un, When{})
	if err != nil || seen[un+"-KPi.001"] != "2025-06-18" || again.ID != v.ID {
		t.Errorf("seen %v, %v", seen, err)
	}
}

func TestDiff(t *testing.T) {
	a := Open(t.TempDir())
	old := add(t, a, unList("2025-06-18", "KPi.001 1 YUN HO-JIN", "KPi.002 2 RI JE-SON", "KPi.003 3 HWANG SOK-HWA", "KPi.004 4 RI HONG-SOP"))
	new := add(t, a, unList("2025-11-20", "KPi.001 1 YUN HO-JIN", "KPi.002 2 RI CHE-SON", "KPi.003 33 HWANG SOK-HWA", "KPi.005 5 HAN YU-RO"))
	before, err := a.Entities(t.Context(), old)
	if err != nil {
		t.Fatal(err)
	}
	after, err := a.Entities(t.Context(), new)
	if err != nil {
		t.Fatal(err)
	}
	want := []Change{
		{Op: OpAdd, ID: "KPi.005", Entity: un + "-KPi.005", Caption: "HAN YU-RO", Schema: "Person"},
		{Op: OpModify, ID: "KPi.002", Entity: un + "-KPi.002", Caption: "RI CHE-SON", Schema: "Person",
			Values: []ValueChange{{Property: "name", Removed: []string{"RI JE-SON"}, Added: []string{"RI CHE-SON"}}}},
		{Op: OpModify, ID: "KPi.003", Entity: un + "-KPi.003", Caption: "HWANG SOK-HWA", Schema: "Person", Relisted: true,
			Values: []ValueChange{{Property: "sanction.recordId", Removed: []string{"3"}, Added: []string{"33"}}}},
		{Op: OpDelete, ID: "KPi.004", Entity: un + "-KPi.004", Caption: "RI HONG-SOP", Schema: "Person"},
	}
	got := Diff(before, after)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	if c := Count(got); c != (Counts{Added: 1, Removed: 1, Modified: 2, Relisted: 1}) {
		t.Errorf("counts %+v", c)
	}
	if same := Diff(after, after); len(same) > 0 {
		t.Errorf("a list differs from itself: %+v", same)
	}
}
