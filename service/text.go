package service

import (
	"context"

	"interdict/index"
	"interdict/screen"
)

// A TextAnswer is what screening a text gave.
type TextAnswer struct {
	Mentions []screen.Mention
	Basis    string
}

// ScreenText finds the mentions of listed parties in running text.
func (s *Service) ScreenText(ctx context.Context, text string, o screen.TextOptions) (TextAnswer, error) {
	e, err := s.searching(ctx)
	if err != nil {
		return TextAnswer{}, err
	}
	var a TextAnswer
	if a.Basis, err = e.Basis(screen.Limits{Threshold: max(o.Threshold, index.TextFloor)}); err != nil {
		return a, err
	}
	if a.Mentions, err = e.Engine.Text(ctx, text, o); err != nil {
		return a, err
	}
	var results []string
	for _, m := range a.Mentions {
		results = append(results, Fingerprints(m.Hits)...)
	}
	return a, s.Emit(ctx, Event{Kind: "text", Basis: a.Basis, Results: results}, text)
}
