// Package names knows names: what the parts of one are, which words could be
// the same word, and how like two names are.
//
//	a := names.Parse("Хван Бён Со", names.Person)
//	b := names.Parse("Hwang Pyong So", names.Person)
//	score, bits := names.Score(a, b) // fast, without allocation
//	r := names.Compare(a, b)         // the same, and r.Pairs: which word matched which, and by what
//
// # Parts
//
// [Parse] turns a name in any script into a [Name]: words with their readings
// (package text), the part that each plays ([Role]) and how much evidence it
// carries. What is written in several ways is brought together on the way in:
// Abd al-Qadir, Abdul Qadir, Abdelkader and عبد القادر are one word, as are Rahmat
// Ullah and Shams ad-Din; L.L.C. and "limited liability company" are one legal
// form; forty-four is 44; نصر للتجارة, Nasr Trading and ООО Наср Торговля share
// the meaning of a common word. words.tsv and glossary.tsv hold what is known,
// in lines that can be read and added to.
//
// # Could be the same word
//
// [Related] is the one relation between words. It holds, strongest first, for
// words that are equal after folding; written as one or apart; the same in
// meaning (legal forms, numbers, company words across languages); equal by
// transliteration class ([Canon]: kh and h, q and k, ou and u); one of the
// spellings that the other's script leaves open; a given name and its short
// form, or its form in another language; a few typing errors apart, the more
// the longer the word ([Distance]); a compound and what it is made with; first
// letters of several words; an initial. Operations do not chain beyond one
// class and one bound of errors.
//
// # Score
//
// The words of two names are paired, the strongest evidence first, and weighed:
//
//	shared / (shared + cost)
//
// shared is the sum of strength times weight over pairs. Weight grows with
// rarity, from a frozen table of how many names hold a word (frequency.txt,
// CARD.md); it is part of the model, so that a score depends on the two names
// alone and never on which lists are loaded ([Version] names it). cost sums
// what speaks against:
//
//   - words left over on both sides are different words: 2.6 times the lesser,
//     so that a wholly different family name is not averaged away by three given
//     names that agree;
//   - words that only one side has were perhaps left out: at full weight where
//     what is shared is common (22 bits or less: two words that one name in
//     2,000 has each), down to a third of it where it is rare (36 bits); at
//     double where Korean or Chinese letters wrote one of the names, for such
//     names are not shortened; at a fifth for patronymics, which are left out
//     by custom; middle names sooner less (from 20 bits, least at 29), for news
//     and forms leave them out;
//   - a word that carries more on one side than on the other is half unshared,
//     but not where it is likelier a common word with a slip in it: Tradng;
//   - what a relation leaves open: a typing error may be another word;
//   - family names, places and numbers that one side lacks count for more, and
//     numbers that contradict each other keep 0.45 of the score.
//
// Names that are equal after folding score 1, however common: how much that is
// worth is the business of the probability in package match, which the returned
// bits are for. Order tells nothing unless both names say which part is which
// ("Family, Given"; [ParseParts]): then a given name is no family name.
//
// # Keys
//
// Whoever has many names asks for those whose units share a key. A [Unit] is
// filed under [Unit.AppendKeys] and looked up by [Unit.AppendQueryKeys]; the two
// differ so that a filed word has few keys. If two names score 0.5 or more, a
// pair of words that both have keys, or a join, is related, and the query's keys
// meet the candidate's. Proof: [Name] scores rest on such a pair by construction
// (a weighing without one is 0), and each relation shares a key: what is equal,
// of one class, meaning or group by its hash; what is spelled, by a skeleton that
// [Related] asks for first; one error by a deletion; two by a half (see
// appendWordKeys). An initial has no keys: it supports a hit and never makes one.
// The property tests and the fuzz test hold the package to it.
//
// Most names need two related pairs: with w the weight of the one shared word
// and words of weight l and r left over on the two sides, the score is at most
// w / (w + 2.6 min(l, r)), below 0.5 wherever both sides hold more than 0.39 w
// besides. An index may use that to skip names that share one word alone.
package names
