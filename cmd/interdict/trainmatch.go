package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"interdict/eval"
	"interdict/eval/parts"
	"interdict/match"
)

// trainMatchCommand fits the probability anew.
func (a *app) trainMatchCommand() *cobra.Command {
	var listFiles []string
	var bench, out string
	var customers int
	cmd := &cobra.Command{
		Use:   "match",
		Short: "Fit the probability that two parties are one",
		Long: `Match makes labelled pairs from lists (names of one entry, and other entries that
look like it) and from customers who are on no list, fits the weights of the
evidence to one half of them, split by the entry that was asked for, and prints
what thresholds mean on the other half.`,
		Example: "  interdict train match --bench data --out match/model.json",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if bench == "" && len(listFiles) == 0 || out == "" {
				return usageError{errors.New("say --bench DIR or --lists FILE, and --out FILE")}
			}
			return a.trainMatch(cmd.Context(), bench, listFiles, customers, out)
		},
	}
	cmd.Flags().StringVar(&bench, "bench", "", "directory of labelled data, whose lists and customers are taken")
	cmd.Flags().StringSliceVar(&listFiles, "lists", nil, "list files instead of those of --bench")
	cmd.Flags().IntVar(&customers, "customers", 5000, "customers of --bench to take")
	cmd.Flags().StringVar(&out, "out", "", "file to write the model to")
	return cmd
}

func (a *app) trainMatch(ctx context.Context, bench string, files []string, customers int, out string) error {
	var asked []eval.Query
	if bench != "" {
		found, people, err := eval.TrainingData(ctx, bench, parts.Recognise, customers)
		if err != nil {
			return err
		}
		asked = people
		if len(files) == 0 {
			files = found
		}
	}
	pairs, err := parts.Pairs(ctx, match.Default(), files, asked)
	if err != nil {
		return err
	}
	train := parts.TrainingHalf(pairs)
	model, err := match.Train(ctx, train)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%d pairs, %d of them to train on\n", len(pairs), len(train))
	if err := parts.WriteThresholds(ctx, a.out, model, pairs); err != nil {
		return err
	}
	data, err := model.MarshalJSON()
	if err != nil {
		return err
	}
	return writeTo(out, func(w io.Writer) error {
		_, err := w.Write(append(data, '\n'))
		return err
	})
}
