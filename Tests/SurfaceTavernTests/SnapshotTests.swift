import Foundation
import RosterTestSupport
import Testing

/// What a snapshot holds comes back as it was sent: contracts/tavern.md §0, §4, and DESIGN §3.
@Suite("Snapshots", .serialized) struct SnapshotTests {
    /// A snapshot as sent, and as it must come back: name and description first and trimmed, the
    /// rest in input order, numbers as spelt, nothing within touched.
    private static let table: [(sent: String, kept: String)] = [
        (#"{"name":"a"}"#, #"{"name":"a"}"#),
        (#"{"description":"","name":"b"}"#, #"{"name":"b","description":""}"#),
        (#"{"z":1,"name":"c","a":2}"#, #"{"name":"c","z":1,"a":2}"#),
        (
            #"{"z":1,"description":" d ","y":{"b":1,"a":2},"name":" d ","x":3}"#,
            #"{"name":"d","description":"d","z":1,"y":{"b":1,"a":2},"x":3}"#
        ),
        (
            #"{"name":"e","n":[1.0,1.50,-0,-0.0,1e2,1E+2,0.1e-7,12345678901234567890123]}"#,
            #"{"name":"e","n":[1.0,1.50,-0,-0.0,1e2,1E+2,0.1e-7,12345678901234567890123]}"#
        ),
        (
            #"{"name":"f","l":[],"o":{},"n":null,"t":true,"f":false,"d":[[],[[{}]]]}"#,
            #"{"name":"f","l":[],"o":{},"n":null,"t":true,"f":false,"d":[[],[[{}]]]}"#
        ),
        // Extras look like other things and are none.
        (
            #"{"Name":"other","id":"x","status":"deleted","name":"g","NAME":1,"created_at":-1}"#,
            #"{"name":"g","Name":"other","id":"x","status":"deleted","NAME":1,"created_at":-1}"#
        ),
        (
            #"{"name":"h","in":{"name":"  kept  ","description":null},"":"no key","10":1,"9":2}"#,
            #"{"name":"h","in":{"name":"  kept  ","description":null},"":"no key","10":1,"9":2}"#
        ),
        (
            #"{"name":"i","s":"é\n\"\\中😀/ <b>","\"k\"":"A😀"}"#,
            #"{"name":"i","s":"é\n\"\\中😀/ <b>","\"k\"":"A😀"}"#
        ),
        (
            "{ \"name\" : \"j\" ,\n\t\"space\" : [ 1 , 2 ] , \"text\" : \" a  b \" }",
            #"{"name":"j","space":[1,2],"text":" a  b "}"#
        ),
    ]

    @Test("keys keep their order and numbers their spelling, in every answer") func kept()
        async throws
    {
        try await Stage.run { stage in
            let target = try await stage.make("target")
            for row in Self.table {
                let body = #"{"snapshot":\#(row.sent)}"#
                let created = try await stage.call("POST", "/users", body: body)
                stage.expect(.created, created, row.sent)
                #expect(created.snapshotText == row.kept)
                let read = try await stage.read(created.id)
                #expect(read.snapshotText == row.kept)
                let name = created.data["name"] as? String ?? ""
                let list = try await stage.call("GET", "/users?keyword=\(Query.escaped(name))")
                #expect(list.body.contains(#""snapshot":\#(row.kept),"revision""#), "\(list)")
                try await stage.delete(created.id)
                let binned = try await stage.call("GET", "/users?status=deleted&limit=100")
                #expect(binned.body.contains(#""snapshot":\#(row.kept),"revision""#))
                // Its name stays reserved; a change gives the same content another one.
                let renamed = body.replacingOccurrences(
                    of: #""\#(name)""#, with: #""\#(name)2""#
                ).replacingOccurrences(of: #"" \#(name) ""#, with: #"" \#(name)2 ""#)
                let changed = try await stage.call("PATCH", "/users/\(target)", body: renamed)
                stage.expect(.card, changed, renamed)
                let wanted = row.kept.replacingOccurrences(
                    of: #""\#(name)""#, with: #""\#(name)2""#)
                #expect(changed.snapshotText == wanted)
            }
        }
    }

    @Test("numbers that fit no machine type come back as spelt") func hugeNumbers() async throws {
        let digits = String(repeating: "9", count: 400)
        let snapshot = #"{"name":"huge","n":[1e400,-1e-4000,\#(digits),0.\#(digits)]}"#
        try await Stage.run { stage in
            let created = try await stage.call(
                "POST", "/users", body: #"{"snapshot":\#(snapshot)}"#)
            #expect(created.status == 201 && created.snapshotText == snapshot, "\(created)")
            let list = try await stage.call("GET", "/users")
            #expect(list.status == 200 && list.snapshotText == snapshot, "\(list)")
        }
    }

    @Test("a key that stands twice is refused, wherever it stands") func duplicateKeys()
        async throws
    {
        let table: [(String, String, String)] = [
            ("POST", "", #"{"snapshot":{"name":"a"},"snapshot":{"name":"b"}}"#),
            ("POST", "", #"{"snapshot":{"name":"a","name":"b"}}"#),
            ("POST", "", #"{"snapshot":{"name":"a","name":"a"}}"#),
            ("POST", "", #"{"snapshot":{"name":"a","n\u0061me":"b"}}"#),
            ("POST", "", #"{"snapshot":{"name":"a","x":{"k":1,"k":1}}}"#),
            ("POST", "", #"{"snapshot":{"name":"a","x":[1,{"k":1,"l":2,"k":3}]}}"#),
            ("POST", "", #"{"x":1,"x":2,"snapshot":{"name":"a"}}"#),
            ("PATCH", "/{id}", #"{"status":"active","status":"disabled"}"#),
            ("PATCH", "/{id}", #"{"snapshot":{"name":"a","x":1,"x":1}}"#),
            ("DELETE", "/{id}", #"{"expected_revision":0,"expected_revision":0}"#),
            ("PATCH", "/batch/status", #"{"ids":["{id}"],"ids":["{id}"],"status":"active"}"#),
            ("POST", "/batch/delete", #"{"ids":["{id}"],"ids":["{id}"]}"#),
        ]
        try await Stage.run { stage in
            let id = try await stage.make("card")
            for (method, path, body) in table {
                let answer = try await stage.call(
                    method, "/users" + path.replacingOccurrences(of: "{id}", with: id),
                    body: body.replacingOccurrences(of: "{id}", with: id))
                stage.expect(.error(.validation), answer, "\(method) \(body)")
            }
            let all = try await stage.all()
            #expect(all.names == ["card"] && all.cards.first?["revision"] as? Int == 0, "\(all)")
        }
    }

    @Test("a snapshot as large as it may be comes back whole, a larger one is refused")
    func large() async throws {
        // Exactly 256 KiB of UTF-8.
        let frame = #"{"name":"large","text":""}"#.utf8.count
        let unit = "中é x"
        let count = (256 * 1024 - frame) / unit.utf8.count
        let rest = 256 * 1024 - frame - count * unit.utf8.count
        let text =
            String(repeating: unit, count: count) + String(repeating: "x", count: rest)
        try await Stage.run { stage in
            let created = try await stage.call(
                "POST", "/users", body: Body.card("large", more: #""text":"\#(text)""#))
            #expect(created.status == 201)
            let read = try await stage.read(created.id)
            #expect(read.status == 200)
            #expect(read.snapshotText == #"{"name":"large","text":"\#(text)"}"#)
            let larger = try await stage.call(
                "PATCH", "/users/\(created.id)",
                body: Body.card("large", more: #""text":"\#(text)x""#)
            )
            #expect(larger.status == 413)
            #expect(larger.isError("payload_too_large"))
            #expect(try await stage.read(created.id).snapshotText == read.snapshotText)
        }
    }
}
