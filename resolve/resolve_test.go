package resolve

import (
	"strings"
	"testing"

	"interdict/ftm"
)

// listed is a listed entity with the values given, "property value".
func listed(schema, source, own string, values ...string) *ftm.Entity {
	e := ftm.New(schema, source+"-"+own)
	e.Datasets, e.Target = []string{source}, true
	for _, v := range values {
		property, value, _ := strings.Cut(v, " ")
		if err := e.Add(property, value); err != nil {
			panic(err)
		}
	}
	return e
}

func sanction(of *ftm.Entity, reference string) *ftm.Entity {
	s := ftm.New("Sanction", of.ID+"-sanction")
	s.Datasets = of.Datasets
	_ = s.Add("entity", of.ID)
	_ = s.Add("unscId", reference)
	return s
}

func TestWhatJoinsTwoEntries(t *testing.T) {
	const ofac, un, uk = "us_ofac_sdn", "un_sc_sanctions", "gb_hmt_sanctions"
	unVessel, ukVessel := listed("Vessel", un, "1", "name CHONG CHON GANG"), listed("Vessel", uk, "2", "name Some Other Name")
	tests := []struct {
		what   string
		all    []*ftm.Entity
		joined bool
	}{
		{"name alone", []*ftm.Entity{listed("Person", ofac, "1", "name Kim Yo Jong"), listed("Person", un, "2", "name Kim Yo Jong")}, false},
		{"name and country", []*ftm.Entity{listed("Person", ofac, "1", "name Kim Yo Jong", "nationality kp"), listed("Person", un, "2", "name Kim Yo Jong", "nationality kp")}, false},
		{"name, birth date and country", []*ftm.Entity{
			listed("Person", ofac, "1", "name Kim Yo Jong", "birthDate 1989-09-26", "nationality kp"),
			listed("Person", un, "2", "name Kim Yo-jong", "birthDate 1989-09-26", "nationality kp")}, true},
		{"birth date and country, another name", []*ftm.Entity{
			listed("Person", ofac, "1", "name Kim Yo Jong", "birthDate 1989-09-26", "nationality kp"),
			listed("Person", un, "2", "name Pak Song Chol", "birthDate 1989-09-26", "nationality kp")}, false},
		{"year of birth alone", []*ftm.Entity{
			listed("Person", ofac, "1", "name Kim Yo Jong", "birthDate 1989", "nationality kp"),
			listed("Person", un, "2", "name Kim Yo Jong", "birthDate 1989", "nationality kp")}, false},
		{"name, birth date and country, another gender", []*ftm.Entity{
			listed("Person", ofac, "1", "name Kim Yo Jong", "birthDate 1989-09-26", "nationality kp", "gender female"),
			listed("Person", un, "2", "name Kim Yo Jong", "birthDate 1989-09-26", "nationality kp", "gender male")}, false},
		{"passport and name", []*ftm.Entity{
			listed("Person", ofac, "1", "name Kim Yo Jong", "passportNumber 654320001"),
			listed("Person", un, "2", "name KIM Yo-jong", "passportNumber 654 320 001")}, true},
		{"passport, another name", []*ftm.Entity{
			listed("Person", ofac, "1", "name Kim Yo Jong", "passportNumber 654320001"),
			listed("Person", un, "2", "name Ali Hassan", "passportNumber 654320001")}, false},
		{"IMO number, renamed", []*ftm.Entity{
			listed("Vessel", ofac, "1", "name HONOR STAR", "imoNumber 7937317"),
			listed("Vessel", un, "2", "name CHONG CHON GANG", "imoNumber IMO7937317")}, true},
		{"one name of a company and the country", []*ftm.Entity{
			listed("Company", ofac, "1", "name Korea Mining Development Trading Corporation", "country kp"),
			listed("Company", un, "2", "name Korea Mining Development Trading Corporation", "country kp")}, false},
		{"two names of a company and the country", []*ftm.Entity{
			listed("Company", ofac, "1", "name Korea Mining Development Trading Corporation", "alias External Technology General Corporation", "country kp"),
			listed("Organization", un, "2", "name KOREA MINING DEVELOPMENT TRADING CORPORATION", "alias External Technology General Corporation", "country kp")}, true},
		{"the UN's reference on another list", []*ftm.Entity{unVessel, sanction(unVessel, "KPv.001"), ukVessel, sanction(ukVessel, "KPv.001")}, true},
		{"one list's two entries", []*ftm.Entity{
			listed("Vessel", ofac, "1", "name A", "imoNumber 7937317"), listed("Vessel", ofac, "2", "name B", "imoNumber 7937317")}, false},
		{"a person and a vessel", []*ftm.Entity{
			listed("Person", ofac, "1", "name Victoria", "passportNumber 654320001"), listed("Vessel", un, "2", "name Victoria")}, false},
	}
	for _, tt := range tests {
		p := Find(tt.all, nil)
		if got := len(p.Links()) > 0; got != tt.joined {
			t.Errorf("%s: joined %v, want %v: %+v", tt.what, got, tt.joined, p.Links())
		}
		for _, l := range p.Links() {
			if p.Of(l.A) != p.Of(l.B) || l.Reason == "" {
				t.Errorf("%s: %+v, parties %s and %s", tt.what, l, p.Of(l.A), p.Of(l.B))
			}
		}
	}
}

// A third list's entry never joins two entries of one list, and what a user has
// parted stays parted, also by way of a third.
func TestWhatStaysApart(t *testing.T) {
	one := listed("Vessel", "us_ofac_sdn", "1", "name A", "imoNumber 7937317")
	two := listed("Vessel", "us_ofac_sdn", "2", "name B", "imoNumber 7937317")
	three := listed("Vessel", "un_sc_sanctions", "3", "name C", "imoNumber 7937317")
	if p := Find([]*ftm.Entity{one, two, three}, nil); p.Of(one.ID) == p.Of(two.ID) || len(p.Links()) != 1 {
		t.Errorf("links %+v", p.Links())
	}
	four := listed("Vessel", "gb_hmt_sanctions", "4", "name D", "imoNumber 7937317")
	all := []*ftm.Entity{one, three, four}
	if p := Find(all, nil); len(p.Members(one.ID)) != 3 {
		t.Errorf("members %v", p.Members(one.ID))
	}
	p := Find(all, []Pair{{one.ID, three.ID}})
	if p.Of(one.ID) == p.Of(three.ID) {
		t.Errorf("parted entries are one party: %v", p.Members(one.ID))
	}
	if len(p.Links()) != 1 {
		t.Errorf("links %+v", p.Links())
	}
}
