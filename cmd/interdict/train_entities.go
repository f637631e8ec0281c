package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"interdict/english"
	"interdict/eval"
	"interdict/parties"
)

func (a *app) trainEntitiesCommand() *cobra.Command {
	var re3d, out string
	o := parties.TrainOptions{Seed: 1}
	cmd := &cobra.Command{
		Use:   "entities",
		Short: "Train the entities of a text on re3d",
		Long: `Train the recognizer of package parties on the part of re3d that no figure is
given on, parsed by the model of English that came with the program.`,
		Example: "  interdict train entities --re3d data/reading/re3d --out parties/model/entities.model",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if re3d == "" || out == "" {
				return usageError{errors.New("say --re3d DIR and --out FILE")}
			}
			parser, err := english.Default()
			if err != nil {
				return err
			}
			o.Progress = a.err
			examples, err := entityExamples(cmd.Context(), parser, re3d)
			if err != nil {
				return err
			}
			r, err := parties.TrainRecognizer(cmd.Context(), examples, o)
			if err != nil {
				return err
			}
			return writeTo(out, r.Write)
		},
	}
	f := cmd.Flags()
	f.StringVar(&re3d, "re3d", "", "directory of re3d, one folder a publisher")
	f.StringVar(&out, "out", "", "file to write the model to")
	f.IntVar(&o.Epochs, "epochs", 12, "passes over the data")
	return cmd
}

func entityExamples(ctx context.Context, parser *english.Model, re3d string) ([]parties.Example, error) {
	folders, err := filepath.Glob(filepath.Join(re3d, "*", "documents.jsonl"))
	if err != nil || len(folders) == 0 {
		return nil, fmt.Errorf("no documents.jsonl in the folders of %s", re3d)
	}
	var out []parties.Example
	for _, f := range folders {
		docs, _, err := eval.ReadRe3d(filepath.Dir(f))
		if err != nil {
			return nil, err
		}
		for _, d := range docs {
			if eval.Re3dDevelopment(d.ID) {
				continue
			}
			doc, err := parser.Parse(ctx, d.Text)
			if err != nil {
				return nil, err
			}
			x := parties.Example{Doc: doc}
			for class, ranges := range d.Gold {
				for _, r := range ranges {
					x.Entities = append(x.Entities, parties.Span{Start: r.Start, End: r.End, Class: class})
				}
			}
			out = append(out, x)
		}
	}
	return out, nil
}
