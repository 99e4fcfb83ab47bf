import Foundation
import RosterTestSupport

/// An answer whose body is bytes.
struct WireBytes: Sendable, CustomStringConvertible {
    let status: Int
    /// Head of the answer, in lines.
    let head: [String]
    let bytes: [UInt8]

    func header(_ name: String) -> String? {
        let prefix = name.lowercased() + ":"
        let line = head.first { $0.lowercased().hasPrefix(prefix) }
        return line.map { $0.dropFirst(prefix.count).trimmingCharacters(in: .whitespaces) }
    }

    var description: String { head.joined(separator: "\n") + "\n\(bytes.count) bytes" }
}

extension WireClient {
    /// GET, read until the server closes.
    func fetch(_ target: String, headers: [(String, String)] = []) async throws -> WireBytes {
        var text = "GET \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        let (port, request) = (port, text + "\r\n")
        let received = try await OwnThread.run {
            let connection = try WireConnection(port: port)
            defer { connection.close() }
            try connection.write(request)
            var received: [UInt8] = []
            while case let more = connection.read(), !more.isEmpty { received += more }
            return received
        }
        guard let end = Data(received).range(of: Data("\r\n\r\n".utf8)) else {
            throw WireFailure.noAnswer(received: String(decoding: received, as: UTF8.self))
        }
        let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
            .components(separatedBy: "\r\n")
        let words = head[0].split(separator: " ")
        return WireBytes(
            status: words.count > 1 ? Int(words[1]) ?? 0 : 0, head: head,
            bytes: Array(received[end.upperBound...]))
    }
}
