// Package recent remembers what was asked for lately.
package recent

// A Map is a map of bounded size that forgets what was not asked for lately:
// when its young half is full it becomes the old one, and what was in the old
// one is gone unless it was asked for since. The zero value is empty and ready
// for use once Half is set. It is not safe for concurrent use.
type Map[K comparable, V any] struct {
	Half int // entries of a half

	young, old map[K]V
}

// Get returns what was put under a key, if it is still remembered.
func (m *Map[K, V]) Get(key K) (V, bool) {
	if v, ok := m.young[key]; ok {
		return v, true
	}
	v, ok := m.old[key]
	if ok {
		m.Put(key, v)
	}
	return v, ok
}

// Put remembers a value.
func (m *Map[K, V]) Put(key K, v V) {
	if m.young == nil {
		m.young, m.old = make(map[K]V), make(map[K]V)
	}
	if len(m.young) >= m.Half {
		m.young, m.old = m.old, m.young
		clear(m.young) // keeps its room
	}
	m.young[key] = v
}
