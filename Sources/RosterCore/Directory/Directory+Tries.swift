extension Directory {
    /// Whose tries these are, and from where.
    func source(_ subject: FailureSubject, _ origin: RequestOrigin) -> TrySource {
        TrySource(subject: subject, block: block(of: origin, at: subject))
    }

    /// The block of addresses that a request came from, as it is stored for `subject`. What has no
    /// address, the command line, is a block of its own.
    func block(of origin: RequestOrigin, at subject: FailureSubject) -> String {
        // NUL parts the pieces: no address holds one.
        environment.keyedHash("block\0\(subject.storageKey)\0\(origin.addressBlock ?? "")")
    }

    /// Compares one typed secret under the failure counters of `source` (DESIGN §6): counted
    /// before `compare` runs, refused while a delay runs, forgotten by nobody but
    /// ``clearFailures(_:in:)`` in the transaction of the success. A failure is answered at the end
    /// of `slot`.
    /// - Throws: ``DirectoryError/throttled(retryAfterSeconds:)`` without having compared;
    ///   ``DirectoryError/wrongCredentials`` when `compare` says false; what `compare` throws, and
    ///   then the try is not counted.
    func tryOnce(
        _ source: TrySource, in slot: AnswerSlots.Slot,
        _ compare: () async throws(DirectoryError) -> Bool
    ) async throws(DirectoryError) -> CountedTry {
        let counted = try await countTry(source)
        let isRight: Bool
        do {
            isRight = try await compare()
        } catch {
            try await takeBack(counted)
            throw error
        }
        guard isRight else {
            await environment.slots.waitForEnd(of: slot)
            try await extendDelays(of: counted)
            throw .wrongCredentials
        }
        return counted
    }

    /// Forgets the failures of `source` after a right try. A write that fails for want of room or
    /// database says nothing of the password, so the try is taken back.
    func clearFailures(
        _ source: TrySource, after counted: CountedTry
    ) async throws(DirectoryError) {
        do throws(DirectoryError) {
            try await store.write { storage throws(DirectoryError) in
                try clearFailures(source, in: storage)
            }
        } catch {
            try? await takeBack(counted)
            throw error
        }
    }

    /// Forgets the failures from a block of addresses and those from all, as part of a success. Those
    /// from other blocks stay: their own counters go on to hold them.
    func clearFailures(
        _ source: TrySource, in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        for scope in FailureScope.allCases {
            try storage.removeFailureCounter(source.subject, block: source.block(scope))
        }
    }

    /// How the tries of `source` stand. As many look-ups for a login id that is nobody's.
    func standing(
        of source: TrySource, at now: Timestamp, in storage: any DirectoryReading
    ) throws(DirectoryError) -> FailureStanding {
        // No account has the number 0.
        let account = source.subject.account ?? AccountID(0)
        return FailureStanding(
            block: try storage.failureCounter(source.subject, block: source.block),
            all: try storage.failureCounter(source.subject, block: nil),
            isKnownBlock: try storage.isKnownBlock(
                source.block, of: account,
                seenAfter: min(now, expiryTime).adding(days: -Limits.knownBlockDays)))
    }

    /// Counts a try in both counters.
    private func countTry(_ source: TrySource) async throws(DirectoryError) -> CountedTry {
        let now = self.now
        // A refused try costs a read and no write: a flood of them cannot fill the write queue.
        let known = try await store.read { storage throws(DirectoryError) in
            try standing(of: source, at: now, in: storage)
        }
        try refuseWhileDelayed(known, now: now)
        return try await store.write { storage throws(DirectoryError) in
            let standing = try standing(of: source, at: now, in: storage)
            try refuseWhileDelayed(standing, now: now)
            return try countFailure(standing, of: source, at: now, in: storage)
        }
    }

    /// Counts one failure more than `standing` says.
    @discardableResult
    func countFailure(
        _ standing: FailureStanding, of source: TrySource, at now: Timestamp,
        in storage: any DirectoryWriting
    ) throws(DirectoryError) -> CountedTry {
        var counts: [CountedTry.Count] = []
        for scope in FailureScope.allCases {
            let counter = standing[scope]
            let failures = (counter?.liveFailures(at: now) ?? 0) + 1
            let until = scope.delaySeconds(after: failures).map { now.adding(seconds: $0) }
            try storage.set(
                FailureCounter(failures: failures, blockedUntil: until, updatedAt: now),
                of: source.subject, block: source.block(scope))
            counts.append(
                CountedTry.Count(
                    scope: scope, failures: failures, blockedUntil: until,
                    blockedBefore: counter?.blockedUntil))
        }
        if standing.block == nil {
            try storage.boundFailureBlocks(
                of: source.subject, to: Limits.failureBlocksPerSubjectMax)
        }
        return CountedTry(source: source, counts: counts)
    }

    /// The delays count from the moment a try is answered, not from its start: else a slow
    /// compare would use them up and a waiting guess would slip through.
    private func extendDelays(of counted: CountedTry) async throws(DirectoryError) {
        let source = counted.source
        let delays = counted.counts.compactMap { count in
            count.scope.delaySeconds(after: count.failures).map { (count.scope, $0) }
        }
        guard !delays.isEmpty else { return }
        let now = self.now
        try await store.write { storage throws(DirectoryError) in
            for (scope, delay) in delays {
                let block = source.block(scope)
                guard var counter = try storage.failureCounter(source.subject, block: block) else {
                    continue
                }
                let until = now.adding(seconds: delay)
                counter.blockedUntil = max(counter.delayEnd(at: now) ?? until, until)
                counter.updatedAt = now
                try storage.set(counter, of: source.subject, block: block)
            }
        }
    }

    /// Undoes a try that was not judged, with the delays that it began.
    func takeBack(_ counted: CountedTry) async throws(DirectoryError) {
        let now = self.now
        let source = counted.source
        try await store.write { storage throws(DirectoryError) in
            for count in counted.counts {
                let block = source.block(count.scope)
                guard var counter = try storage.failureCounter(source.subject, block: block) else {
                    continue
                }
                counter.failures = max(0, counter.failures - 1)
                if counter.blockedUntil == count.blockedUntil {
                    // One of before the clock was set back is over.
                    counter.blockedUntil = count.blockedBefore.flatMap {
                        now.end(ofWait: $0, atMost: Limits.failureDelaySecondsMax)
                    }
                }
                try storage.set(counter, of: source.subject, block: block)
            }
        }
    }

    func refuseWhileDelayed(
        _ standing: FailureStanding, now: Timestamp
    ) throws(DirectoryError) {
        if let until = standing.delayEnd(at: now) {
            throw .throttled(retryAfterSeconds: now.retrySeconds(until: until))
        }
    }
}
