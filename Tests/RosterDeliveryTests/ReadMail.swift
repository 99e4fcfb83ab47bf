import Foundation

/// A mail read back by other code than wrote it, as a reader would.
struct ReadMail {
    struct Part {
        let type: String
        let text: String
    }

    let headers: [String: String]
    let rawHeader: String
    let parts: [Part]

    init?(_ text: String) {
        let halves = text.components(separatedBy: "\r\n\r\n")
        guard halves.count > 2 else { return nil }
        rawHeader = halves[0]
        headers = Self.fields(halves[0])
        let body = halves.dropFirst().joined(separator: "\r\n\r\n")
        guard
            let boundary = headers["Content-Type"]?
                .firstMatch(of: /^multipart\/alternative; boundary="([^"]+)"$/)?.1
        else { return nil }
        let pieces = ("\r\n" + body).components(separatedBy: "\r\n--\(boundary)")
        guard pieces.last == "--\r\n" else { return nil }
        parts = pieces.dropFirst().dropLast().compactMap { piece in
            guard let gap = piece.range(of: "\r\n\r\n") else { return nil }
            let fields = Self.fields(String(piece[..<gap.lowerBound].dropFirst()))
            guard fields["Content-Transfer-Encoding"] == "quoted-printable" else { return nil }
            return Part(
                type: fields["Content-Type"] ?? "",
                text: Self.decodeQuotedPrintable(String(piece[gap.upperBound...])))
        }
    }

    /// `Subject` and display names.
    static func decodeWords(_ text: String) -> String {
        text.replacing(/\?= =\?/) { _ in "?==?" }.replacing(/=\?utf-8\?Q\?([^?]*)\?=/) { match in
            decodeQuotedPrintable(String(match.1).replacing("_", with: " "))
        }
    }

    private static func fields(_ text: String) -> [String: String] {
        let lines = text.replacing("\r\n ", with: " ").components(separatedBy: "\r\n")
        return Dictionary(
            lines.compactMap { line -> (String, String)? in
                guard let colon = line.range(of: ": ") else { return nil }
                return (String(line[..<colon.lowerBound]), String(line[colon.upperBound...]))
            }, uniquingKeysWith: { "\($0) AND \($1)" })
    }

    private static func decodeQuotedPrintable(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.replacing("=\r\n", with: "").utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "="),
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else {
                bytes.append(byte)
                continue
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
