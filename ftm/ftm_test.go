package ftm

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSchemataInherit(t *testing.T) {
	company := Lookup("Company")
	for _, parent := range []string{"Company", "Organization", "LegalEntity", "Asset", "Thing", "Value"} {
		if !company.IsA(parent) {
			t.Errorf("Company is no %s", parent)
		}
	}
	for _, property := range []string{"name", "leiCode", "amount", "jurisdiction", "imoNumber"} {
		if company.Property(property) == nil {
			t.Errorf("Company has no %s", property)
		}
	}
	if edge := Lookup("Ownership").Edge; edge == nil || edge.Source != "owner" || edge.Target != "asset" {
		t.Errorf("Ownership edge = %v", edge)
	}
	for _, s := range Schemata() {
		for _, p := range s.Properties() {
			if p.Range != "" && Lookup(p.Range) == nil {
				t.Errorf("%s.%s points at %s, which is no schema", s.Name, p.Name, p.Range)
			}
		}
		if s.Edge != nil && (s.Property(s.Edge.Source) == nil || s.Property(s.Edge.Target) == nil) {
			t.Errorf("%s: edge properties are missing", s.Name)
		}
	}
}

func TestCanMatch(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"Person", "Person", true},
		{"Person", "LegalEntity", true},
		{"Person", "Company", false},
		{"Company", "PublicBody", true},
		{"Vessel", "Company", false},
		{"Vessel", "Vessel", true},
		{"LegalEntity", "Vessel", true},
		{"LegalEntity", "Address", false},
		{"Sanction", "Sanction", false},
	}
	for _, tt := range tests {
		if got := CanMatch(Lookup(tt.a), Lookup(tt.b)); got != tt.want {
			t.Errorf("CanMatch(%s, %s) = %v", tt.a, tt.b, got)
		}
	}
}

func TestValuesAreCleaned(t *testing.T) {
	tests := []struct {
		schema, property, value string
		want                    []string // nil where the value is rejected
	}{
		{"Person", "birthDate", "10 Nov 1944", []string{"1944-11-10"}},
		{"Person", "birthDate", "1944", []string{"1944"}},
		{"Person", "birthDate", "May 1961", []string{"1961-05"}},
		{"Person", "birthDate", "circa 1961", []string{"1961"}},
		{"Person", "birthDate", "1961 to 1963", []string{"1961", "1963"}},
		{"Person", "birthDate", "2022-12-28T00:00:00", []string{"2022-12-28"}},
		{"Person", "birthDate", "31 Feb 1961", nil},
		{"Person", "birthDate", "03/04/1961", nil},
		{"Person", "gender", "Female", []string{"female"}},
		{"Person", "gender", "unknown", nil},
		{"Person", "nationality", "Korea, North", []string{"kp"}},
		{"Person", "nationality", "Democratic People's Republic of Korea", []string{"kp"}},
		{"Person", "nationality", "Россия", []string{"ru"}},
		{"Person", "nationality", "Soviet Union", []string{"suhh"}},
		{"Person", "nationality", "Region: Crimea", []string{"ua"}},
		{"Person", "nationality", "Atlantis", nil},
		{"Person", "nationality", "Palestinian", []string{"ps"}},
		{"Person", "name", "  KIM \t Yo Jong ", []string{"KIM Yo Jong"}},
		{"Vessel", "imoNumber", "IMO 7937317", []string{"IMO7937317"}},
		{"Vessel", "imoNumber", "7937318", nil},
		{"Vessel", "mmsi", "445114000", []string{"445114000"}},
		{"Company", "innCode", "7707083893", []string{"7707083893"}},
		{"Company", "innCode", "7707083894", nil},
		{"Company", "ogrnCode", "1027700132195", []string{"1027700132195"}},
		{"Company", "ogrnCode", "1027700132196", nil},
		{"Company", "leiCode", "253400WSS48YWMBUA689", nil},
		{"Company", "leiCode", "7LTWFZYICNSX8D621K86", []string{"7LTWFZYICNSX8D621K86"}},
		{"Company", "swiftBic", "sabrrumm", []string{"SABRRUMM"}},
		{"Company", "isin", "US0378331005", []string{"US0378331005"}},
		{"BankAccount", "iban", "GB82 WEST 1234 5698 7654 32", []string{"GB82WEST12345698765432"}},
		{"Company", "website", "www.example.com/a", []string{"http://www.example.com/a"}},
		{"Company", "website", "none", nil},
		{"Company", "email", "Info@Example.com", []string{"info@example.com"}},
		{"Company", "topics", "sanction.linked", []string{"sanction.linked"}},
		{"Person", "height", "1,80", nil},
		{"Vessel", "tonnage", "12,500", []string{"12500"}},
	}
	for _, tt := range tests {
		e := New(tt.schema, "x")
		err := e.Add(tt.property, tt.value)
		if diff := cmp.Diff(tt.want, e.Get(tt.property)); diff != "" {
			t.Errorf("%s.%s %q: %v (%v)", tt.schema, tt.property, tt.value, diff, err)
		}
		if rejected := len(e.Rejected) == 1 && e.Rejected[0].Value == tt.value; rejected != (tt.want == nil) {
			t.Errorf("%s.%s %q: rejected = %v", tt.schema, tt.property, tt.value, e.Rejected)
		}
	}
}

func TestDateQualifierKeepsWhatValuesLeaveOut(t *testing.T) {
	for in, want := range map[string]string{
		"circa 1961":             "circa 1961",
		"1961":                   "",
		"Between 1961 and 1963":  "between 1961 and 1963",
		"approximately 1961":     "circa 1961",
		"early 1960s":            "circa between 1960 and 1963",
		"1 Jan 1961 to May 1962": "between 1961-01-01 and 1962-05",
	} {
		d, err := ParseDate(in)
		if err != nil || d.Qualifier() != want {
			t.Errorf("%q: %q, %v; want %q", in, d.Qualifier(), err, want)
		}
	}
	if d, err := DateInOrder("04/03/1961", DMY); err != nil || d.From.String() != "1961-03-04" {
		t.Errorf("day first: %v %v", d, err)
	}
	if d, err := DateInOrder("04/03/1961", MDY); err != nil || d.From.String() != "1961-04-03" {
		t.Errorf("month first: %v %v", d, err)
	}
	if d, err := DateInOrder("00/00/1961", DMY); err != nil || d.From.String() != "1961" {
		t.Errorf("unknown day and month: %v %v", d, err)
	}
}

func TestJSONLines(t *testing.T) {
	in := `{"id":"a","caption":"KIM","schema":"Person","properties":{"name":["KIM Yo Jong"],"birthDate":["1989-09-26","26/9"],"shoeSize":["40"]},"datasets":["us_ofac_sdn"],"target":true}
not json

{"id":"b","schema":"Spaceship","properties":{}}
{"id":"c","schema":"Vessel","properties":{"name":["CHONG CHON GANG"]}}
`
	d := NewDecoder(strings.NewReader(in))
	a, err := d.Decode()
	if err != nil || a.Caption() != "KIM Yo Jong" || !a.Target {
		t.Fatalf("first entity: %v %v", a, err)
	}
	if len(a.Rejected) != 2 {
		t.Errorf("rejected = %v, want the date and the unknown property", a.Rejected)
	}
	for _, wantLine := range []int{2, 4} {
		var bad *LineError
		if _, err := d.Decode(); !errors.As(err, &bad) || bad.Line != wantLine {
			t.Errorf("error = %v, want one of line %d", err, wantLine)
		}
	}
	if c, err := d.Decode(); err != nil || c.ID != "c" {
		t.Errorf("after bad lines: %v %v", c, err)
	}
	if _, err := d.Decode(); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}

	var buf bytes.Buffer
	if err := NewEncoder(&buf).Encode(a); err != nil {
		t.Fatal(err)
	}
	again, err := NewDecoder(&buf).Decode()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a.Rejected, again.Rejected); diff != "" || again.First("birthDate") != "1989-09-26" {
		t.Errorf("after a round trip: %v %s", again, diff)
	}
}

// Whatever comes in, cleaning a clean value again changes nothing.
func TestCleanIsStable(t *testing.T) {
	var properties []*Property
	for _, s := range Schemata() {
		properties = append(properties, s.Properties()...)
	}
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(properties).Draw(t, "property")
		value := rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Z0-9]{7,20}`), rapid.StringMatching(`(circa )?[0-9]{1,2} (May|Jun) (1[0-9]{3})( to (1[0-9]{3}))?`)).Draw(t, "value")
		clean, err := p.Clean(Tidy(value))
		if err != nil {
			return
		}
		for _, v := range clean {
			again, err := p.Clean(v)
			if err != nil || len(again) != 1 || again[0] != v {
				t.Fatalf("%s %q: %q, then %q %v", p.Name, value, v, again, err)
			}
		}
	})
}

// A value is there once, in the order of first adding, however many there are.
func TestManyValues(t *testing.T) {
	e := New("Person", "x")
	var want []string
	for i := range 100 {
		want = append(want, fmt.Sprint("name ", i))
		for j := range i + 1 {
			_ = e.Add("alias", fmt.Sprint("name ", j))
		}
	}
	if diff := cmp.Diff(want, e.Get("alias")); diff != "" {
		t.Error(diff)
	}
}

// Writing one space between words has a short way, which must agree with the
// long one.
func TestOneSpaced(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.RuneFrom([]rune("a Ж漢é\t\n\u00a0\u2003\u3000\u1680\u0085"))).Draw(t, "s")
		if got, want := oneSpaced(s), strings.Join(strings.Fields(s), " "); got != want {
			t.Fatalf("%q became %q, want %q", s, got, want)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"1961", "circa 1961", "10 Nov 1944", "1961-02-30", "between 1961 and 1960", "/", "00/00/1961"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, parse := range []func(string) (Date, error){ParseDate, func(s string) (Date, error) { return DateInOrder(s, DMY) }} {
			d, err := parse(s)
			if err != nil {
				continue
			}
			for _, v := range d.Values() {
				if _, err := ParseDate(v); err != nil {
					t.Errorf("%q gives %q, which is no date: %v", s, v, err)
				}
			}
		}
	})
}
