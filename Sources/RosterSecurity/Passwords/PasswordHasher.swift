package import RosterCore

/// Passwords by Argon2id or bcrypt, on a ``HashPool``.
package final class PasswordHasher: PasswordHashing {
    private let algorithm: PasswordAlgorithm
    private let pool: HashPool
    /// Of a random password: what is compared where there is nothing to compare with.
    private let dummy: StoredHash
    private let meter: HashMeter
    /// How long a failed login takes to be answered: longer than the configured algorithm takes, and
    /// than any hash that an import takes unasked.
    package let slotLength: Duration

    /// Makes one hash at once, so it takes the time of a login.
    /// - Parameters:
    ///   - algorithm: within the bounds of ``StoredHash/acceptability(of:)``.
    ///   - meter: Lets tests decide how fast the machine is.
    /// - Throws: ``DirectoryError/busy(retryAfterSeconds:)`` when there is no memory for one hash.
    package init(
        algorithm: PasswordAlgorithm, pool: HashPool = HashPool(), meter: HashMeter = HashMeter()
    ) throws(DirectoryError) {
        let random = hexadecimal(SecureRandom.bytes(16))
        let clock = ContinuousClock()
        let begun = clock.now
        let hash = StoredHash(try Self.hash(random, by: algorithm))
        let spent = begun.duration(to: clock.now)
        guard let hash, !hash.isTooCostly else {
            preconditionFailure("a password algorithm out of bounds: \(algorithm)")
        }
        self.algorithm = algorithm
        self.pool = pool
        self.meter = meter
        dummy = hash
        slotLength = max(
            .milliseconds(HashLimits.slotMillisecondsMin), spent * HashLimits.slotMargin)
    }

    /// Lets running hashes finish and refuses the waiting ones as busy.
    package func shutdown() async { await pool.shutdown() }

    package var bytesMax: Int? { algorithm.bytesMax }

    package func acceptability(of stored: String) -> HashAcceptability {
        guard let hash = StoredHash(stored) else { return .unknownForm }
        if hash.isTooCostly { return .tooCostly }
        return meter.isCostly(hash.cost) ? .costlyHere : .acceptable
    }

    package func hash(
        _ password: String, priority: HashPriority
    ) async throws(DirectoryError) -> String {
        if password.utf8.contains(0) {
            throw .invalid([InvalidField(.password, .forbiddenCharacters)])
        }
        if let bytesMax, password.utf8.count > bytesMax {
            throw .invalid([InvalidField(.password, .tooLong(maximum: bytesMax))])
        }
        let memoryBytes = Int(dummy.cost.memoryBytes)
        return try await pool.run(priority, memoryBytes: memoryBytes) {
            [algorithm] () throws(DirectoryError) in
            try Self.hash(password, by: algorithm)
        }
    }

    package func compare(
        _ passwords: [String], with stored: String?, priority: HashPriority,
        begins: @escaping @Sendable () -> Void
    ) async throws(DirectoryError) -> [PasswordVerdict] {
        let hash = stored.flatMap(StoredHash.init).flatMap { $0.isTooCostly ? nil : $0 }
        let isCostly = try await isCostly(hash, priority: priority)
        let memoryBytes = Int((hash ?? dummy).cost.memoryBytes)
        return try await pool.run(priority, memoryBytes: memoryBytes, isCostly: isCostly) {
            [self] () throws(DirectoryError) in
            begins()
            var verdicts: [PasswordVerdict] = []
            for password in passwords { verdicts.append(try verdict(on: password, with: hash)) }
            return verdicts
        }
    }

    /// Whether a comparison goes to the thread of the costly ones. What is of the configured form, and
    /// what there is no hash for, never does.
    private func isCostly(
        _ hash: StoredHash?, priority: HashPriority
    ) async throws(DirectoryError) -> Bool {
        guard let cost = hash?.cost, cost != dummy.cost else { return false }
        if !meter.knows(cost.work) {
            // Not on a thread that serves requests.
            _ = try await pool.run(priority) { [meter] () throws(DirectoryError) in
                meter.seconds(of: cost)
            }
        }
        return meter.isCostly(cost)
    }

    /// One comparison's work in any case.
    private func verdict(
        on password: String, with stored: StoredHash?
    ) throws(DirectoryError) -> PasswordVerdict {
        let hash = stored ?? dummy
        // crypt(3) stops at NUL, and bcrypt at 72 bytes: a password that only begins like the
        // right one must not match, so an empty one goes through the work instead.
        let isComparable =
            !password.utf8.contains(0)
            && hash.passwordBytesMax.map { password.utf8.count <= $0 } ?? true
        let matches = try Self.matches(isComparable ? password : "", hash)
        if matches == nil { _ = try Self.matches("", dummy) }
        guard stored != nil, isComparable, matches == true else { return .wrong }
        // A password that the configured algorithm cannot take stays as it is stored.
        let isStorable = bytesMax.map { password.utf8.count <= $0 } ?? true
        return .right(needsRehash: isStorable && algorithm.isOutdated(hash.form))
    }

    static func matches(
        _ password: String, _ hash: StoredHash
    ) throws(DirectoryError) -> Bool? {
        switch hash.form {
        case .argon2(let form):
            try Argon2.matches(password, stored: hash.text, kind: form.kind)
        case .bcrypt, .crypt:
            try Crypt.matches(password, stored: hash.text)
        case .pbkdf2(let form):
            try PBKDF2.matches(password, form)
        case .scrypt(let form):
            try Scrypt.matches(password, form)
        }
    }

    private static func hash(
        _ password: String, by algorithm: PasswordAlgorithm
    ) throws(DirectoryError) -> String {
        switch algorithm {
        case .argon2id(let memoryKiB, let passes, let lanes):
            try Argon2.hash(password, memoryKiB: memoryKiB, passes: passes, lanes: lanes)
        case .bcrypt(let cost):
            try Crypt.bcrypt(password, cost: cost)
        }
    }
}
