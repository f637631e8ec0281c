package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"interdict/english"
)

func (a *app) trainCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "train",
		Short: "Train the models that come with the program again",
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var ewt, out string
	o := english.TrainOptions{Seed: 1}
	eng := &cobra.Command{
		Use:     "english",
		Short:   "Train the tagger and parser on UD English EWT",
		Example: "  interdict train english --ewt data/reading/ud-ewt --out english/model/english.model",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if ewt == "" || out == "" {
				return usageError{errors.New("say --ewt DIR and --out FILE")}
			}
			o.Progress = a.err
			return trainEnglish(cmd, ewt, out, o)
		},
	}
	eng.Flags().StringVar(&ewt, "ewt", "", "directory with train.conllu or train.conllu.gz")
	eng.Flags().StringVar(&out, "out", "", "file to write the model to")
	eng.Flags().IntVar(&o.Epochs, "epochs", 14, "passes over the data")
	cmd.AddCommand(eng, a.trainNamesCommand(), a.trainMatchCommand())
	return cmd
}

func trainEnglish(cmd *cobra.Command, dir, out string, o english.TrainOptions) error {
	var in io.Reader
	f, err := os.Open(filepath.Join(dir, "train.conllu"))
	if errors.Is(err, os.ErrNotExist) {
		if f, err = os.Open(filepath.Join(dir, "train.conllu.gz")); err != nil {
			return fmt.Errorf("no train.conllu or train.conllu.gz in %s", dir)
		}
		defer f.Close()
		if in, err = gzip.NewReader(f); err != nil {
			return fmt.Errorf("%s: %w", f.Name(), err)
		}
	} else if err != nil {
		return err
	} else {
		defer f.Close()
		in = f
	}
	model, err := english.Train(cmd.Context(), in, o)
	if err != nil {
		return err
	}
	return writeTo(out, model.WriteModel)
}
