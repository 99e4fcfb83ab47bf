import Foundation
import RosterTestSupport

/// Where an announced file may be sent to, and with what.
struct Ticket: Sendable {
    /// Path and query.
    var target: String
    var headers: [(String, String)]
    let node: String

    /// The same with another value of one header, or without it.
    func with(_ name: String, _ value: String?) -> Ticket {
        var ticket = self
        ticket.headers = headers.compactMap { field in
            guard field.0.lowercased() == name.lowercased() else { return field }
            return value.map { (field.0, $0) }
        }
        return ticket
    }

    /// The same with another target.
    func at(_ target: String) -> Ticket {
        var ticket = self
        ticket.target = target
        return ticket
    }
}

/// The three steps to an avatar (contracts/thinksns.md §11).
extension SNS {
    func announce(
        _ bytes: [UInt8], as type: String = "image/png", filename: String = "a.png",
        by caller: Caller = .anna
    ) async throws -> WireResponse {
        try await call(
            "POST", "/storage", by: caller,
            body: Body.upload(
                hash: md5(bytes), size: bytes.count, type: type, filename: filename))
    }

    func ticket(
        _ bytes: [UInt8], as type: String = "image/png", filename: String = "a.png",
        by caller: Caller = .anna
    ) async throws -> Ticket {
        let answer = try await announce(bytes, as: type, filename: filename, by: caller)
        guard answer.status == 201, let uri = answer.text("uri"), let node = answer.text("node"),
            let headers = answer.object["headers"] as? [String: String],
            let path = uri.range(of: SNS.prefix + "/storage/")
        else { throw FixtureFailure(text: "nothing to upload to: \(answer)") }
        return Ticket(
            target: String(uri[path.lowerBound...]),
            headers: headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, node: node)
    }

    func put(_ bytes: [UInt8], _ ticket: Ticket) async throws -> WireResponse {
        var head = "PUT \(ticket.target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        for (name, value) in ticket.headers { head += "\(name): \(value)\r\n" }
        head += "Content-Length: \(bytes.count)\r\n\r\n"
        return try await server.main.send(raw: Array(head.utf8) + bytes)
    }

    /// Stores a file; its node.
    func store(_ picture: Picture = .png, by caller: Caller = .anna) async throws -> String {
        let ticket = try await ticket(picture.bytes, as: picture.type, by: caller)
        let answer = try await put(picture.bytes, ticket)
        guard answer.status == 201 else { throw FixtureFailure(text: "not stored: \(answer)") }
        return ticket.node
    }

    /// Stores a file and makes it the avatar of the caller; its node.
    func wear(_ picture: Picture = .png, by caller: Caller = .anna) async throws -> String {
        let node = try await store(picture, by: caller)
        let answer = try await call("PATCH", "/user", by: caller, body: #"{"avatar":"\#(node)"}"#)
        guard answer.status == 204 else { throw FixtureFailure(text: "no avatar: \(answer)") }
        return node
    }

    /// GET of what may be no text.
    func fetch(
        _ target: String, headers: [(String, String)] = []
    ) async throws -> WireBytes {
        try await server.main.fetch(SNS.prefix + target, headers: headers)
    }
}
