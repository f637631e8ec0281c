package web

import (
	"fmt"
	"sync"
	"time"

	"interdict/archive"
	"interdict/internal/recent"
	"interdict/service"
)

// past remembers the services that answer from lists as they were: what they
// have loaded is dear.
type past struct {
	now *service.Service

	mu   sync.Mutex
	days recent.Map[string, *service.Service]
}

// at returns the service that answers from the lists of a day (ISO 8601), or
// from the newest where it is "".
func (p *past) at(day string) (*service.Service, error) {
	if day == "" {
		return p.now, nil
	}
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return nil, &askedError{fmt.Errorf("as of “%s”: write a date such as 2024-05-16", day)}
	}
	s := p.now.At(archive.When{AsOf: day})
	all, err := s.Lists()
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, &askedError{fmt.Errorf("no list is here that was published by %s", day)}
	}
	key := day // the lists of a day change when older versions are added
	for _, l := range all {
		key += " " + l.Version
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if have, ok := p.days.Get(key); ok {
		return have, nil
	}
	p.days.Half = 2
	p.days.Put(key, s)
	return s, nil
}
