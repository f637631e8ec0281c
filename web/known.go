package web

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"interdict/ftm"
	"interdict/service"
)

// known says what the lists tell of parties besides their names, beside hits.
// Reading the lists whole takes seconds, for which nobody is made to wait: it
// goes on in the background, and until then hits are shown without.
type known struct {
	service *service.Service
	running sync.WaitGroup

	mu      sync.Mutex
	closed  bool
	reading chan struct{} // closed at the end of the reading that is under way; nil where none is
	ready   string        // versions of the lists that are read
}

// warmTime bounds the reading.
const warmTime = 5 * time.Minute

// of returns what is told of the entries of a party, in short, or nothing while
// the lists are being read.
func (k *known) of(ctx context.Context, lists []service.List, hits []hitView) []string {
	if !k.isReady(lists) {
		return nil
	}
	var entities []*ftm.Entity
	for _, h := range hits {
		if records, err := k.service.Show(ctx, h.Entity); err == nil && len(records) == 1 { // its own page says what is wrong with it
			entities = append(entities, records[0].Entity)
		}
	}
	return inShort(entities)
}

// isReady reports whether these versions are read, and else begins to read them.
func (k *known) isReady(lists []service.List) bool {
	var b strings.Builder
	for _, l := range lists {
		b.WriteString(l.Source + " " + l.Version + "\n")
	}
	key := b.String()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.ready == key && key != "" {
		return true
	}
	if k.reading != nil || k.closed {
		return false
	}
	end := make(chan struct{})
	k.reading = end
	k.running.Go(func() {
		defer close(end)
		ctx, cancel := context.WithTimeout(context.Background(), warmTime)
		defer cancel()
		_, err := k.service.Engine(ctx) // first what searches wait for
		if err == nil {
			_, err = k.service.Show(ctx, "") // finds nothing, but reads all
		}
		k.mu.Lock()
		defer k.mu.Unlock()
		k.reading = nil
		if err != nil && ctx.Err() == nil {
			k.ready = key
		}
	})
	return false
}

// wait waits for a while until the lists are read, and reports whether there is
// nothing more to wait for: also where they could not be read, which whoever
// asks next is told.
func (k *known) wait(ctx context.Context, lists []service.List, while time.Duration) bool {
	if k.isReady(lists) {
		return true
	}
	k.mu.Lock()
	end := k.reading
	k.mu.Unlock()
	if end == nil {
		return true
	}
	select {
	case <-end:
		return true
	case <-time.After(while):
	case <-ctx.Done():
	}
	return false
}

func (k *known) close() {
	k.mu.Lock()
	k.closed = true
	k.mu.Unlock()
	k.running.Wait()
}

// shortFacts are the properties that tell parties apart at a glance, with the
// words before their values, in the order in which they are shown.
var shortFacts = []struct {
	words      string
	properties []string
}{
	{"born ", []string{"birthDate"}},
	{"in ", []string{"birthPlace"}},
	{"", []string{"nationality", "country", "flag"}},
	{"", []string{"position"}},
	{"IMO ", []string{"imoNumber"}},
	{"passport ", []string{"passportNumber"}},
	{"registered ", []string{"registrationNumber"}},
	{"also ", []string{"alias", "weakAlias", "previousName"}},
}

// mostShort is how many values of a kind are told in short.
const mostShort = 3

// inShort tells in short what is known of a party that has these entries.
func inShort(entities []*ftm.Entity) []string {
	var out []string
	for _, f := range shortFacts {
		var values []string
		for _, e := range entities {
			for _, property := range f.properties {
				p := e.Schema.Property(property)
				for _, v := range e.Get(property) {
					if p.Type == ftm.TypeCountry {
						v = ftm.CountryName(v)
					}
					v = strings.TrimPrefix(v, strings.TrimSpace(f.words)) // IMO9074729
					if !slices.ContainsFunc(values, func(have string) bool { return strings.EqualFold(have, v) }) {
						values = append(values, v)
					}
				}
			}
		}
		if len(values) == 0 {
			continue
		}
		more := ""
		if left := len(values) - mostShort; left > 0 {
			more = fmt.Sprintf(" and %d more", left)
			values = values[:mostShort]
		}
		for i := range values {
			values[i] = cut(values[i], 80)
		}
		out = append(out, f.words+strings.Join(values, ", ")+more)
	}
	return out
}
