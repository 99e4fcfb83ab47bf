import HTTPTypes
import RosterCore
import SurfaceKit
import Testing

/// THREATS 26: what needs no credential on this machine is for this machine's user alone.
@Suite struct OwnMachineTests {
    private func isOwn(
        peer: String = "127.0.0.1", host: String? = "localhost:3000",
        _ fields: [String: String] = [:], isHTTP10: Bool = false, target: String? = nil
    ) -> Bool {
        var headers = HTTPFields()
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return RequestHead(
            method: .get, path: [], query: FormQuery(), authority: host, headers: headers,
            requestID: "", peer: ClientAddress(peer), client: ClientAddress(peer),
            isHTTP10: isHTTP10, targetAuthority: target
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
            "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Whatever", "X-Forwarded",
            "Forwarded", "Forwarded-For", "Via", "Max-Forwards", "CDN-Loop", "X-Real-IP",
            "X-Client-IP", "Client-IP", "X-Cluster-Client-IP", "True-Client-IP",
            "CF-Connecting-IP", "CF-Ray", "Fastly-Client-IP", "Akamai-Origin-Hop",
            "CloudFront-Viewer-Address", "X-Amz-Cf-Id", "X-Amzn-Trace-Id", "X-Azure-ClientIP",
            "X-ARR-LOG-ID", "X-Appengine-User-IP", "X-Cloud-Trace-Context", "Fly-Client-IP",
            "X-Vercel-Id", "X-NF-Client-Connection-IP", "X-Request-Start", "X-Sucuri-ClientIP",
            "Incap-Client-IP", "Ali-CDN-Real-IP", "X-Envoy-External-Address", "l5d-client-id",
            "X-Kong-Request-Id", "X-Original-Forwarded-For", "X-Original-URL", "X-Rewrite-URL",
            "X-ProxyUser-Ip", "Proxy-Connection", "WL-Proxy-Client-IP", "Tailscale-User-Login",
            "X-Auth-Request-User", "Remote-User", "X-Varnish", "Surrogate-Capability",
            "DO-Connecting-IP", "X-Nginx-Proxy", "X-Scheme", "X-Authentik-Username",
            "X-Pomerium-Jwt-Assertion", "X-Ingress-Path", "Traceparent", "X-Unheard-Of-IP",
            "X-Some-User",
        ])
    func proxied(header: String) {
        #expect(!isOwn([header: "anything"]))
    }

    @Test("What this machine's own clients send is no mark of a proxy")
    func ownClients() {
        let fields = [
            "User-Agent", "Accept", "Accept-Language", "Content-Type", "X-Requested-With",
            "X-Request-ID", "X-Tavern-Client-Key", "X-Account-Id", "DNT", "X-Long",
            "X-1", "User-ID", "Upgrade-Insecure-Requests", "Access-Control-Request-Method",
            "Sec-Fetch-Mode", "Idempotency-Key", "X-API-Key", "Cache-Control", "Connection",
        ]
        for field in fields { #expect(isOwn([field: "anything"]), "\(field)") }
    }

    @Test("HTTP/1.0, as a proxy speaks it that was told nothing, is not this machine's user")
    func http10() {
        #expect(!isOwn(isHTTP10: true))
    }

    @Test("A target in absolute form that names another host is not this machine's user")
    func absoluteTarget() {
        #expect(!isOwn(target: "evil.example"))
        #expect(!isOwn(target: ""))
        #expect(!isOwn(target: "localhost@evil.example"))
        #expect(isOwn(target: "localhost:3000"))
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
