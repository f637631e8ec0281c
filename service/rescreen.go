package service

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"

	"interdict/archive"
	"interdict/ftm"
	"interdict/internal/inorder"
	"interdict/match"
	"interdict/screen"
)

// A Rescreen brings answers up to date after lists have changed.
type Rescreen struct {
	Answers  io.Reader // JSON lines, as [WriteAnswer] wrote them
	Out      io.Writer // the answers of today
	Changed  bool      // write only those that are not what they were
	Progress func(rows int)
}

// Rescreened says what a rescreening did.
type Rescreened struct {
	Basis    string `json:"basis"`
	Before   string `json:"before"`   // the basis of the answers that came in
	Entries  int    `json:"entries"`  // of the lists that are new or have changed
	Gone     int    `json:"gone"`     // that are no longer there
	Queries  int    `json:"queries"`  // answers that came in
	Screened int    `json:"screened"` // of these, screened again: what changed could touch them
	Changed  int    `json:"changed"`  // whose answer is another now
}

// Rescreen answers the queries of earlier answers as screening them all anew
// would, byte for byte, and screens only those again that a change of the lists
// can touch: a query that has a hit on an entry that changed, or is gone, and a
// query that an entry that is new or changed would be a hit for. The score of a
// query and an entry depends on the two alone, so that no other answer changes.
func (s *Service) Rescreen(ctx context.Context, r Rescreen) (Rescreened, error) {
	var done Rescreened
	in := bufio.NewReaderSize(r.Answers, 1<<16)
	ahead, basis, err := firstAnswer(in)
	if err != nil {
		return done, err
	}
	done.Before = basis
	w := &rescreening{before: basis}
	if err := s.prepareRescreen(ctx, w, &done); err != nil {
		return done, err
	}
	line := 0
	next := func() (numbered, error) {
		if line++; line <= len(ahead) {
			return numbered{line, ahead[line-1]}, nil
		}
		text, err := readLine(in)
		return numbered{line, text}, err
	}
	work := func(ctx context.Context, n numbered) (rescreened, error) {
		out, err := w.answer(ctx, n.text)
		if err != nil {
			err = fmt.Errorf("line %d: %w", n.line, err)
		}
		return out, err
	}
	return done, inorder.Run(ctx, next, func(n numbered) int { return len(n.text) }, work, func(a rescreened) error {
		done.Queries++
		if a.screened {
			done.Screened++
		}
		if a.changed {
			done.Changed++
		}
		if r.Progress != nil {
			r.Progress(done.Queries)
		}
		if r.Changed && !a.changed {
			return nil
		}
		_, err := r.Out.Write(a.text)
		return err
	})
}

type numbered struct {
	line int
	text []byte
}

// rescreened is an answer of today.
type rescreened struct {
	text              []byte
	screened, changed bool
}

// rescreening is what the workers of a rescreening share.
type rescreening struct {
	before, basis string
	limits        screen.Limits
	engine        *screen.Engine
	delta         *screen.Engine        // of the entries that are new or changed
	entries       map[string]screen.Hit // of today, by FollowTheMoney id
}

// firstAnswer reads to the first answer that rests on lists, past rows that
// could not be screened.
func firstAnswer(in *bufio.Reader) (lines [][]byte, basis string, err error) {
	for {
		line, err := readLine(in)
		if errors.Is(err, io.EOF) {
			return nil, "", errors.New("there is no answer in it; give the answers that --json or --out FILE.jsonl wrote")
		} else if err != nil {
			return nil, "", err
		}
		lines = append(lines, line)
		var e earlier
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, "", fmt.Errorf("line %d: no answer as --json gives it: %w", len(lines), err)
		}
		if e.Query == nil {
			continue
		}
		if basis, err = basisOf(line); err != nil {
			return nil, "", fmt.Errorf("line %d: %w", len(lines), err)
		}
		return lines, basis, nil
	}
}

// prepareRescreen finds what has changed since a basis.
func (s *Service) prepareRescreen(ctx context.Context, w *rescreening, done *Rescreened) error {
	before, err := s.ReadBasis(w.before)
	if err != nil {
		return fmt.Errorf("%w; screen the file itself", err)
	}
	model := match.Default()
	if before.Model != model.Version() {
		return fmt.Errorf("the answers were made by another model (%s, now %s): every score may be another; screen the file itself", before.Model, model.Version())
	}
	w.limits = screen.Limits{Threshold: before.Threshold, Min: before.Min, Most: before.Most}
	e, err := s.Edition(ctx)
	if err != nil {
		return err
	}
	w.engine = e.Engine
	if w.basis, err = e.Basis(w.limits); err != nil {
		return err
	}
	done.Basis = w.basis
	now, err := s.ReadBasis(w.basis)
	if err != nil {
		return err
	}
	same := map[string]bool{} // lists of the same files: none of their entries has changed
	for _, l := range before.Lists {
		same[l.Source] = slices.ContainsFunc(now.Lists, func(n BasisList) bool { return n.Source == l.Source && slices.Equal(n.SHA256, l.SHA256) })
	}
	before.Lists = slices.DeleteFunc(before.Lists, func(l BasisList) bool { return same[l.Source] })
	old, err := s.targetsOf(ctx, before)
	if err != nil {
		return err
	}
	w.entries = map[string]screen.Hit{}
	var fresh []screen.Target
	for n := range e.Records.Targets() {
		r, err := e.Records.Record(n)
		if err != nil {
			return err
		}
		w.entries[r.Entity.ID] = r.Target.Hit()
		if same[r.Target.List] {
			continue
		}
		if was := old[r.Entity.ID]; was == nil || !match.SameValues(was, r.Entity) {
			fresh = append(fresh, r.Target)
		}
	}
	for id := range old {
		if _, there := w.entries[id]; !there {
			done.Gone++
		}
	}
	done.Entries = len(fresh)
	w.delta, err = screen.New(ctx, model, fresh)
	return err
}

// targetsOf returns the listed entities that a basis stood on, by id.
func (s *Service) targetsOf(ctx context.Context, b Basis) (map[string]*ftm.Entity, error) {
	out := map[string]*ftm.Entity{}
	if b.Starter {
		return out, nil // every entry is new
	}
	for _, list := range b.Lists {
		versions, err := s.archive.Versions(list.Source)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(versions, func(v archive.Version) bool { return slices.Equal(listOf(v).SHA256, list.SHA256) })
		if i < 0 {
			return nil, fmt.Errorf("the version of %s that the answers rest on is no longer here; screen the file itself", list.Source)
		}
		entities, err := s.archive.Entities(ctx, versions[i])
		if err != nil {
			return nil, err
		}
		for _, t := range screen.Targets(entities, screen.Options{}) {
			out[t.Entity.ID] = t.Entity
		}
	}
	return out, nil
}

// earlier is an answer that came in.
type earlier struct {
	Query *struct {
		Schema     string              `json:"schema"`
		Properties map[string][]string `json:"properties"`
	} `json:"query"`
	Hits []screen.Hit `json:"hits"`
}

// answer brings one answer up to date.
func (w *rescreening) answer(ctx context.Context, line []byte) (rescreened, error) {
	var e earlier
	if err := json.Unmarshal(line, &e); err != nil {
		return rescreened{}, fmt.Errorf("no answer as --json gives it: %w", err)
	}
	if e.Query == nil { // a row that could not be screened
		return rescreened{text: line}, nil
	}
	basis, err := basisOf(line)
	if err != nil {
		return rescreened{}, err
	}
	if basis != w.before {
		return rescreened{}, fmt.Errorf("rests on %s, the first answer on %s; bring them up to date one by one", basis, w.before)
	}
	same := func() rescreened {
		i := bytes.LastIndex(line, []byte(w.before))
		return rescreened{text: slices.Concat(line[:i], []byte(w.basis), line[i+len(w.before):])}
	}
	q, err := queryOf(&e)
	if err != nil {
		return rescreened{}, err
	}
	if !slices.ContainsFunc(e.Hits, w.stale) {
		hits, err := w.delta.Screen(ctx, q, screen.Limits{Threshold: w.limits.Threshold, Min: w.limits.Min, Most: 1})
		if err != nil {
			return rescreened{}, err
		}
		if len(hits) == 0 {
			return same(), nil
		}
	}
	hits, err := w.engine.Screen(ctx, q, w.limits)
	if err != nil {
		return rescreened{}, err
	}
	if reflect.DeepEqual(hits, e.Hits) {
		out := same()
		out.screened = true
		return out, nil
	}
	text, err := withHits(line, hits, w.basis)
	return rescreened{text: text, screened: true, changed: true}, err
}

// stale reports whether a hit is not what its entry says today.
func (w *rescreening) stale(h screen.Hit) bool {
	now, there := w.entries[h.Entity]
	if !there {
		return true
	}
	now.Score, now.Probability, now.Match, now.Why = h.Score, h.Probability, h.Match, h.Why
	return !reflect.DeepEqual(now, h)
}

// queryOf makes the query of an answer again.
func queryOf(e *earlier) (screen.Query, error) {
	schema := ftm.Lookup(e.Query.Schema)
	if schema == nil {
		return screen.Query{}, fmt.Errorf("a query of schema %q, which is not known", e.Query.Schema)
	}
	q := screen.Query{Entity: ftm.New(schema.Name, "query")}
	for _, property := range slices.Sorted(maps.Keys(e.Query.Properties)) {
		for _, v := range e.Query.Properties[property] {
			_ = q.Entity.Add(property, v) // was clean when it was written
		}
	}
	return q, nil
}

// withHits puts other hits and another basis into an answer.
func withHits(line []byte, hits []screen.Hit, basis string) ([]byte, error) {
	var a struct {
		Query json.RawMessage `json:"query"`
		Hits  []screen.Hit    `json:"hits"`
		Basis string          `json:"basis"`
	}
	if err := json.Unmarshal(line, &a); err != nil {
		return nil, err
	}
	a.Hits, a.Basis = hits, basis
	out, err := json.Marshal(a)
	return append(out, '\n'), err
}

// basisOf returns the basis that an answer ends with.
func basisOf(line []byte) (string, error) {
	const mark = `"basis":"`
	i := bytes.LastIndex(line, []byte(mark))
	if i < 0 {
		return "", errors.New("an answer without a basis; give the answers that --json or --out FILE.jsonl wrote")
	}
	basis, _, ok := bytes.Cut(line[i+len(mark):], []byte(`"`))
	if !ok || !basisForm.Match(basis) {
		return "", errors.New("an answer without a basis; give the answers that --json or --out FILE.jsonl wrote")
	}
	return string(basis), nil
}

// longestLine bounds an answer.
const longestLine = 64 << 20

// readLine reads a line with its end, however long to a bound.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > longestLine:
			return nil, fmt.Errorf("a line of more than %d megabytes", longestLine>>20)
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(line) > 0:
			return append(line, '\n'), nil
		}
		return line, err
	}
}
