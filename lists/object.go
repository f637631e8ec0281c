package lists

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
)

// An Object is a JSON object that remembers which of its values were asked
// for.
type Object struct {
	fields map[string]any
	used   map[string]bool
	inner  map[string][]*Object
}

// NewObject wraps the fields of a decoded JSON object.
func NewObject(fields map[string]any) *Object {
	return &Object{fields: fields, used: map[string]bool{}, inner: map[string][]*Object{}}
}

// ReadLines calls f with every object of a file that has one after another,
// usually one a line. It stops at the first error, which names the file and the
// place.
func ReadLines(file File, f func(*Object) error) error {
	data, err := file.Bytes()
	if err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(Decode(data)))
	dec.UseNumber()
	for n := 1; ; n++ {
		var fields map[string]any
		if err := dec.Decode(&fields); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			if errors.Is(err, io.ErrUnexpectedEOF) {
				err = errCutOff
			}
			return fmt.Errorf("%s: object %d: %w; the file is damaged or cut off: fetch it again", file.Path(), n, err)
		}
		if err := f(NewObject(fields)); err != nil {
			return err
		}
	}
}

// ReadObjects calls f with every object of the array in the file: the array
// that is the whole file or the one under one of the keys. It stops at the
// first error, which names the file and the place.
func ReadObjects(file File, keys []string, f func(*Object) error) error {
	data, err := file.Bytes()
	if err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(Decode(data)))
	dec.UseNumber()
	fail := func(err error) error {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = errCutOff
		}
		return fmt.Errorf("%s: byte %d: %w; the file is damaged or cut off: fetch it again", file.Path(), dec.InputOffset(), err)
	}
	objects := func() error {
		for dec.More() {
			var fields map[string]any
			if err := dec.Decode(&fields); err != nil {
				return fail(err)
			}
			if err := f(NewObject(fields)); err != nil {
				return err
			}
		}
		if _, err := dec.Token(); err != nil {
			return fail(err)
		}
		return nil
	}
	first, err := dec.Token()
	if err != nil {
		return fail(err)
	}
	switch first {
	case json.Delim('['):
		return objects()
	case json.Delim('{'):
	default:
		return fail(errors.New("neither an array nor an object"))
	}
	for found := false; dec.More(); {
		key, err := dec.Token()
		if err != nil {
			return fail(err)
		}
		if name, _ := key.(string); !slices.Contains(keys, name) {
			var skipped any
			if err := dec.Decode(&skipped); err != nil {
				return fail(err)
			}
			continue
		}
		if found {
			return fail(errors.New("the array of entries is there twice"))
		}
		found = true
		if t, err := dec.Token(); err != nil || t != json.Delim('[') {
			return fail(errors.Join(errors.New("no array of entries"), err))
		}
		if err := objects(); err != nil {
			return err
		}
	}
	if _, err := dec.Token(); err != nil {
		return fail(err)
	}
	return nil
}

// Text returns the value of a key as text, trimmed: a string, a number or true;
// "" for none.
func (o *Object) Text(key string) string {
	o.used[key] = true
	return textOf(o.fields[key])
}

func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
	}
	return ""
}

// Texts returns the values of a key that holds a text or an array of them.
func (o *Object) Texts(key string) []string {
	o.used[key] = true
	list, ok := o.fields[key].([]any)
	if !ok {
		list = []any{o.fields[key]}
	}
	var out []string
	for _, v := range list {
		if s := textOf(v); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Objects returns the objects of a key that holds one or an array of them.
func (o *Object) Objects(key string) []*Object {
	if have, ok := o.inner[key]; ok {
		return have
	}
	o.used[key] = true
	list, ok := o.fields[key].([]any)
	if !ok {
		list = []any{o.fields[key]}
	}
	var out []*Object
	for _, v := range list {
		if fields, ok := v.(map[string]any); ok {
			out = append(out, NewObject(fields))
		}
	}
	o.inner[key] = out
	return out
}

// Has reports whether the object has the key.
func (o *Object) Has(key string) bool {
	_, ok := o.fields[key]
	return ok
}

// Keys returns the object's keys, sorted.
func (o *Object) Keys() []string {
	keys := make([]string, 0, len(o.fields))
	for k := range o.fields {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// Unread calls f for every value that is not empty and was never asked for.
func (o *Object) Unread(f func(field, value string)) { o.unread("", f) }

func (o *Object) unread(path string, f func(field, value string)) {
	for _, key := range o.Keys() {
		if !o.used[key] {
			unreadValue(path+key, o.fields[key], f)
		}
		for _, inner := range o.inner[key] {
			inner.unread(path+key+"/", f)
		}
	}
}

func unreadValue(path string, v any, f func(field, value string)) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			unreadValue(path, item, f)
		}
	case map[string]any:
		NewObject(v).unread(path+"/", f)
	default:
		if s := textOf(v); s != "" {
			f(path, s)
		}
	}
}
