/// What one account may hold, or do in a day, so that callers who each keep to the bounds of a
/// request do not fill memory or disk (THREATS 31).
package struct Quotas: Sendable, Equatable {
    /// Cards in any status: the row and the name of a deleted one stay.
    package var cards: Int64 = 10_000
    package var cardBytes: Int64 = 64 << 20
    /// Of one snapshot.
    package var snapshotBytes: Int64 = 256 << 10
    /// Answers kept for repeated requests, in a day. Administrators are not held: their batches are
    /// the operator's own.
    package var answerBytes: Int64 = 64 << 20
    package var keys: Int64 = 100
    /// In a day.
    package var uploads: Int64 = 200
    package var follows: Int64 = 10_000
    /// In a day, of the account by itself.
    package var renames: Int64 = 5

    package init() {}

    /// The most that `quota` allows.
    package subscript(quota: Quota) -> Int64 {
        switch quota {
        case .cards: cards
        case .cardBytes: cardBytes
        case .snapshotBytes: snapshotBytes
        case .answerBytes: answerBytes
        case .keys: keys
        case .uploads: uploads
        case .follows: follows
        case .renames: renames
        }
    }
}

/// One of the ``Quotas``; the raw value is how the database knows it.
package enum Quota: String, Sendable, Equatable, CaseIterable {
    case cards, cardBytes, snapshotBytes, answerBytes, keys, uploads, follows, renames

    /// Whether it is of a day, which begins at midnight UTC.
    package var isDaily: Bool {
        switch self {
        case .answerBytes, .uploads, .renames: true
        case .cards, .cardBytes, .snapshotBytes, .keys, .follows: false
        }
    }

    /// The setting that decides it.
    package var setting: String { "quota." + rawValue }
}
