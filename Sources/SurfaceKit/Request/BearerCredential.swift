package import HTTPTypes

/// What `Authorization` says where only `Bearer` is understood (RFC 6750 §2.1); the scheme is taken
/// in any letter case.
package enum BearerCredential: Sendable, Equatable {
    case missing
    /// Another scheme, no value, or the field twice.
    case unusable
    case token(String)

    package init(_ headers: HTTPFields) {
        let values = headers[values: .authorization]
        guard let value = values.first else {
            self = .missing
            return
        }
        let words = value.split(separator: " ")
        guard values.count == 1, words.count == 2, words[0].lowercased() == "bearer" else {
            self = .unusable
            return
        }
        self = .token(String(words[1]))
    }
}
