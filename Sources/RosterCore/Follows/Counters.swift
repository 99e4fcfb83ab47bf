/// How much there is of what belongs to an account. Followers and followings are kept exact by
/// every follow, delete and restore: accounts in the recycle bin do not count. The others are what
/// a neighbouring service said last.
package struct Counters: Sendable, Equatable {
    package var likes: Int64 = 0
    package var comments: Int64 = 0
    package var feeds: Int64 = 0
    package var followers: Int64 = 0
    package var followings: Int64 = 0
    /// When one of them moved last; nil when none ever did.
    package var updatedAt: Timestamp?

    package init() {}
}

/// Counters that a neighbouring service sets; the rest stays.
package struct CounterChange: Sendable, Equatable {
    package var likes: FieldChange<Int64> = .keep
    package var comments: FieldChange<Int64> = .keep
    package var feeds: FieldChange<Int64> = .keep

    package init() {}

    /// - Throws: ``DirectoryError/invalid(_:)`` when one is negative.
    func check() throws(DirectoryError) {
        for change in [likes, comments, feeds] where change.value(from: 0) < 0 {
            throw .invalid([InvalidField(.counter, .malformed)])
        }
    }

    func applied(to counters: Counters) -> Counters {
        var new = counters
        new.likes = likes.value(from: counters.likes)
        new.comments = comments.value(from: counters.comments)
        new.feeds = feeds.value(from: counters.feeds)
        return new
    }
}
