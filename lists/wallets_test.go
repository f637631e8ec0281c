package lists_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"interdict/lists"
)

func TestWallets(t *testing.T) {
	for text, want := range map[string][]lists.Wallet{
		// Addresses that OFAC has published, and the examples of BIP 173 and 350.
		"Digital currency: 12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h; and 0x8576acc5c05d6ce88f4e49bf65bdf0c62f91353c.": {
			{"XBT", "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h"}, {"ETH", "0x8576acc5c05d6ce88f4e49bf65bdf0c62f91353c"}},
		"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 (Bitcoin)":           {{"XBT", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"}},
		"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0": {{"XBT", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"}},
		// One character is wrong.
		"12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9g":         nil,
		"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5": nil,
		"0x8576acc5c05d6ce88f4e49bf65bdf0c62f91353":  nil,
		// Numbers of papers are none.
		"Passport no. A005465, tax number 1027700132195, Member of the Federation Council": nil,
		"": nil,
	} {
		if diff := cmp.Diff(want, lists.Wallets(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}
