import SurfaceKit
import Testing

@Suite("Forwarded addresses")
struct ForwardedAddressTests {
    /// Who calls, what the header says, who is taken for the caller.
    struct Scenario: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var peer = "10.0.0.1"
        let header: [String]
        let client: String
    }

    private static let scenarios = [
        Scenario(testDescription: "no header", header: [], client: "10.0.0.1"),
        Scenario(
            testDescription: "a peer that nobody trusts", peer: "203.0.113.5",
            header: ["198.51.100.7"], client: "203.0.113.5"),
        Scenario(
            testDescription: "one proxy", header: ["198.51.100.7"], client: "198.51.100.7"),
        Scenario(
            testDescription: "a mapped peer", peer: "::ffff:10.0.0.1", header: ["198.51.100.7"],
            client: "198.51.100.7"),
        Scenario(
            testDescription: "two proxies", header: ["198.51.100.7, 10.0.0.2"],
            client: "198.51.100.7"),
        Scenario(
            testDescription: "an entry that the caller forged",
            header: ["127.0.0.1, 198.51.100.7, 10.0.0.2"], client: "198.51.100.7"),
        Scenario(
            testDescription: "rubbish that the caller forged", header: ["<script>, 198.51.100.7"],
            client: "198.51.100.7"),
        Scenario(
            testDescription: "several fields are one list in their order",
            header: ["203.0.113.1", "198.51.100.7", "10.0.0.3,10.0.0.2"], client: "198.51.100.7"),
        Scenario(
            testDescription: "all trusted: the first written", header: ["10.0.0.9, 10.0.0.2"],
            client: "10.0.0.9"),
        Scenario(
            testDescription: "spaces and tabs", header: [" \t198.51.100.7 \t,\t10.0.0.2 "],
            client: "198.51.100.7"),
        Scenario(
            testDescription: "no space at all", header: ["198.51.100.7,10.0.0.2"],
            client: "198.51.100.7"),
        Scenario(
            testDescription: "IPv4 with a port", header: ["198.51.100.7:65535"],
            client: "198.51.100.7"),
        Scenario(testDescription: "bare IPv6", header: ["2001:db8::7"], client: "2001:db8::7"),
        Scenario(
            testDescription: "IPv6 in brackets", header: ["[2001:db8::7]"], client: "2001:db8::7"),
        Scenario(
            testDescription: "IPv6 in brackets with a port",
            header: ["[2001:db8::7]:443, [fd00::2]:1"],
            client: "2001:db8::7"),
        Scenario(
            testDescription: "IPv6 with a zone", header: ["fe80::7%eth0"], client: "fe80::7"),
        Scenario(
            testDescription: "mapped IPv4 in brackets", header: ["[::ffff:198.51.100.7]:80"],
            client: "198.51.100.7"),
    ]

    @Test("the caller is the last address that no trusted proxy has", arguments: scenarios)
    func client(scenario: Scenario) throws {
        try expect(scenario.client, peer: scenario.peer, header: scenario.header)
    }

    @Test(
        "a malformed entry that is looked at makes the header void",
        arguments: [
            "", " ", ",", "198.51.100.7,", "198.51.100.7, ,10.0.0.2", "198.51.100.7, 10.0.0.2,",
            "unknown", "_hidden", "198.51.100.7, unknown", "198.51.100.7, unknown, 10.0.0.2",
            "198.51.100", "198.51.100.07", "198.51.100.256", "198.51.100.7:", "198.51.100.7:65536",
            "198.51.100.7:080", "198.51.100.7:-1", "198.51.100.7:80:80", "198.51.100.7 80",
            "[198.51.100.7]", "[198.51.100.7]:80", "[2001:db8::7", "2001:db8::7]",
            "[2001:db8::7]80",
            "[2001:db8::7]:", "[2001:db8::7]:x", "[]", "[]:80", "[[2001:db8::7]]", ":80",
            "\"[2001:db8::7]\"", "for=198.51.100.7", "198.51.100.7;10.0.0.2", "198.51.100.7\u{0}",
            "198.51.100.7\u{A0}",
        ])
    func malformed(value: String) throws {
        try expect("10.0.0.1", peer: "10.0.0.1", header: [value])
        // Neither does a good field before or behind a trusted one save it.
        try expect("10.0.0.1", peer: "10.0.0.1", header: ["198.51.100.7", value, "10.0.0.2"])
    }

    @Test("nobody is trusted when no proxy is set")
    func nobodyTrusted() throws {
        let peer = try #require(ClientAddress("127.0.0.1"))
        let client = ForwardedAddress.client(
            peer: peer, forwardedFor: ["198.51.100.7"], trusted: [])
        #expect(client == peer)
    }

    private func expect(_ client: String, peer: String, header: [String]) throws {
        let trusted = try ["10.0.0.0/8", "fd00::/8"].map { try #require(AddressBlock($0)) }
        let found = ForwardedAddress.client(
            peer: try #require(ClientAddress(peer)), forwardedFor: header, trusted: trusted)
        #expect(found == ClientAddress(client))
    }
}
