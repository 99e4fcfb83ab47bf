import HTTPTypes
import RosterCore
import SurfaceKit
import Testing

/// THREATS 26: what needs no credential on this machine is for this machine's user alone.
@Suite struct OwnMachineTests {
    private func isOwn(
        peer: String = "127.0.0.1", host: String? = "localhost:3000",
        _ fields: [String: String] = [:]
    ) -> Bool {
        var headers = HTTPFields()
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return RequestHead(
            method: .get, path: [], query: FormQuery(), authority: host, headers: headers,
            requestID: "", peer: ClientAddress(peer), client: ClientAddress(peer)
        ).isFromThisMachine
    }

    @Test(
        "A loopback peer that asks for a loopback host is this machine's user",
        arguments: ["localhost", "LOCALHOST:1", "127.0.0.1:3000", "127.9.9.9", "[::1]:80", "[::1]"])
    func own(host: String) {
        #expect(isOwn(host: host))
        #expect(isOwn(peer: "::1", host: host))
        #expect(!isOwn(peer: "192.0.2.1", host: host))
    }

    @Test(
        "A page that rebinds DNS asks for its own name",
        arguments: [
            "evil.example", "localhost.evil.example", "192.0.2.1", "", nil,
            "localhost:80@evil.example", "[::1]evil.example", "localhost:80.evil.example",
        ] as [String?])
    func foreignHost(host: String?) {
        #expect(!isOwn(host: host))
    }

    @Test(
        "A proxy on this machine leaves its mark",
        arguments: [
            "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Whatever", "Forwarded", "Via",
            "X-Real-IP",
        ])
    func proxied(header: String) {
        #expect(!isOwn([header: "anything"]))
    }

    @Test("A second Host is nobody's")
    func secondHost() {
        #expect(!isOwn(["Host": "localhost"]))
    }

    @Test("A page of another site is not this machine's user, one of its own is")
    func origins() {
        #expect(isOwn(["Origin": "http://localhost:5173"]))
        #expect(isOwn(["Origin": "http://127.0.0.1"]))
        #expect(!isOwn(["Origin": "https://evil.example"]))
        #expect(!isOwn(["Origin": "null"]))
        #expect(!isOwn(["Sec-Fetch-Site": "cross-site"]))
        #expect(isOwn(["Sec-Fetch-Site": "same-origin"]))
    }
}
