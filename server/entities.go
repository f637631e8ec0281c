package server

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"interdict/ftm"
)

// entity answers GET /entities/{id}: the entity with what is attached to it in
// the places of its properties, or without where nested=false. A publisher's
// own id leads to the whole one.
func (s *Server) entity(w http.ResponseWriter, r *http.Request) {
	e, ok := s.entityOf(w, r)
	if !ok {
		return
	}
	out := plain(e)
	if r.URL.Query().Get("nested") != "false" {
		neighbours, err := s.neighbours(r, e)
		if err != nil {
			failWith(w, err)
			return
		}
		for name, list := range neighbours {
			var nested []any
			for _, n := range list {
				nested = append(nested, plain(n))
			}
			out.Properties[name] = nested
		}
	}
	if err := s.service.Shown(r.Context(), "entity", []string{e.ID}, r.PathValue("id")); err != nil {
		failWith(w, err)
		return
	}
	writeJSON(w, http.StatusOK, out)
}

// entityOf finds the entity that a path names, or answers that there is none.
func (s *Server) entityOf(w http.ResponseWriter, r *http.Request) (*ftm.Entity, bool) {
	id := r.PathValue("id")
	e, err := s.service.Entity(r.Context(), id)
	if err != nil {
		failWith(w, err)
		return nil, false
	}
	if e != nil {
		return e, true
	}
	if records, err := s.service.Show(r.Context(), id); err == nil && len(records) == 1 {
		to := strings.Replace(r.URL.EscapedPath(), "/entities/"+url.PathEscape(id), "/entities/"+url.PathEscape(records[0].Entity.ID), 1)
		if r.URL.RawQuery != "" {
			to += "?" + r.URL.RawQuery
		}
		http.Redirect(w, r, to, http.StatusPermanentRedirect)
		return nil, false
	}
	fail(w, http.StatusNotFound, fmt.Sprintf("no entity %q in the lists", id))
	return nil, false
}

// neighbours are the entities that an entity points at, by property, and those
// that point at it, by what it is to them.
func (s *Server) neighbours(r *http.Request, e *ftm.Entity) (map[string][]*ftm.Entity, error) {
	out := map[string][]*ftm.Entity{}
	var failed error
	e.Each(func(p *ftm.Property, values []string) {
		if p.Type != ftm.TypeEntity {
			return
		}
		for _, id := range values {
			other, err := s.service.Entity(r.Context(), id)
			if err != nil {
				failed = err
			} else if other != nil {
				out[p.Name] = append(out[p.Name], other)
			}
		}
	})
	records, err := s.service.Show(r.Context(), e.ID)
	if err != nil {
		return out, failed // not a listed entity: nothing is attached to it
	}
	for _, a := range records[0].Attached {
		a.Each(func(p *ftm.Property, values []string) {
			if p.Type == ftm.TypeEntity && slices.Contains(values, e.ID) {
				name := reverse(a, p)
				if !slices.Contains(out[name], a) {
					out[name] = append(out[name], a)
				}
			}
		})
	}
	return out, failed
}

// reverse names what an entity is to another that points at it, as
// FollowTheMoney does where one word does it.
func reverse(from *ftm.Entity, p *ftm.Property) string {
	names := map[string]string{"Sanction.entity": "sanctions", "Address.things": "addressEntity", "Identification.holder": "identifications", "Passport.holder": "passports",
		"Ownership.owner": "ownershipOwner", "Ownership.asset": "ownershipAsset", "Directorship.director": "directorshipDirector", "Directorship.organization": "directorshipOrganization",
		"Family.person": "familyPerson", "Family.relative": "familyRelative", "Associate.person": "associates", "Associate.associate": "associations",
		"Membership.member": "membershipMember", "Membership.organization": "membershipOrganization", "UnknownLink.subject": "unknownLinkTo", "UnknownLink.object": "unknownLinkFrom"}
	if name, ok := names[from.Schema.Name+"."+p.Name]; ok {
		return name
	}
	return strings.ToLower(from.Schema.Name[:1]) + from.Schema.Name[1:] + strings.ToUpper(p.Name[:1]) + p.Name[1:]
}

type neighboursPage struct {
	Results []entityOut `json:"results"`
	Total   total       `json:"total"`
	Limit   int         `json:"limit"`
	Offset  int         `json:"offset"`
}

// adjacent answers GET /entities/{id}/adjacent.
func (s *Server) adjacent(w http.ResponseWriter, r *http.Request) {
	if e, pages, ok := s.adjacentPages(w, r); ok {
		writeJSON(w, http.StatusOK, map[string]any{"entity": plain(e), "adjacent": pages})
	}
}

// adjacentBy answers GET /entities/{id}/adjacent/{property}.
func (s *Server) adjacentBy(w http.ResponseWriter, r *http.Request) {
	_, pages, ok := s.adjacentPages(w, r)
	if !ok {
		return
	}
	p, there := pages[r.PathValue("property")]
	if !there {
		p.Results, p.Limit, p.Total.Relation = []entityOut{}, defaultPage, "eq"
	}
	writeJSON(w, http.StatusOK, p)
}

// adjacentPages returns the entity that a request names and what is adjacent to
// it, and records that it was shown; where ok is false it has answered.
func (s *Server) adjacentPages(w http.ResponseWriter, r *http.Request) (e *ftm.Entity, pages map[string]neighboursPage, ok bool) {
	if e, ok = s.entityOf(w, r); !ok {
		return nil, nil, false
	}
	pages, err := s.pages(r, e)
	if err == nil {
		err = s.service.Shown(r.Context(), "adjacent", []string{e.ID}, r.PathValue("id"))
	}
	if err != nil {
		failWith(w, err)
		return nil, nil, false
	}
	return e, pages, true
}

const defaultPage = 10

func (s *Server) pages(r *http.Request, e *ftm.Entity) (map[string]neighboursPage, error) {
	limit, offset := defaultPage, 0
	v := r.URL.Query()
	if err := number(v, "limit", &limit, 0, mostLimit); err != nil {
		return nil, err
	}
	if err := number(v, "offset", &offset, 0, 9999); err != nil {
		return nil, err
	}
	neighbours, err := s.neighbours(r, e)
	if err != nil {
		return nil, err
	}
	out := map[string]neighboursPage{}
	for name, list := range neighbours {
		p := neighboursPage{Results: []entityOut{}, Total: total{len(list), "eq"}, Limit: limit, Offset: offset}
		for _, n := range list[min(offset, len(list)):min(offset+limit, len(list))] {
			p.Results = append(p.Results, plain(n))
		}
		out[name] = p
	}
	return out, nil
}

// statements answers GET /statements for one entity: each value by itself.
func (s *Server) statements(w http.ResponseWriter, r *http.Request) {
	v := r.URL.Query()
	id := v.Get("entity_id")
	if id == "" {
		id = v.Get("canonical_id")
	}
	if id == "" {
		fail(w, http.StatusBadRequest, "say entity_id or canonical_id")
		return
	}
	limit, offset := 50, 0
	for name, to := range map[string]*int{"limit": &limit, "offset": &offset} {
		if err := number(v, name, to, 0, 9999); err != nil {
			failWith(w, err)
			return
		}
	}
	e, err := s.service.Entity(r.Context(), id)
	if err != nil {
		failWith(w, err)
		return
	}
	type statement struct {
		ID        string  `json:"id"`
		Entity    string  `json:"entity_id"`
		Canonical string  `json:"canonical_id"`
		Prop      string  `json:"prop"`
		PropType  string  `json:"prop_type"`
		Schema    string  `json:"schema"`
		Value     string  `json:"value"`
		Dataset   string  `json:"dataset"`
		FirstSeen *string `json:"first_seen"`
		LastSeen  *string `json:"last_seen"`
	}
	all := []statement{}
	if e != nil {
		e.Each(func(p *ftm.Property, values []string) {
			if prop := v.Get("prop"); prop != "" && prop != p.Name {
				return
			}
			for _, value := range values {
				for _, d := range e.Datasets {
					sum := sha256.Sum256([]byte(d + "\x00" + e.ID + "\x00" + p.Name + "\x00" + value))
					all = append(all, statement{hex.EncodeToString(sum[:20]), e.ID, e.ID, p.Name, string(p.Type), e.Schema.Name, value, d, optional(e.FirstSeen), optional(e.LastSeen)})
				}
			}
		})
	}
	var shown []string
	if e != nil {
		shown = []string{e.ID}
	}
	if err := s.service.Shown(r.Context(), "statements", shown, id); err != nil {
		failWith(w, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"results": all[min(offset, len(all)):min(offset+limit, len(all))], "total": total{len(all), "eq"}, "limit": limit, "offset": offset})
}

// catalog answers GET /catalog: what is loaded. It has not changed while its
// ETag is the same.
func (s *Server) catalog(w http.ResponseWriter, r *http.Request) {
	lists, err := s.service.Answering()
	if err != nil {
		failWith(w, err)
		return
	}
	type dataset struct {
		Name     string   `json:"name"`
		Title    string   `json:"title"`
		Version  string   `json:"version"`
		Updated  *string  `json:"updated_at"`
		Children []string `json:"children"`
		Load     bool     `json:"load"`
		Count    int      `json:"entity_count"`
	}
	sources, current := []string{}, []string{}
	var sets []dataset
	sum := sha256.New()
	all := 0
	for _, l := range lists {
		sources = append(sources, l.Source)
		all += l.Entities
		version := strings.Join(l.SHA256, "")
		sets = append(sets, dataset{l.Source, l.Title, version[:min(16, len(version))], l.Published, []string{}, true, l.Entities})
		fmt.Fprintln(sum, l.Source, l.SHA256)
	}
	tag := hex.EncodeToString(sum.Sum(nil)[:12])
	for _, name := range []string{"default", "sanctions"} {
		sets = append(sets, dataset{name, "All lists", tag, nil, sources, false, all})
	}
	for _, d := range sets {
		current = append(current, d.Name)
	}
	w.Header().Set("ETag", `"`+tag+`"`)
	w.Header().Set("Cache-Control", "no-cache")
	if strings.Contains(r.Header.Get("If-None-Match"), `"`+tag+`"`) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"datasets": sets, "current": current, "outdated": []string{}, "index_stale": false})
}
