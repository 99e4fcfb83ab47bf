import RosterCore
import RosterTestSupport
import Testing

/// THREATS 27 and 28: the last administrator stays, and a scoped key changes no administrator.
@Suite("Administrators", .serialized) struct AdministratorTests {
    /// Everything that could change the administrator `name`, each among things that are fine.
    private static func attacks(on name: String) -> [(String, String, String?)] {
        let good = #"{"name":"foo","nickName":"Changed"}"#
        return [
            ("PATCH", Path.user(name), #"{"nickName":"n"}"#),
            ("PATCH", Path.user(name), #"{"status":1}"#),
            ("PATCH", Path.user(name), #"{"password":"taken over"}"#),
            ("POST", Path.user(name), #"{"password":"taken over"}"#),
            ("POST", Path.user(name.uppercased()), #"{"status":1}"#),
            ("DELETE", Path.user(name), nil),
            ("POST", "/users", #"[\#(good),{"name":"\#(name)","password":"taken over"}]"#),
            ("PATCH", "/users", #"[\#(good),{"name":"\#(name)","status":1}]"#),
            ("DELETE", "/users", Body.names(["foo", name, "nobody"])),
        ]
    }

    @Test("a scoped key reads administrators and changes none") func scopedKeys() async throws {
        try await Stage.run { stage in
            try await stage.make("foo", nickname: "Nick")
            try await stage.make("boss", role: .admin)
            let token = try await stage.server.adminToken()
            let guids = [try await stage.guid(of: "foo"), try await stage.guid(of: "admin")]
            let before = try await stage.call("GET", "/users").body
            let made = try await stage.makeKey("scoped", for: ["BitAnswer", "IAM"]).secret
            for key in [Stage.key, made] {
                for name in ["admin", "boss"] {
                    try await stage.play(
                        Self.attacks(on: name).map { method, path, body in
                            Scenario(
                                "\(method) \(path) \(body ?? "")", method, path, key: key,
                                body: body,
                                .refused(.conflict, naming: [name, name.uppercased(), "1", "2"]))
                        })
                }
                try await stage.play([
                    Scenario(
                        "end", "POST", "/users/end", key: key, body: Body.guids(guids),
                        .refused(.conflict)),
                    Scenario("read", "GET", Path.user("admin"), key: key, .records(["admin"])),
                    Scenario(
                        "read the state", "GET", "/users/status?type=user&guid=\(guids[1])",
                        key: key, .records(["admin"])),
                ])
            }
            let after = try await stage.call("GET", "/users")
            #expect(after.body == before, "\(after)")
            #expect(try await stage.useStatus(token, of: "admin") == 200)
            #expect(try await stage.loginStatus("admin", "taken over") == 401)
        }
    }

    @Test("no key at all disables or deletes the last administrator") func last() async throws {
        try await Stage.run { stage in
            try await stage.make("foo", nickname: "Nick")
            // One that is disabled does not count.
            try await stage.make("off", role: .admin)
            try await stage.disable("off")
            let key = try await stage.makeKey("unscoped").secret
            let before = try await stage.call("GET", "/users").body
            let attacks: [(String, String, String?)] = [
                ("PATCH", Path.user("admin"), #"{"status":1}"#),
                ("POST", Path.user("ADMIN"), #"{"status":"1"}"#),
                ("DELETE", Path.user("admin"), nil),
                (
                    "PATCH", "/users",
                    #"[{"name":"foo","nickName":"Changed"},{"name":"admin","status":1}]"#
                ),
                ("DELETE", "/users", Body.names(["foo", "admin"])),
                ("DELETE", "/users", Body.names(["admin", "off", "foo"])),
            ]
            try await stage.play(
                attacks.map { method, path, body in
                    Scenario(
                        "\(method) \(path) \(body ?? "")", method, path, key: key, body: body,
                        .refused(.conflict, naming: ["admin", "ADMIN", "0", "1", "2"]))
                })
            let after = try await stage.call("GET", "/users", key: key)
            #expect(after.body == before, "\(after)")
            #expect(try await stage.loginStatus("admin", ServerFixture.adminPassword) == 200)
        }
    }

    @Test("of two administrators one may go, not both in one batch") func two() async throws {
        try await Stage.run { stage in
            try await stage.make("boss", role: .admin)
            let key = try await stage.makeKey("unscoped").secret
            try await stage.play([
                Scenario(
                    "both deleted", "DELETE", "/users", key: key,
                    body: Body.names(["boss", "admin"]), .refused(.conflict)),
                Scenario(
                    "both disabled", "PATCH", "/users", key: key,
                    body: #"[{"name":"boss","status":1},{"name":"admin","status":1}]"#,
                    .refused(.conflict)),
                Scenario(
                    "both are there", "GET", "/users", key: key, .records(["admin", "boss"]),
                    isRight: { $0.items.allSatisfy { $0["status"] as? Int == 0 } }),
                Scenario(
                    "an unscoped key may change one", "PATCH", Path.user("admin"), key: key,
                    body: #"{"nickName":"Root","status":0}"#, .records(["admin"]),
                    isRight: { $0.field("nickName") == "Root" }),
                Scenario(
                    "and delete the other", "DELETE", Path.user("boss"), key: key,
                    .echo([#"{"name":"boss"}"#])),
                Scenario(
                    "the last stays", "DELETE", Path.user("admin"), key: key,
                    .refused(.conflict, naming: ["admin"])),
            ])
        }
    }
}
