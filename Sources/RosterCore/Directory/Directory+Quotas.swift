extension Directory {
    /// Counts what an account holds more, or does once more, as part of that change.
    /// - Parameter isBounded: False for what the operator brings: it is counted and never refused.
    /// - Throws: ``DirectoryError/quotaExceeded(_:retryAfterSeconds:)``.
    func use(
        _ quota: Quota, by amount: Int64 = 1, of id: AccountID, at time: Timestamp,
        isBounded: Bool = true, in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        guard amount != 0 else { return }
        let day = quota.isDaily ? time.day : 0
        // Who holds too much by an older bound may still hold less.
        if isBounded, amount > 0 {
            let used = try storage.used(quota, of: id, day: day)
            try refuse(beyond: quota, used + amount, at: time)
        }
        try storage.use(quota, by: amount, of: id, day: day)
    }

    /// - Throws: ``DirectoryError/quotaExceeded(_:retryAfterSeconds:)`` when `amount` is more than the
    ///   quota allows.
    func refuse(
        beyond quota: Quota, _ amount: Int64, at time: Timestamp
    ) throws(DirectoryError) {
        guard amount > policy.quotas[quota] else { return }
        let end = Timestamp(milliseconds: (time.day + 1) * Limits.daySeconds * 1000)
        throw .quotaExceeded(
            quota, retryAfterSeconds: quota.isDaily ? time.retrySeconds(until: end) : nil)
    }

    func refuseLargeSnapshot(of content: CardContent?) throws(DirectoryError) {
        guard let content else { return }
        try refuse(beyond: .snapshotBytes, content.bytesCount, at: now)
    }

    /// Counts a new card.
    func use(
        cardOf owner: AccountID, _ content: CardContent, at time: Timestamp, isBounded: Bool,
        in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        try use(.cards, of: owner, at: time, isBounded: isBounded, in: storage)
        try use(
            .cardBytes, by: content.bytesCount, of: owner, at: time, isBounded: isBounded,
            in: storage)
    }
}

extension CardContent {
    /// What it counts for ``Quota/cardBytes``.
    var bytesCount: Int64 { Int64(snapshot.utf8.count) }
}

extension Timestamp {
    /// Days since 1970, UTC.
    var day: Int64 {
        let length = Limits.daySeconds * 1000
        return milliseconds >= 0 ? milliseconds / length : (milliseconds + 1) / length - 1
    }
}
