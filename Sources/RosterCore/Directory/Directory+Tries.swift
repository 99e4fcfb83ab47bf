/// A try that was counted, with what it takes to undo it.
struct CountedTry: Sendable {
    let subject: FailureSubject
    /// The failures with this one.
    let failures: Int
    /// The delay that this try began.
    let blockedUntil: Timestamp?
    /// The delay before it, over by then.
    let blockedBefore: Timestamp?
}

extension Directory {
    /// Compares one typed secret under the failure counter of `subject` (DESIGN §6): counted
    /// before `compare` runs, refused while a delay runs, forgotten by nobody but
    /// ``clearFailures(_:in:)`` in the transaction of the success.
    /// - Throws: ``DirectoryError/throttled(retryAfterSeconds:)`` without having compared;
    ///   ``DirectoryError/wrongCredentials`` when `compare` says false; what `compare` throws, and
    ///   then the try is not counted.
    func tryOnce(
        _ subject: FailureSubject, _ compare: () async throws(DirectoryError) -> Bool
    ) async throws(DirectoryError) -> CountedTry {
        let counted = try await countTry(subject)
        let isRight: Bool
        do {
            isRight = try await compare()
        } catch {
            try await takeBack(counted)
            throw error
        }
        guard isRight else {
            try await extendDelay(subject, failures: counted.failures)
            throw .wrongCredentials
        }
        return counted
    }

    /// Forgets the failures of `subject` after a right try. A write that fails for want of room or
    /// database says nothing of the password, so the try is taken back.
    func clearFailures(
        _ subject: FailureSubject, after counted: CountedTry
    ) async throws(DirectoryError) {
        do throws(DirectoryError) {
            try await store.write { storage throws(DirectoryError) in
                try clearFailures(subject, in: storage)
            }
        } catch {
            try? await takeBack(counted)
            throw error
        }
    }

    /// Forgets the failures of `subject`, as part of a success.
    func clearFailures(
        _ subject: FailureSubject, in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        if try storage.failureCounter(subject) != nil {
            try storage.removeFailureCounter(subject)
        }
    }

    /// Counts a try and answers the new number of failures.
    private func countTry(_ subject: FailureSubject) async throws(DirectoryError) -> CountedTry {
        let now = self.now
        // A refused try costs a read and no write: a flood of them cannot fill the write queue.
        let known = try await store.read { storage throws(DirectoryError) in
            try storage.failureCounter(subject)
        }
        try refuseWhileDelayed(known, now: now)
        return try await store.write { storage throws(DirectoryError) in
            let counter = try storage.failureCounter(subject)
            try refuseWhileDelayed(counter, now: now)
            let counted = try countFailure(counter, of: subject, at: now, in: storage)
            return CountedTry(
                subject: subject, failures: counted.failures, blockedUntil: counted.blockedUntil,
                blockedBefore: counter?.blockedUntil)
        }
    }

    /// Counts one failure more than `counter` says.
    @discardableResult
    func countFailure(
        _ counter: FailureCounter?, of subject: FailureSubject, at now: Timestamp,
        in storage: any DirectoryWriting
    ) throws(DirectoryError) -> FailureCounter {
        let failures = liveFailures(counter, subject, now: now) + 1
        let delay = FailureCounter.delaySeconds(after: failures)
        let counted = FailureCounter(
            failures: failures, blockedUntil: delay.map { now.adding(seconds: $0) }, updatedAt: now)
        try storage.set(counted, of: subject)
        return counted
    }

    /// The delay counts from the moment a try was found wrong, not from its start: else a slow
    /// compare would use it up and a waiting guess would slip through.
    private func extendDelay(
        _ subject: FailureSubject, failures: Int
    ) async throws(DirectoryError) {
        guard let delay = FailureCounter.delaySeconds(after: failures) else { return }
        let now = self.now
        let until = now.adding(seconds: delay)
        try await store.write { storage throws(DirectoryError) in
            guard var counter = try storage.failureCounter(subject) else { return }
            counter.blockedUntil = max(counter.delayEnd(at: now) ?? until, until)
            counter.updatedAt = now
            try storage.set(counter, of: subject)
        }
    }

    /// Undoes a try that was not judged, with the delay that it began.
    func takeBack(_ counted: CountedTry) async throws(DirectoryError) {
        let now = self.now
        try await store.write { storage throws(DirectoryError) in
            guard var counter = try storage.failureCounter(counted.subject) else { return }
            counter.failures = max(0, counter.failures - 1)
            if counter.blockedUntil == counted.blockedUntil {
                // One of before the clock was set back is over.
                counter.blockedUntil = counted.blockedBefore.flatMap {
                    now.end(ofWait: $0, atMost: Limits.failureDelaySecondsMax)
                }
            }
            try storage.set(counter, of: counted.subject)
        }
    }

    func refuseWhileDelayed(
        _ counter: FailureCounter?, now: Timestamp
    ) throws(DirectoryError) {
        if let until = counter?.delayEnd(at: now) {
            throw .throttled(retryAfterSeconds: now.retrySeconds(until: until))
        }
    }

    /// Counters of unknown login ids forget after a day; those of accounts only by a success.
    private func liveFailures(
        _ counter: FailureCounter?, _ subject: FailureSubject, now: Timestamp
    ) -> Int {
        guard let counter else { return 0 }
        if case .unknown = subject,
            counter.updatedAt.adding(seconds: Limits.unknownLoginCounterSeconds) < now
        {
            return 0
        }
        return counter.failures
    }
}
