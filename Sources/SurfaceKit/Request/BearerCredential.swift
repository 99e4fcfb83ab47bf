import HTTPTypes

/// What `Authorization` says where only `Bearer` is understood (RFC 6750 §2.1); the scheme is taken
/// in any letter case.
package enum BearerCredential: Sendable, Equatable {
    case missing
    /// Another scheme, no value, or the field twice.
    case unusable
    case token(String)

    package init(_ headers: RequestHeaders) {
        let values = headers[values: .authorization]
        guard let value = values.first else {
            self = .missing
            return
        }
        // By bytes: a combining mark after the space would make one character of the two.
        let words = value.utf8.split(separator: UInt8(ascii: " "))
        guard values.count == 1, words.count == 2, let token = String(words[1]),
            words[0].elementsEqual("bearer".utf8, by: { $0 | 0x20 == $1 })
        else {
            self = .unusable
            return
        }
        self = .token(token)
    }
}
