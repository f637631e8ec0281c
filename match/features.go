package match

// FeatureNames are the features of the probability, in their order.
func FeatureNames() []string {
	return []string{"constant", "bits", "bits_over_20", "score", "score_over_0.7", "score_over_0.9", "same_name", "bits_of_same_name", "weak_alias", "first_name", "person",
		"birth_same", "birth_year", "birth_slip", "birth_close", "birth_different",
		"country_same", "country_different", "gender_same", "gender_different", "place_same", "number_same", "identifier_same"}
}

// features appends what the probability is made of, in the order of
// [FeatureNames]. Bits count in tens; those over 20, and the score over 0.7 and
// 0.9, once more, so that the line may bend there.
func (e *Evidence) features(out []float64) []float64 {
	b := func(is bool) float64 {
		if is {
			return 1
		}
		return 0
	}
	bits := min(max(e.Bits, -20), 60)
	return append(out, 1, bits/10, max(bits-20, 0)/10, e.Name, max(e.Name-0.7, 0), max(e.Name-0.9, 0), b(e.Name == 1), b(e.Name == 1)*bits/10, b(e.Weak), b(e.Primary), b(e.Person),
		b(e.Birth == Same), b(e.Birth == Near), b(e.Birth == Slip), b(e.Birth == Close), b(e.Birth == Different),
		b(e.Country == Same), b(e.Country == Different), b(e.Gender == Same), b(e.Gender == Different), b(e.BirthPlace == Same), b(e.Identifier == Near), b(e.Identifier == Same))
}
