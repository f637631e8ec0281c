package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"interdict/fetch"
	"interdict/internal/durable"
	"interdict/lists"
)

// A download is what was fetched of a source.
type download struct {
	source     lists.Source
	dir        string   // where the files lie
	paths      []string // of the files
	published  string   // day on which the publisher's server says they changed last; "" where that says nothing
	unchanged  bool     // they are those of the version that the state names
	version    string   // id of that version
	validators map[string]fetch.Validators
	err        error
}

// skip is why a source is passed over.
type skip struct{ error }

// fetchState is what is kept of the last fetch of a source that was taken:
// DATA/fetch/SOURCE.json.
type fetchState struct {
	Version    string                      `json:"version"` // id of the version that it gave
	Checked    time.Time                   `json:"checked"`
	Validators map[string]fetch.Validators `json:"validators"` // by file name
}

func (u *updater) fetchDir(source string, elem ...string) string {
	return filepath.Join(append([]string{u.options.Data, "fetch", source}, elem...)...)
}

func (s *Service) heldPath(source string) string {
	return filepath.Join(s.options.Data, "fetch", source+".held.json")
}

func (u *updater) statePath(source string) string { return u.fetchDir(source) + ".json" }

// lastState returns the state of a source, or an empty one where there is
// none, it is damaged, or the archive no longer has the version: the files are
// fetched again then.
func (u *updater) lastState(source string) (fetchState, error) {
	var state fetchState
	data, err := os.ReadFile(u.statePath(source))
	if errors.Is(err, os.ErrNotExist) {
		return state, nil
	}
	if err != nil {
		return state, err
	}
	if json.Unmarshal(data, &state) != nil {
		return fetchState{}, nil
	}
	versions, err := u.archive.Versions(source)
	for _, v := range versions {
		if v.ID == state.Version {
			return state, nil
		}
	}
	return fetchState{}, err
}

func (u *updater) saveState(d download, done Updated) error {
	state := fetchState{Version: done.Version, Checked: u.o.Now().UTC().Truncate(time.Second), Validators: d.validators}
	if d.unchanged {
		state.Version = d.version
	}
	data, err := json.MarshalIndent(state, "", "  ")
	if err != nil {
		return err
	}
	return durable.WriteFile(u.statePath(d.source.Name), append(data, '\n'))
}

// download fetches the files of a source, unless all are those that were taken
// the last time.
func (u *updater) download(ctx context.Context, client *fetch.Client, source lists.Source) download {
	d := download{source: source, dir: u.fetchDir(source.Name, "new"), validators: map[string]fetch.Validators{}}
	if d.err = u.fetchFiles(ctx, client, &d); d.err != nil || d.unchanged {
		_ = os.Remove(d.dir) // where it is empty: nothing to go on from
	}
	return d
}

func (u *updater) fetchFiles(ctx context.Context, client *fetch.Client, d *download) error {
	if d.source.Closed != "" && u.o.BaseURL == "" && !u.named {
		return skip{fmt.Errorf("its publisher keeps it no more since %s; name it to fetch its last version", d.source.Closed)}
	}
	state, err := u.lastState(d.source.Name)
	if err != nil {
		return err
	}
	d.version = state.Version
	changed, err := u.fetchSet(ctx, client, d, state)
	if err != nil || d.unchanged {
		return err
	}
	// A mirror's date is that of its copy, and one to come that of a wrong clock.
	if u.o.BaseURL == "" && !changed.IsZero() && !changed.After(u.o.Now()) {
		d.published = changed.UTC().Format(time.DateOnly)
	}
	return nil
}

// maxRounds bounds how often the files of a source are asked for until all
// belong together.
const maxRounds = 5

// fetchSet fetches the files of a source and returns when the last of them
// changed. One version is made of all files, and a publisher replaces them one
// after the other: where there are several, they are asked for again until a
// whole round says that none changed meanwhile.
func (u *updater) fetchSet(ctx context.Context, client *fetch.Client, d *download, state fetchState) (changed time.Time, err error) {
	paths, sums := map[string]string{}, map[string]string{} // of the files that were fetched, by name
	for round := range maxRounds {
		same := 0
		for i, file := range d.source.Files {
			known := d.validators[file.Name]
			if round == 0 {
				known = state.Validators[file.Name]
			}
			if _, have := paths[file.Name]; have && known.ETag == "" && known.LastModified == "" {
				same++ // the server cannot tell
				continue
			}
			result, path, err := u.fetchFile(ctx, client, d, file, known)
			if err != nil {
				if errors.Is(err, fetch.ErrNotFound) && i == 0 && u.o.BaseURL != "" && !u.named && state.Version == "" {
					err = skip{fmt.Errorf("the mirror has no %s/%s", d.source.Name, file.Name)}
				}
				return changed, err
			}
			if result.Unchanged {
				same++
				continue
			}
			paths[file.Name], d.validators[file.Name] = path, result.Validators
			sum, err := fileSum(path)
			if err != nil {
				return changed, err
			}
			if sums[file.Name] == sum { // not every server answers that a file is unchanged
				same++
			}
			sums[file.Name] = sum
			if result.Modified.After(changed) {
				changed = result.Modified
			}
		}
		if round == 0 && same == len(d.source.Files) {
			d.unchanged, d.validators = true, state.Validators
			return changed, nil
		}
		if same == len(d.source.Files) || len(d.source.Files) == 1 {
			for _, file := range d.source.Files {
				d.paths = append(d.paths, paths[file.Name])
			}
			return changed, nil
		}
	}
	return changed, errors.New("its files changed again and again while they were fetched; try again later")
}

func fileSum(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// fetchFile fetches one file, from its publisher or from the mirror, where it
// may also lie packed.
func (u *updater) fetchFile(ctx context.Context, client *fetch.Client, d *download, file lists.Download, known fetch.Validators) (fetch.Result, string, error) {
	r := fetch.Request{URL: file.URL, Hosts: file.Hosts, Path: filepath.Join(d.dir, file.Name), Known: known,
		Progress: func(got, total int64) {
			if u.o.Progress != nil {
				u.o.Progress(Progress{Source: d.source.Name, File: file.Name, Got: got, Total: total})
			}
		}}
	if u.o.BaseURL == "" {
		if file.Link != "" {
			link, err := regexp.Compile(file.Link)
			if err != nil {
				return fetch.Result{}, "", err
			}
			r.Link = link
		}
		if err := u.addToken(d.source.Name, &r); err != nil {
			return fetch.Result{}, "", err
		}
		result, err := client.Get(ctx, r)
		return result, r.Path, err
	}
	base, err := url.Parse(u.o.BaseURL)
	if err != nil {
		return fetch.Result{}, "", err // it was parsed before
	}
	at := base.JoinPath(d.source.Name, file.Name)
	r.URL, r.Hosts, r.Plain = at.String(), nil, base.Scheme == "http"
	result, err := client.Get(ctx, r)
	if errors.Is(err, fetch.ErrNotFound) {
		at = base.JoinPath(d.source.Name, file.Name+".gz")
		r.URL, r.Path = at.String(), r.Path+".gz"
		if packed, perr := client.Get(ctx, r); !errors.Is(perr, fetch.ErrNotFound) {
			result, err = packed, perr
		}
	}
	return result, r.Path, err
}

// TokenSetting is the environment variable that holds the token of a source.
func TokenSetting(source string) string { return "INTERDICT_TOKEN_" + strings.ToUpper(source) }

// addToken puts the user's token in its place, the parameter "token" of an
// address that has one. Where the catalogue has the publisher's token for
// everyone there, the user's own replaces it.
func (u *updater) addToken(source string, r *fetch.Request) error {
	at, err := url.Parse(r.URL)
	if err != nil {
		return err
	}
	query := at.Query()
	if !query.Has("token") {
		return nil
	}
	token := ""
	if u.o.Token != nil {
		token = u.o.Token(source)
	}
	switch {
	case token != "":
		query.Set("token", token)
		at.RawQuery = query.Encode()
		r.URL, r.Secrets = at.String(), []string{token}
	case query.Get("token") == "" && u.named:
		return fmt.Errorf("its publisher gives it only to those who have a token: set %s to yours", TokenSetting(source))
	case query.Get("token") == "":
		return skip{fmt.Errorf("its publisher gives it only to those who have a token: set %s to yours", TokenSetting(source))}
	}
	return nil
}

// keepHeld keeps the files of a version that was held back, so that people can
// look at them, in place of those that were held before, and why.
func (u *updater) keepHeld(d download, reason string) (string, error) {
	dir := u.fetchDir(d.source.Name, "held")
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	note, err := json.Marshal(HeldBack{u.o.Now().UTC().Truncate(time.Second), reason})
	if err != nil {
		return "", err
	}
	if err := durable.WriteFile(u.heldPath(d.source.Name), append(note, '\n')); err != nil {
		return "", err
	}
	return dir, os.Rename(d.dir, dir)
}
