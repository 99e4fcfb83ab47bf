import SurfaceKit
import Testing

@Suite("Client addresses")
struct ClientAddressTests {
    @Test(
        "an address is written in its one canonical form",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"),
            ("255.255.255.255", "255.255.255.255"),
            ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("2001:DB8::00aF", "2001:db8::af"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
            ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("fe80::1%eth0", "fe80::1"), ("fe80::1%25", "fe80::1"),
            ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
            ("1:2:3:4:5:6:7.8.9.10", "1:2:3:4:5:6:708:90a"),
            // Mapped addresses are IPv4.
            ("::ffff:192.0.2.1", "192.0.2.1"), ("::FFFF:c000:0201", "192.0.2.1"),
            ("0:0:0:0:0:ffff:7f00:1", "127.0.0.1"), ("::ffff:192.0.2.1%lo", "192.0.2.1"),
            // The deprecated compatible form is not mapped.
            ("::192.0.2.1", "::c000:201"),
        ])
    func description(text: String, expected: String) throws {
        let address = try #require(ClientAddress(text))
        #expect(address.description == expected)
        #expect(ClientAddress(expected) == address)
    }

    @Test(
        "what is no address is refused",
        arguments: [
            "", " ", "localhost", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3",
            "256.0.0.1", "1.2.3.1000", "01.2.3.4", "1.2.3.00", "0x7f.0.0.1", "2130706433",
            "-1.2.3.4",
            "+1.2.3.4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4\n", "1.2.3.4%eth0", "1.2.3.4:80",
            "١.2.3.4",
            ":", ":::", "::1::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::",
            "::1:2:3:4:5:6:7:8", "1::2:3:4:5:6:7:8", ":1::2", "1::2:", "12345::", "g::", "::-1",
            "1.2.3.4::", "::1.2.3.4:1", "::1.2.3", "::01.2.3.4", "1:2:3:4:5:6:7:1.2.3.4",
            "[::1]", "::1%", "%eth0", "::\u{FF11}", "::1\u{0}",
        ])
    func refusal(text: String) {
        #expect(ClientAddress(text) == nil)
    }

    @Test(
        "loopback is the whole of 127.0.0.0/8 and ::1, mapped or not",
        arguments: [
            ("127.0.0.1", true), ("127.255.255.255", true), ("::1", true),
            ("::ffff:127.0.0.1", true),
            ("128.0.0.1", false), ("126.255.255.255", false), ("0.0.0.0", false), ("::", false),
            ("::2", false), ("1::1", false), ("::7f00:1", false),
        ])
    func loopback(text: String, isLoopback: Bool) {
        #expect(ClientAddress(text)?.isLoopback == isLoopback)
    }

    @Test(
        "two addresses are one caller when they are one IPv4 address or in one /64",
        arguments: [
            ("192.0.2.1", "::ffff:192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
            ("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", true),
            ("2001:db8::1", "2001:db8:0:1::1", false), ("::c000:201", "192.0.2.1", false),
        ])
    func bucketKey(left: String, right: String, isOne: Bool) throws {
        let keys = try [left, right].map { try #require(ClientAddress($0)).bucketKey }
        #expect((keys[0] == keys[1]) == isOne)
    }

    @Test(
        "a block contains what its prefix says",
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.0", false),
            ("10.1.2.3/8", "10.9.9.9", true), ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.6", false), ("192.0.2.4/30", "192.0.2.7", true),
            ("192.0.2.4/30", "192.0.2.8", false), ("0.0.0.0/0", "203.0.113.9", true),
            ("0.0.0.0/0", "::1", false), ("::/0", "2001:db8::1", true),
            ("::/0", "192.0.2.1", false),
            ("10.0.0.0/8", "::ffff:10.0.0.1", true), ("::ffff:10.0.0.0/104", "10.0.0.1", true),
            ("::ffff:10.0.0.0/104", "11.0.0.1", false), ("::ffff:10.0.0.1", "10.0.0.1", true),
            ("::ffff:0:0/96", "203.0.113.9", true),
            ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::1", false),
            ("2001:db8::/65", "2001:db8::7fff:0:0:0", true),
            ("2001:db8::/65", "2001:db8:0:0:8000::", false), ("2001:db8::/64", "2001:db8::1", true),
            ("::1/128", "::1", true), ("::1/128", "::2", false), ("::1/128", "127.0.0.1", false),
            ("0.0.0.1/32", "::1", false), ("fd00::/8", "fdff::1", true),
        ])
    func block(block: String, address: String, isContained: Bool) throws {
        let address = try #require(ClientAddress(address))
        #expect(try #require(AddressBlock(block)).contains(address) == isContained)
    }

    @Test(
        "what is no block is refused",
        arguments: [
            "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/8/8",
            "10.0.0.0/ 8", "10.0.0/8", "10.0.0.0/255.0.0.0", "::/129", "fe80::%eth0/64",
            "fe80::1%eth0",
            "::ffff:10.0.0.0/8", "::ffff:0:0/95", "private",
        ])
    func blockRefusal(text: String) {
        #expect(AddressBlock(text) == nil)
    }

    @Test("a block describes itself without the bits beyond its prefix")
    func blockDescription() {
        #expect(AddressBlock("10.1.2.3/8")?.description == "10.0.0.0/8")
        #expect(AddressBlock("2001:DB8::1/33")?.description == "2001:db8::/33")
        #expect(AddressBlock("192.0.2.1")?.description == "192.0.2.1/32")
    }
}
