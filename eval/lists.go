package eval

import (
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// lists measures what the parsers keep of every version of every list that is
// whole: lists.entities (entities read; n is the publisher's number),
// lists.entity_differences (how far they are apart, summed), and lists.values_kept
// (share of non-empty values that reached a property or a named note; n is their
// number). Groups: all and SOURCE/DATE.
//
// The publisher's number is counted in the files themselves, apart from the
// parsers; where the format is not one that is counted here it is taken from
// PROVENANCE.md, in the column entities.
func (r *run) lists(ctx context.Context) error {
	if r.opts.Load == nil {
		return skipped("nothing to parse lists with")
	}
	noted := r.provenance()
	var errs []error
	var entities, published, apart, values, kept, measured int
	for _, source := range r.sources() {
		for _, v := range r.versions(source) {
			if err := ctx.Err(); err != nil {
				return err
			}
			got, err := r.opts.Load(ctx, v.files)
			if errors.Is(err, ErrUnsupported) {
				r.skip("%s: %v", v, err)
				continue
			}
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", v, err))
				continue
			}
			measured++
			if got.Values > 0 {
				values += got.Values
				kept += got.Kept
				r.add("lists.values_kept", v.String(), float64(got.Kept)/float64(got.Values), got.Values)
			}
			want, err := publishedEntries(v.files)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			if want == 0 {
				for _, f := range v.files {
					want = max(want, noted[v.String()+"/"+strings.TrimSuffix(filepath.Base(f), ".gz")])
				}
			}
			if want == 0 {
				r.skip("%s: the publisher's number of entities is not known", v)
				continue
			}
			entities += got.Entities
			published += want
			apart += max(want-got.Entities, got.Entities-want)
			r.add("lists.entities", v.String(), float64(got.Entities), want)
		}
	}
	if measured == 0 && len(errs) == 0 {
		return skipped("no list that a parser takes in %s", r.opts.Lists)
	}
	if published > 0 {
		r.add("lists.entities", "all", float64(entities), published)
		r.add("lists.entity_differences", "all", float64(apart), published)
	}
	r.addRatio("lists.values_kept", "all", float64(kept), float64(values), values)
	return errors.Join(errs...)
}

// publishedEntries counts the entries in the files of one version by the elements or
// lines that stand for one, or returns 0 where the format is not known here.
func publishedEntries(files []string) (int, error) {
	most := 0
	for _, path := range files {
		name := strings.ToLower(strings.TrimSuffix(filepath.Base(path), ".gz"))
		var n int
		var err error
		switch {
		case name == "sdn.csv", name == "cons_prim.csv":
			n, err = countFile(path, countRecords)
		case name == "sanctionsconlist.csv", strings.HasSuffix(name, "conlist.csv"):
			n, err = countFile(path, countGroups)
		case strings.HasSuffix(name, ".xml"):
			n, err = countFile(path, countElements)
		}
		if err != nil {
			return 0, fmt.Errorf("cannot count the entries of %s: %w", path, err)
		}
		most = max(most, n)
	}
	return most, nil
}

func countFile(path string, count func(io.Reader) (int, error)) (int, error) {
	f, err := open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return count(f)
}

// entryElements names, by root element, the elements that are one entry each:
// UN, OFAC plain, OFAC advanced, OFAC enhanced, Canada, Switzerland, EU.
func entryElements(root string) []string {
	switch root {
	case "CONSOLIDATED_LIST":
		return []string{"INDIVIDUAL", "ENTITY"}
	case "sdnList":
		return []string{"sdnEntry"}
	case "Sanctions":
		return []string{"DistinctParty"}
	case "sanctionsData":
		return []string{"entity"}
	case "data-set":
		return []string{"record"}
	case "swiss-sanctions-list":
		return []string{"target"}
	case "export":
		return []string{"sanctionEntity"}
	}
	return nil
}

// countElements counts the entries of an XML list. An entry lies at most two
// levels below the root, so that a like-named element inside one is not counted.
func countElements(f io.Reader) (int, error) {
	d := xml.NewDecoder(f)
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // only names of elements matter
	var want []string
	depth, n := 0, 0
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return 0, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth == 0 {
				if want = entryElements(t.Name.Local); want == nil {
					return 0, nil
				}
			} else if depth <= 2 {
				for _, w := range want {
					if t.Name.Local == w {
						n++
					}
				}
			}
			depth++
		case xml.EndElement:
			depth--
		}
	}
}

// countRecords counts the lines of OFAC's delimited main file. Its last line
// can be a lone end-of-file sign of another age.
func countRecords(f io.Reader) (int, error) {
	c := csv.NewReader(f)
	c.FieldsPerRecord, c.LazyQuotes = -1, true
	n := 0
	for {
		rec, err := c.Read()
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return 0, err
		}
		if len(rec) > 1 {
			n++
		}
	}
}

// countGroups counts the distinct group ids, the last column, of the UK's list.
func countGroups(f io.Reader) (int, error) {
	c := csv.NewReader(f)
	c.FieldsPerRecord, c.LazyQuotes = -1, true
	groups := map[string]bool{}
	for {
		rec, err := c.Read()
		if errors.Is(err, io.EOF) {
			return len(groups), nil
		}
		if err != nil {
			return 0, err
		}
		if id := rec[len(rec)-1]; len(rec) > 20 && id != "Group ID" && id != "" {
			groups[id] = true
		}
	}
}

var firstNumber = regexp.MustCompile(`\d+`)

// provenance reads the entity counts in the table of PROVENANCE.md, by path.
// No such file, or another table, gives none.
func (r *run) provenance() map[string]int {
	noted := map[string]int{}
	b, err := readAll(filepath.Join(r.bench, "PROVENANCE.md"))
	if err != nil {
		return noted
	}
	file, entities := -1, -1
	for line := range strings.Lines(string(b)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i, c := range cells {
			cells[i] = strings.TrimSpace(c)
			switch cells[i] {
			case "file":
				file = i
			case "entities":
				entities = i
			}
		}
		if file < 0 || entities < 0 || len(cells) <= max(file, entities) {
			continue
		}
		if n, err := strconv.Atoi(firstNumber.FindString(cells[entities])); err == nil {
			noted[cells[file]] = n
		}
	}
	return noted
}
