/// Who waits for a hash: a person who logs in, or a batch that may take its time.
package enum HashPriority: Sendable {
    /// A login or a single change of password: refused as busy when the queue is full.
    case interactive
    /// An element of a batch or an import: at most half of the pool, behind every login. The
    /// queue takes several of the largest batches before it refuses.
    case bulk
}

/// What comparing a typed password with a stored hash said.
package enum PasswordVerdict: Sendable, Equatable {
    case wrong
    /// The password is right. `needsRehash`: the stored form is older or cheaper than the one
    /// that the settings ask for, so the login should store a new one.
    case right(needsRehash: Bool)
}

/// Whether a stored hash can serve for logins, as an import asks before taking it.
package enum HashAcceptability: Sendable, Equatable {
    case acceptable
    /// None of the forms that a login can be compared with.
    case unknownForm
    /// Known, but beyond what a login may cost (THREATS 23).
    case tooCostly
    /// Within what a login may cost anywhere, but beyond what one should on this machine: 300 ms or
    /// 64 MiB. For who asks for it.
    case costlyHere
}

/// Hashes and compares passwords, off the threads that serve requests (DESIGN §6).
package protocol PasswordHashing: Sendable {
    /// The most bytes that the configured algorithm looks at: 72 for bcrypt, which silently
    /// ignores the rest (THREATS 14), nil where there is no such limit.
    var bytesMax: Int? { get }

    /// The hash of `password` in the configured form, as a crypt(3) or PHC string.
    /// - Throws: ``DirectoryError/busy(retryAfterSeconds:)`` when the pool's queue is full;
    ///   ``DirectoryError/invalid(_:)`` for a password with NUL or beyond ``bytesMax``.
    func hash(_ password: String, priority: HashPriority) async throws(DirectoryError) -> String

    /// Compares each of `passwords` with `stored`, all of them without waiting in between. Without a
    /// stored hash, or with one of an unknown or absurdly costly form, it does the work of the
    /// comparisons and answers `.wrong`, so that an unknown account costs the same time as a wrong
    /// password (THREATS 9, 23).
    /// - Parameter begins: Called once when the work begins: what it waits before does not depend on
    ///   what is stored.
    /// - Throws: ``DirectoryError/busy(retryAfterSeconds:)`` when the pool's queue is full.
    func compare(
        _ passwords: [String], with stored: String?, priority: HashPriority,
        begins: @escaping @Sendable () -> Void
    ) async throws(DirectoryError) -> [PasswordVerdict]

    /// Says whether logins could be compared with `stored`, without any work that depends on
    /// its cost.
    func acceptability(of stored: String) -> HashAcceptability
}

extension PasswordHashing {
    /// As ``compare(_:with:priority:begins:)``, of one password.
    package func compare(
        _ password: String, with stored: String?, priority: HashPriority
    ) async throws(DirectoryError) -> PasswordVerdict {
        try await compare([password], with: stored, priority: priority, begins: {})[0]
    }
}
