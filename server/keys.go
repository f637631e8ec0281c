package server

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"interdict/internal/durable"
)

// A Scope is something that a key lets its holder do.
type Scope string

// The scopes. Admin stands for all.
const (
	Screen Scope = "screen" // names, files and texts; entries
	Read   Scope = "read"   // documents
	Lists  Scope = "lists"  // fetch lists
	Admin  Scope = "admin"
)

// Scopes are all of them.
var Scopes = []Scope{Screen, Read, Lists, Admin}

// A Key says who may do what. The secret itself is kept nowhere: it has 256
// random bits, so that its SHA-256 tells nothing about it.
type Key struct {
	Name   string    `json:"name"`
	Scopes []Scope   `json:"scopes"`
	Added  time.Time `json:"added"`
	Hash   string    `json:"hash"` // SHA-256 of the secret, hexadecimal
}

// May reports whether the key lets its holder do something.
func (k *Key) May(s Scope) bool {
	return k != nil && (slices.Contains(k.Scopes, s) || slices.Contains(k.Scopes, Admin))
}

// Keys are the keys of a data directory. They are read anew when the file
// changes, so that a key that is removed ends at once.
type Keys struct {
	path string

	mu     sync.Mutex
	known  []Key
	stamp  time.Time
	looked time.Time
}

// OpenKeys returns the keys of a data directory; there may be none yet.
func OpenKeys(data string) *Keys { return &Keys{path: filepath.Join(data, "keys.json")} }

// List returns the keys, by name.
func (k *Keys) List() ([]Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.look(true); err != nil {
		return nil, err
	}
	return slices.Clone(k.known), nil
}

// Add makes a key and returns its secret, which cannot be had again.
func (k *Keys) Add(name string, scopes []Scope) (secret string, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.look(true); err != nil {
		return "", err
	}
	if name = strings.TrimSpace(name); name == "" {
		return "", errors.New("a key needs a name")
	}
	if slices.ContainsFunc(k.known, func(o Key) bool { return o.Name == name }) {
		return "", fmt.Errorf("there is a key %q; remove it first, or take another name", name)
	}
	for _, s := range scopes {
		if !slices.Contains(Scopes, s) {
			return "", fmt.Errorf("unknown scope %q: use screen, read, lists or admin", s)
		}
	}
	if len(scopes) == 0 {
		return "", errors.New("a key needs a scope: screen, read, lists or admin")
	}
	var random [32]byte
	_, _ = rand.Read(random[:]) // never fails
	secret = "itd_" + base64.RawURLEncoding.EncodeToString(random[:])
	return secret, k.save(append(k.known, Key{name, scopes, time.Now().UTC().Truncate(time.Second), hashOf(secret)}))
}

// Remove ends a key.
func (k *Keys) Remove(name string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.look(true); err != nil {
		return err
	}
	left := slices.DeleteFunc(slices.Clone(k.known), func(o Key) bool { return o.Name == name })
	if len(left) == len(k.known) {
		return fmt.Errorf("there is no key %q", name)
	}
	return k.save(left)
}

// Find returns the key of a secret, or nil. The secret is looked for by its
// hash, so that time tells nothing.
func (k *Keys) Find(secret string) (*Key, error) {
	if k == nil || secret == "" {
		return nil, nil
	}
	return k.findHash(hashOf(secret))
}

// findHash returns the key whose secret has a hash, or nil.
func (k *Keys) findHash(hash string) (*Key, error) {
	if k == nil {
		return nil, nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.look(false); err != nil {
		return nil, err
	}
	for i := range k.known {
		if k.known[i].Hash == hash {
			found := k.known[i]
			return &found, nil
		}
	}
	return nil, nil
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// look reads the file where it has changed; for requests once a second at most.
func (k *Keys) look(now bool) error {
	if !now && time.Since(k.looked) < time.Second {
		return nil
	}
	k.looked = time.Now()
	info, err := os.Stat(k.path)
	if errors.Is(err, os.ErrNotExist) {
		k.known, k.stamp = nil, time.Time{}
		return nil
	}
	if err != nil {
		return err
	}
	if !now && info.ModTime().Equal(k.stamp) {
		return nil
	}
	data, err := os.ReadFile(k.path)
	if err != nil {
		return err
	}
	var known []Key
	if err := json.Unmarshal(data, &known); err != nil {
		return fmt.Errorf("%s: %w; restore it, or remove it and make keys anew", k.path, err)
	}
	k.known, k.stamp = known, info.ModTime()
	return nil
}

func (k *Keys) save(keys []Key) error {
	slices.SortFunc(keys, func(a, b Key) int { return strings.Compare(a.Name, b.Name) })
	data, err := json.MarshalIndent(keys, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(k.path), 0o700); err != nil {
		return err
	}
	if err := durable.WriteFile(k.path, append(data, '\n')); err != nil {
		return err
	}
	k.known = keys
	return nil
}
