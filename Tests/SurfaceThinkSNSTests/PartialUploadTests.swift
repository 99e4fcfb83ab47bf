import Foundation
import RosterTestSupport
import Testing

/// Uploads go to a file as they arrive, which is gone when they fail.
@Suite("Uploads that fail on their way", .serialized) struct PartialUploadTests {
    @Test("too short, too long, other bytes, another structure, a cut: no file stays")
    func failures() async throws {
        try await SNS.run { sns in
            let bytes = Picture.png.bytes
            let other = bytes.dropLast() + [bytes.last.map { $0 ^ 1 } ?? 0]
            let text = Array("no picture at all".utf8)
            let cases: [(String, [UInt8], [UInt8], Int?)] = [
                ("other bytes", bytes, Array(other), bytes.count),
                ("another structure", text, text, text.count),
                ("too short", bytes, Array(bytes.dropLast(3)), bytes.count),
                ("too short in chunks", bytes, Array(bytes.dropLast(3)), nil),
                ("too long in chunks", bytes, bytes + [0, 0], nil),
                ("said to be longer", bytes, bytes, bytes.count + 1),
            ]
            for (name, announced, sent, length) in cases {
                let ticket = try await sns.ticket(announced)
                let answer = try await Self.put(sent, ticket, length, sns.server.main.port)
                #expect(answer.map { (400..<500).contains($0.status) } ?? true, "\(name)")
                #expect(
                    try await Self.eventually { Self.files(sns).isEmpty },
                    "\(name): \(Self.files(sns))")
                // The ticket still stores what was announced, unless that is no picture.
                if announced == bytes {
                    #expect(try await sns.put(bytes, ticket).status == 201, "\(name)")
                    for file in Self.files(sns) {
                        try FileManager.default.removeItem(
                            atPath: sns.server.folder + "/media/" + file)
                    }
                }
            }
        }
    }

    @Test("a large upload arrives whole, in one piece, in many, and in chunks")
    func large() async throws {
        try await SNS.run { sns in
            // A PNG may have anything behind its end.
            let bytes = Picture.png.bytes
            for chunked in [false, true] {
                let ticket = try await sns.ticket(bytes)
                let answer = try await Self.put(
                    bytes, ticket, chunked ? nil : bytes.count, sns.server.main.port, piece: 7)
                #expect(answer?.status == 201, "\(String(describing: answer))")
                let read = try await sns.fetch("/storage/\(ticket.node)")
                #expect(read.bytes == bytes)
            }
        }
    }

    /// Sends bytes under a length, or in chunks; nil when no answer came.
    private static func put(
        _ bytes: [UInt8], _ ticket: Ticket, _ length: Int?, _ port: Int, piece: Int = 1 << 20
    ) async throws -> WireResponse? {
        var head = "PUT \(ticket.target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        for (name, value) in ticket.headers { head += "\(name): \(value)\r\n" }
        head +=
            length.map { "Content-Length: \($0)\r\n\r\n" } ?? "Transfer-Encoding: chunked\r\n\r\n"
        let text = head
        return try await OwnThread.run {
            let connection = try WireConnection(port: port)
            defer { connection.close() }
            try connection.write(text)
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = Array(rest.prefix(piece))
                rest = rest.dropFirst(piece)
                let size = String(part.count, radix: 16)
                let whole = length == nil ? Array("\(size)\r\n".utf8) + part + [13, 10] : part
                guard (try? connection.write(whole)) != nil else { break }
            }
            if length == nil { try? connection.write("0\r\n\r\n") }
            connection.finishWriting()
            return try? connection.readResponse()
        }
    }

    /// Files below the folder of uploads.
    private static func files(_ sns: SNS) -> [String] {
        let folder = sns.server.folder + "/media"
        let tree = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
        return tree.filter { name in
            var isFolder = ObjCBool(false)
            _ = unsafe FileManager.default.fileExists(
                atPath: folder + "/" + name, isDirectory: &isFolder)
            return !isFolder.boolValue
        }
    }

    private static func eventually(_ condition: () -> Bool) async throws -> Bool {
        for _ in 0..<500 {
            if condition() { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return condition()
    }
}
