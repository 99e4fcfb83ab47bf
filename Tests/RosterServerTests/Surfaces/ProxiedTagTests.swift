import RosterTestSupport
import Testing

/// A proxy that compresses answers makes their tags weak, or marks them with the coding; the state
/// that they name is the same (RFC 9110 §8.8.3, §13.1.1).
@Suite("Entity tags behind a compressing proxy", .serialized)
struct ProxiedTagTests {
    /// What becomes of a tag on its way, and back in a list of several.
    static let forms: [@Sendable (String) -> String] = [
        { $0 }, { "W/" + $0 }, { $0.dropLast() + "-gzip\"" }, { $0.dropLast() + "-br\"" },
        { $0.dropLast() + "-zstd\"" }, { $0.dropLast() + ";gzip\"" },
        { "W/" + $0.dropLast() + "-gzip\"" }, { $0.dropLast() + "--gzip\"" },
        { "\"other,one\" , " + $0.dropLast() + "-br\"" },
    ]

    @Test("of a state that is present it is met, of one that is past it is not")
    func everySurface() async throws {
        try await AllSurfaces.run { all in
            let made = try await all.main(
                "POST", "/users", body: #"{"name":"Player","snapshot":{"name":"Player"}}"#)
            let card = try #require(made.data["id"], "\(made)")
            let listed = try await all.main("GET", "/v1/users")
            let id = try #require(listed.items.first?["id"], "\(listed)")
            let calls = [
                ("IAM", "PUT", "/v1/users/admin", #"{"nickname":"n","email":"a@example.com"}"#),
                ("Management", "PUT", "/v1/users/\(id)", #"{"phone":"change %@"}"#),
                ("ThinkSNS", "PATCH", "/api/v2/user", #"{"bio":"change %@"}"#),
                ("Tavern", "PATCH", "/users/\(card)", #"{"status":"active"}"#),
            ]
            for (surface, method, path, body) in calls {
                let client = surface == "IAM" ? all.server.iam : all.server.main
                for (number, form) in Self.forms.enumerated() {
                    let credential = ("Authorization", "Bearer " + all.admin)
                    let read = try await client.send("GET", path, headers: [credential])
                    let tag = try #require(read.header("ETag"), "\(surface): \(read)")
                    let sent = form(tag)
                    let headers = [
                        credential, ("If-Match", sent), ("Content-Type", "application/json"),
                    ]
                    // Each changes something, else its tag would still be present.
                    let body = body.replacing("%@", with: "\(number)")
                    let first = try await client.send(method, path, headers: headers, body: body)
                    #expect((200..<300).contains(first.status), "\(surface) \(sent): \(first)")
                    let again = try await client.send(method, path, headers: headers, body: body)
                    #expect([409, 412].contains(again.status), "\(surface) \(number): \(again)")
                }
            }
        }
    }
}
