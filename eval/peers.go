package eval

// A Peer is another program's value for a figure.
type Peer struct {
	Text   string // the value as quoted, such as 0.77
	Name   string // the program
	Quoted bool   // taken from a publication or another measurement, not measured on these rows
}

// PeerOf returns what is known of the best peer for a figure: measured on the
// same rows where the figures hold it (logic-v2 on labelled pairs), else as
// quoted. Quoted values were measured on data that may differ from this, and
// say only where the field stands.
func PeerOf(figures []Figure, f Figure) (Peer, bool) {
	for _, m := range []string{"f1", "precision", "recall"} {
		if f.Figure != "name_bench."+m {
			continue
		}
		for _, p := range figures {
			if p.Figure == "name_bench.logicv2_"+m && p.Group == f.Group {
				return Peer{Text: formatValue(p), Name: "logic-v2"}, true
			}
		}
	}
	p, ok := quoted(f.Figure, f.Group)
	p.Quoted = true
	return p, ok
}

func quoted(figure, group string) (Peer, bool) {
	switch figure + " " + group {
	case "un_typing.top1 changed":
		return Peer{Text: "0.893", Name: "Watchman"}, true
	case "un_script.top1 all":
		return Peer{Text: "0", Name: "Watchman"}, true
	case "customers.false_hits all": // on 10,000 entries, at equal recall
		return Peer{Text: "0.0005", Name: "Watchman"}, true
	case "polnear.source.f1 all", "polnear.source.f1 test":
		return Peer{Text: "0.822", Name: "BERT-CRF"}, true
	case "polnear.cue.f1 all", "polnear.cue.f1 test":
		return Peer{Text: "0.749", Name: "BERT-CRF"}, true
	case "polnear.content.f1 all", "polnear.content.f1 test":
		return Peer{Text: "0.710", Name: "BERT-CRF"}, true
	case "plover.type_recall all": // on 50 items
		return Peer{Text: "0.81", Name: "GDELT"}, true
	case "plover.source_recall all", "plover.target_recall all":
		return Peer{Text: "0.79", Name: "GDELT"}, true
	}
	return Peer{}, false
}
