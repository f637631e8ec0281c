package page

import "net/netip"

// public6 is what IANA has given out as global unicast. All else of IPv6 is local,
// multicast, not given out, or stands for an address of IPv4: mapped
// (::ffff:0:0/96), compatible (::/96), translated (64:ff9b::/96, 64:ff9b:1::/48).
var public6 = netip.MustParsePrefix("2000::/3")

// private are the networks that are not of the public internet, or lead elsewhere
// by way of another: those of IANA's registries of special-purpose addresses for
// IPv4 and IPv6 (RFC 6890 and its updates), multicast, and what some clouds use to
// speak with the machines that they host.
var private = prefixes(
	"0.0.0.0/8",        // this network
	"10.0.0.0/8",       // private
	"100.64.0.0/10",    // behind a carrier's address translation; Alibaba's metadata (100.100.100.200)
	"127.0.0.0/8",      // loopback
	"168.63.129.16/32", // Azure's own services
	"169.254.0.0/16",   // link-local, most clouds' metadata (169.254.169.254)
	"172.16.0.0/12",    // private
	"192.0.0.0/24",     // protocol assignments; Oracle's metadata (192.0.0.192)
	"192.0.2.0/24",     // documentation
	"192.31.196.0/24",  // AS112
	"192.52.193.0/24",  // AMT
	"192.88.99.0/24",   // 6to4 relays
	"192.168.0.0/16",   // private
	"192.175.48.0/24",  // AS112
	"198.18.0.0/15",    // benchmarking
	"198.51.100.0/24",  // documentation
	"203.0.113.0/24",   // documentation
	"224.0.0.0/4",      // multicast
	"240.0.0.0/4",      // reserved, broadcast

	"2001::/23",         // protocol assignments: Teredo, benchmarking, ORCHID
	"2001:db8::/32",     // documentation
	"2002::/16",         // 6to4
	"2620:4f:8000::/48", // AS112
	"3fff::/20",         // documentation
)

func prefixes(all ...string) (out []netip.Prefix) {
	for _, p := range all {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}

// isPublic reports whether an address is of the public internet.
func isPublic(ip netip.Addr) bool {
	if ip.Zone() != "" || !ip.Is4() && !public6.Contains(ip) {
		return false
	}
	for _, p := range private {
		if p.Contains(ip) {
			return false
		}
	}
	return ip.IsGlobalUnicast()
}
