import Foundation
import RosterTestSupport
import Testing

/// `PUT` to where an announcement points: contracts/thinksns.md §0 and §11.
@Suite("Uploads", .serialized) struct UploadRuleTests {
    @Test("what was announced is stored, once", arguments: Picture.all)
    func stored(_ picture: Picture) async throws {
        try await SNS.run { sns in
            let ticket = try await sns.ticket(picture.bytes, as: picture.type)
            let answer = try await sns.put(picture.bytes, ticket)
            #expect(answer.status == 201, "\(answer)")
            #expect(answer.body == #"{"node":"\#(ticket.node)"}"#, "\(answer)")
            check(try await sns.put(picture.bytes, ticket), is: .refused(403, .a), "again")
            let read = try await sns.fetch("/storage/\(ticket.node)")
            #expect(read.status == 200 && read.bytes == picture.bytes, "\(read)")
        }
    }

    @Test("nothing but the ticket as it was handed out opens the door") func tampered()
        async throws
    {
        try await SNS.run { sns in
            let bytes = Picture.png.bytes
            let ticket = try await sns.ticket(bytes)
            let other = try await sns.ticket(Picture.gif.bytes, as: "image/gif")
            let token = "Bearer " + (try sns.token("anna"))
            let path = ticket.target.components(separatedBy: "?")[0]
            let number = try #require(ticket.target.firstMatch(of: /expires=([0-9]+)/)?.1)
            let later = ticket.target.replacingOccurrences(
                of: "expires=\(number)", with: "expires=\((Int(number) ?? 0) + 1)")
            let otherPath = other.target.components(separatedBy: "?")[0]
            let otherQuery = other.target.components(separatedBy: "?")[1]
            let cut = String(ticket.target.dropLast(2))
            let credential = other.headers.first { $0.0 == "Authorization" }?.1
            let wrong: [(String, Ticket)] = [
                ("no query", ticket.at(path)), ("a later expiry", ticket.at(later)),
                ("a cut signature", ticket.at(cut)),
                ("another's signature", ticket.at(path + "?" + otherQuery)),
                (
                    "another's node",
                    ticket.at(
                        ticket.target.replacingOccurrences(of: path, with: otherPath))
                ),
                ("no bearer", ticket.with("Authorization", nil)),
                ("the caller's token", ticket.with("Authorization", token)),
                ("another's bearer", ticket.with("Authorization", credential)),
                ("another hash", ticket.with("x-plus-storage-hash", md5([1]))),
                ("no hash", ticket.with("x-plus-storage-hash", nil)),
                ("another size", ticket.with("x-plus-storage-size", "1")),
                ("another type", ticket.with("x-plus-storage-mime-type", "image/gif")),
            ]
            for (name, ticket) in wrong {
                check(try await sns.put(bytes, ticket), is: .refused(403, .a), name)
            }
            // None of them cost the ticket.
            #expect(try await sns.put(bytes, ticket).status == 201)
        }
    }

    @Test("a ticket does not wait for ever") func expired() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            let ticket = try await sns.ticket(Picture.png.bytes)
            clock.advance(days: 2)
            check(try await sns.put(Picture.png.bytes, ticket), is: .refused(403, .a))
        }
    }

    @Test("a one-time bearer is good for nothing else") func bearer() async throws {
        try await SNS.run { sns in
            let ticket = try await sns.ticket(Picture.png.bytes)
            let header = ticket.headers.first { $0.0 == "Authorization" }?.1 ?? ""
            check(try await sns.call("GET", "/user", by: .header(header)), is: .unauthenticated)
        }
    }

    @Test("content that is not what was announced is refused, and not kept") func content()
        async throws
    {
        let png = Picture.png.bytes
        let swapped = PNGWriter.file(width: 3, height: 2, shade: 0x55)
        /// Name, announced, sent, announced type.
        let table: [(String, [UInt8], [UInt8], String)] = [
            ("other bytes of the same size", png, swapped, "image/png"),
            ("a byte less", png, Array(png.dropLast()), "image/png"),
            ("a byte more", png, png + [0], "image/png"),
            ("nothing", png, [], "image/png"),
            ("GIF as PNG", Picture.gif.bytes, Picture.gif.bytes, "image/png"),
            ("PNG as JPEG", png, png, "image/jpeg"),
            (
                "4097 wide", Picture.png(width: 4097, height: 1).bytes,
                Picture.png(width: 4097, height: 1).bytes, "image/png"
            ),
            (
                "4097 high", Picture.png(width: 1, height: 4097).bytes,
                Picture.png(width: 1, height: 4097).bytes, "image/png"
            ),
            ("a head without a body", Array(png.prefix(33)), Array(png.prefix(33)), "image/png"),
        ]
        try await SNS.run { sns in
            for (name, announced, sent, type) in table {
                let ticket = try await sns.ticket(announced, as: type)
                let answer = try await sns.put(sent, ticket)
                check(answer, is: .refusedSomehow(422), name)
                let read = try await sns.fetch("/storage/\(ticket.node)")
                #expect(read.status == 404, "\(name): \(read)")
                let worn = try await sns.call(
                    "PATCH", "/user", body: #"{"avatar":"\#(ticket.node)"}"#)
                check(worn, is: .invalid(["avatar"]), name)
            }
        }
    }

    @Test("4096 pixels and 2 MiB are within the rules") func bounds() async throws {
        try await SNS.run { sns in
            for picture in [
                Picture.png(width: 4096, height: 1), .png(width: 1, height: 4096),
                .png(width: 8, height: 8, length: 2 * 1024 * 1024),
            ] {
                let node = try await sns.store(picture)
                let read = try await sns.fetch("/storage/\(node)")
                #expect(read.bytes == picture.bytes, "\(picture): \(read)")
            }
        }
    }

    @Test("a body beyond 2 MiB is refused early") func large() async throws {
        try await SNS.run { sns in
            let ticket = try await sns.ticket(Picture.png.bytes)
            let answer = try await sns.put(
                [UInt8](repeating: 0, count: 3 * 1024 * 1024), ticket)
            #expect([413, 422].contains(answer.status), "\(answer)")
        }
    }
}
