import Foundation

/// What the `file:` outbox wrote: mails as `.eml`, text messages as `.json`.
package struct Outbox: Sendable {
    package let folder: String

    package init(folder: String) { self.folder = folder }

    /// Messages to `recipient`, oldest first: of mails the decoded plain text, of text messages their
    /// JSON.
    package func messages(to recipient: String) throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        return try names.filter { !$0.hasPrefix(".") }.compactMap { name in
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            if name.hasSuffix(".json") {
                return text.contains("\"phone\":\"\(recipient)\"") ? text : nil
            }
            return MailText(text).isTo(recipient) ? MailText(text).plain : nil
        }
    }

    /// The codes to `recipient`, oldest first. Notices come between them.
    package func codes(to recipient: String) throws -> [String] {
        try messages(to: recipient).compactMap { message in
            let object = try? JSONSerialization.jsonObject(with: Data(message.utf8))
            if let object = object as? [String: Any] { return object["code"] as? String }
            return try? MailText.code(in: message)
        }
    }

    /// The code number `count` (from 0) to `recipient`, once it is there.
    package func waitForCode(to recipient: String, after count: Int = 0) async throws -> String {
        let deadline = ContinuousClock.now + .seconds(10)
        while true {
            let codes = try codes(to: recipient)
            if codes.count > count { return codes[count] }
            guard ContinuousClock.now < deadline else {
                throw FixtureFailure(text: "no code \(count) to \(recipient): \(codes)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// The message number `count` (from 0) to `recipient`, once it is there.
    package func waitForMessage(to recipient: String, after count: Int = 0) async throws -> String {
        let deadline = ContinuousClock.now + .seconds(10)
        while true {
            let messages = try messages(to: recipient)
            if messages.count > count { return messages[count] }
            guard ContinuousClock.now < deadline else {
                throw FixtureFailure(text: "no message \(count) to \(recipient): \(messages)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}

/// A mail as it went out, taken apart as far as a reader of codes needs it.
package struct MailText: Sendable {
    private let text: String

    package init(_ text: String) { self.text = text.replacingOccurrences(of: "\r\n", with: "\n") }

    package func isTo(_ recipient: String) -> Bool { text.contains("\nTo: \(recipient)\n") }

    /// The plain-text part, quoted-printable undone (RFC 2045 §6.7).
    package var plain: String {
        let parts = text.components(separatedBy: "Content-Type: text/plain")
        guard parts.count == 2, let start = parts[1].range(of: "\n\n") else { return "" }
        let rest = parts[1][start.upperBound...]
        let part = rest.range(of: "\n--").map { String(rest[..<$0.lowerBound]) } ?? String(rest)
        var bytes: [UInt8] = []
        var source = Array(part.replacingOccurrences(of: "=\n", with: "").utf8)[...]
        while let byte = source.popFirst() {
            guard byte == UInt8(ascii: "="), source.count >= 2 else {
                bytes.append(byte)
                continue
            }
            let pair = String(decoding: source.prefix(2), as: UTF8.self)
            bytes.append(UInt8(pair, radix: 16) ?? byte)
            source = source.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The only group of six digits.
    package static func code(in text: String) throws -> String {
        let groups = text.split { !$0.isASCII || !$0.isNumber }.filter { $0.count == 6 }
        guard groups.count == 1 else {
            throw FixtureFailure(text: "\(groups.count) codes in: \(text)")
        }
        return String(groups[0])
    }
}
