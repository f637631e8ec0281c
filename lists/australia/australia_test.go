package australia

import (
	"os"
	"path/filepath"
	"testing"

	"interdict/internal/listtest"
)

// before2025 is the layout of regulation8_consolidated.xlsx, since2025 the one
// that followed, with further columns.
var (
	before2025 = [][]any{
		{"Reference", "Name of Individual or Entity", "Type", "Name Type", "Date of Birth", "Place of Birth", "Citizenship", "Address", "Additional Information", "Listing Information", "Committees", "Control Date"},
		{2, "MOHAMMAD HASSAN AKHUND", "Individual", "Primary Name", "a) Approximately 1955- 1958 b) Approximately 1945-1950", "Pashmul village, Panjwai District, Kandahar Province, Afghanistan", "Afghanistan", "NA",
			"Title: a) Mullah b) Haji. Designation: a) First Deputy, Council of Ministers under the Taliban regime b) Governor of Kandahar under the Taliban regime. Belongs to Kakar tribe.", "Listed by UN 1267 Committee on 25 January 2001 (amended on 20 December 2005)", "1988 (Taliban)", listtest.Day(41988)},
		{"2a", "محمد حسن أخوند", "Individual", "Original Script", "a) Approximately 1955- 1958 b) Approximately 1945-1950", "Pashmul village, Panjwai District, Kandahar Province, Afghanistan", "Afghanistan", "NA", "", "Listed by UN 1267 Committee on 25 January 2001 (amended on 20 December 2005)", "1988 (Taliban)", listtest.Day(41988)},
		{198, "Ahmed Khalfan Ghailani", "individual ", "Primary Name ", "14 Mar 1974 >> 13 Apr 1974 >> 14 Apr 1974 >> 1 Aug 1970", "Zanzibar, Tanzania", "United Republic of Tanzania", "", "", "Listed on 17 Oct. 2001", "1267/1989/2253 (ISIL (Da'esh) and Al-Qaida)", ""},
		{"198h1", "GHAILANI, Abubakary Khalfan Ahmed", "individual ", "aka ", "", "", "", "", "", "", "", ""},
		{"", "", "", ""},
		{6529, "Jal Vahini", "Entity ", "Primary Name ", "", "", "", "", "International Maritime Organization (IMO) Ship No.9562233", "Listed on 3 Oct. 2017", "1718 (DPRK)", listtest.Day(43028)},
	}
	since2025 = [][]any{
		{"Reference", "Name of Individual or Entity", "Type", "Name Type", "Alias Strength", "Date of Birth", "Place of Birth", "Citizenship", "Address", "Additional Information", "Listing Information", "IMO Number", "Committees", "Control Date", "Instrument of Designation", "A Column of Next Year"},
		{7591, "Joint Stock Company Machine Building Design Bureau ‘Iskra’ named after I.I. Kartukov", "Entity", "Primary Name", "", "", "", "", "35 Leningradsky Prospect, Moscow, 125284, Russia", "Company identification number: 1027714027395; http://iskramkb.ru/", "Listed on 24 February 2023", "", "Autonomous (Russia)", listtest.Day(44981), "", "reported"},
		{"7591a", "MDB Iskra", "Entity", "Alias", "Weak", "", "", "", "", "", "", "", "", "", "", ""},
		{8001, "EAGLE S", "Vessel", "Primary Name", "", "", "", "", "", "", "Listed on 18 June 2025", "9329760", "Autonomous (Russia)", listtest.Day(45826), "", ""},
	}
)

func write(t testing.TB, name string, rows [][]any) string {
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, listtest.Workbook(t, rows...), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLayouts(t *testing.T) {
	listtest.Golden(t, Parser(), Source, "testdata/before2025.golden", write(t, "regulation8_consolidated.xlsx", before2025))
	listtest.Golden(t, Parser(), Source, "testdata/since2025.golden", write(t, "Australian_Sanctions_Consolidated_List.xlsx", since2025))
}

func FuzzParse(f *testing.F) {
	f.Add(listtest.Workbook(f, before2025...))
	f.Add(listtest.Workbook(f, since2025...))
	f.Add([]byte("Reference,Name of Individual or Entity,Type,Name Type,Committees,Control Date\n3172a,Division 39,Entity,aka,1718 (DPRK),08/03/2022\n"))
	listtest.Fuzz(f, Parser())
}
