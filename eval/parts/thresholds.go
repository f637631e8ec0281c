package parts

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"interdict/eval"
	"interdict/match"
)

// WriteThresholds writes what thresholds of the score mean on the pairs that
// were not trained on: how well probabilities hold, how many of the pairs that are one party reach them, and
// how many others do; and how often a probability came true.
func WriteThresholds(ctx context.Context, out io.Writer, m *match.Model, pairs []Pair) error {
	judged, err := judge(ctx, m, pairs)
	if err != nil {
		return err
	}
	c, _ := eval.Calibrate(judged, m.Prior())
	fmt.Fprintf(out, "calibration error %.4f, log loss %.4f (the prior alone %.4f, the score alone %.4f), Brier %.4f, at the prior %.2f, on %d pairs\n\n",
		c.Error, c.LogLoss, c.Constant, c.ScoreAlone, c.Brier, m.Prior(), len(judged))
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "score\tof one party\tof two parties")
	same, two := 0, 0
	for _, p := range pairs {
		if p.Check && p.Same {
			same++
		} else if p.Check {
			two++
		}
	}
	for _, threshold := range []float64{0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1} {
		var a, b int
		for _, p := range pairs {
			if !p.Check || p.Score() < threshold {
				continue
			}
			if p.Same {
				a++
			} else {
				b++
			}
		}
		fmt.Fprintf(w, "%.2f\t%.4f (%d of %d)\t%.4f (%d of %d)\n", threshold, share(a, same), a, same, share(b, two), b, two)
	}
	fmt.Fprintf(w, "\nprobability\tpairs\tof one party at the prior %.2f\n", m.Prior())
	base := share(same, same+two)
	for low := 0; low < 10; low++ {
		var n int
		var mass, hits float64
		for _, p := range pairs {
			if q := m.Probability(p.Evidence); !p.Check || int(q*10) != low && !(q == 1 && low == 9) {
				continue
			}
			n++
			if p.Same {
				hits += m.Prior() / base
				mass += m.Prior() / base
			} else {
				mass += (1 - m.Prior()) / (1 - base)
			}
		}
		if n > 0 {
			fmt.Fprintf(w, "%.1f–%.1f\t%d\t%.3f\n", float64(low)/10, float64(low+1)/10, n, hits/mass)
		}
	}
	return w.Flush()
}

func share(a, n int) float64 { return float64(a) / float64(max(n, 1)) }
