/// What one round of housekeeping removed.
package struct HousekeepingReport: Sendable, Equatable {
    package var purgedAccounts = 0
    package var expiredSessions = 0
    package var staleCounters = 0
    package var forgottenBlocks = 0
    package var openedNames = 0
    package var droppedEvents = 0
    package var forgottenAnswers = 0
    package var forgottenCodes = 0
    package var removedMedia = 0
    package var removedEntries = 0

    package var isEmpty: Bool { self == HousekeepingReport() }
}

extension Directory {
    /// Forgets what has had its time: the recycle bin after `trash.days`, expired sessions, stale
    /// counters, closed names, old events; and rotates signing keys. Each step is a transaction
    /// of its own and each removal a small batch, so that logins are never kept waiting. What has a
    /// time in the future is left alone: the clock may be wrong now, and right again in a minute. While
    /// the clock is too far ahead to be believed, nothing is forgotten.
    package func keepHouse() async throws(DirectoryError) -> HousekeepingReport {
        let now = self.now
        var report = HousekeepingReport()
        let clock = try await watchClock()
        try await rotateSigningKeys()
        guard !clock.isHeld else { return report }
        let binned = now.adding(days: -policy.trashDays)
        // Cards first: they are the large part of an account, and would go with it all at once.
        _ = try await inBatches { storage throws(DirectoryError) in
            try storage.removeCards(
                ofAccountsDeletedBefore: binned, limit: Limits.purgeBatchRows)
        }
        report.purgedAccounts = try await inBatches { storage throws(DirectoryError) in
            let purged = try storage.purgeAccounts(
                deletedBefore: binned, limit: Limits.purgeBatchRows)
            for id in purged { try recordPurge(of: id, at: now, in: storage) }
            return purged.count
        }
        report.expiredSessions = try await inBatches { storage throws(DirectoryError) in
            try storage.endSessions(expiredBefore: now, limit: Limits.purgeBatchRows)
        }
        report.droppedEvents = try await inBatches { storage throws(DirectoryError) in
            try storage.removeEvents(
                madeBefore: now.adding(days: -Limits.eventDays), limit: Limits.purgeBatchRows)
        }
        try await forgetOldTries(at: now, &report)
        report.openedNames = try await inBatches { storage throws(DirectoryError) in
            try storage.openNames(closedBefore: now, limit: Limits.purgeBatchRows)
        }
        let stale = now.adding(seconds: -Limits.keptAnswerSeconds)
        report.forgottenAnswers = try await inBatches { storage throws(DirectoryError) in
            try storage.removeAnswers(keptBefore: stale, limit: Limits.purgeBatchRows)
        }
        let dayOld = now.adding(seconds: -Limits.codeDaySeconds)
        report.forgottenCodes = try await inBatches { storage throws(DirectoryError) in
            try storage.removeCodes(sentBefore: dayOld, limit: Limits.purgeBatchRows)
        }
        _ = try await inBatches { storage throws(DirectoryError) in
            try storage.removeNotices(sentBefore: dayOld, limit: Limits.purgeBatchRows)
        }
        let forgotten = now.adding(days: -Limits.importRunDays)
        _ = try await inBatches { storage throws(DirectoryError) in
            try storage.removeImportRuns(untouchedSince: forgotten, limit: Limits.purgeBatchRows)
        }
        report.removedEntries = try await inBatches { storage throws(DirectoryError) in
            try storage.removeEntries(
                writtenBefore: now.adding(days: -policy.auditDays), limit: Limits.purgeBatchRows)
        }
        _ = try await inBatches { storage throws(DirectoryError) in
            try storage.removeAddresses(
                writtenBefore: now.adding(days: -policy.auditAddressDays),
                limit: Limits.purgeBatchRows)
        }
        _ = try await inBatches { storage throws(DirectoryError) in
            try storage.removeUses(before: now.day, limit: Limits.purgeBatchRows)
        }
        report.removedMedia = try await collectMedia()
        return report
    }

    /// Failures of a day ago, the surplus of those, and blocks of addresses of a month ago.
    private func forgetOldTries(
        at now: Timestamp, _ report: inout HousekeepingReport
    ) async throws(DirectoryError) {
        let touched = now.adding(seconds: -Limits.failureCounterSeconds)
        report.staleCounters = try await inBatches { storage throws(DirectoryError) in
            try storage.removeFailureCounters(
                untouchedSince: touched, beyond: Limits.failureCountersMax,
                limit: Limits.purgeBatchRows)
        }
        let seen = now.adding(days: -Limits.knownBlockDays)
        report.forgottenBlocks = try await inBatches { storage throws(DirectoryError) in
            try storage.forgetBlocks(seenBefore: seen, limit: Limits.purgeBatchRows)
        }
    }

    /// Repeats a removal until a batch comes back short; the sum.
    func inBatches(
        _ step: @escaping @Sendable (any DirectoryWriting) throws(DirectoryError) -> Int
    ) async throws(DirectoryError) -> Int {
        var sum = 0
        while true {
            let count = try await store.write(step)
            sum += count
            if count < Limits.purgeBatchRows { return sum }
        }
    }

    private func recordPurge(
        of id: AccountID, at time: Timestamp, in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        try storage.append(
            AuditEntry(
                at: time, action: .accountPurged, subject: id, actor: nil, keyID: nil,
                surface: .system, requestID: "", address: nil, fields: []))
    }
}
