/// The directory: every rule of accounts, credentials and sessions, once, for all surfaces.
///
/// A value made of its ports; its verbs are in extensions by area. Each verb checks the caller
/// (``AccessPolicy``), does slow work (hashing) first, and then changes everything that belongs
/// together, audit entry and event included, in one transaction.
package struct Directory: Sendable {
    package let store: any DirectoryStore
    /// Takes passwords as they were typed, and hashes and compares them in one form.
    package let passwords: any PasswordHashing
    package let keyrings: any KeyringHolding
    package let signingKeys: any SigningKeyProviding
    package let files: any MediaFiles
    package let environment: DirectoryEnvironment
    package let policy: DirectoryPolicy
    /// Lets the tries at one account from one block of addresses run one after the other in this
    /// process.
    let tries = TurnQueue<TrySource>()
    /// Bounds the tries that are under way.
    let tryGate = TryGate()
    /// Lets the twins of one request run one after the other in this process.
    let requests = TurnQueue<String>()
    /// Lets lists and searches run, a few at a time.
    package let scans: ScanQueues
    /// When sessions were last used, until the database knows it.
    let journal = PresenceJournal()
    /// Whether the clock may be believed.
    let clockWatch = ClockWatch()
    /// Tells whoever delivers messages that there is one.
    package let messageBell = Bell()
    /// What budgets of messages let out and refused.
    package let messageTally = MessageTally()

    package init(
        store: any DirectoryStore, passwords: any PasswordHashing, keyrings: any KeyringHolding,
        signingKeys: any SigningKeyProviding, files: any MediaFiles,
        environment: DirectoryEnvironment, policy: DirectoryPolicy,
        scans: ScanQueues.Bounds = ScanQueues.Bounds(cores: 2)
    ) {
        self.store = store
        self.passwords = PreparedPasswords(hasher: passwords)
        self.keyrings = keyrings
        self.signingKeys = signingKeys
        self.files = files
        self.environment = environment
        self.policy = policy
        self.scans = ScanQueues(scans)
    }

    var now: Timestamp { environment.now() }

    /// Reads what may be many rows, when it is the turn of ``ScanCaller/current``.
    /// - Throws: ``DirectoryError/busy(retryAfterSeconds:)`` when too many wait.
    func scan<Value: Sendable>(
        _ body: @escaping @Sendable (any DirectoryReading) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        try await scans.run(for: .current) { () async throws(DirectoryError) in
            try await store.scan(body)
        }
    }
}

/// What the settings decide for the rules.
package struct DirectoryPolicy: Sendable, Equatable {
    package var tokenTTLSeconds: Int64
    package var sessionTTLSeconds: Int64
    /// Whether people may make accounts for themselves.
    package var isRegistrationOpen: Bool
    /// How long the recycle bin keeps a deleted account.
    package var trashDays: Int64
    /// How long after its last use a session makes its account count as online.
    package var presenceWindowSeconds: Int64
    package var quotas: Quotas
    /// How long the audit trail is kept, and the addresses in it.
    package var auditDays: Int64
    package var auditAddressDays: Int64
    /// Names that nobody chooses for itself, nor what looks like one.
    package var reservedNames: [AccountName]
    /// Where phones without a country's code are read.
    package var phoneRegion: PhoneRegion
    /// How many codes may go out in an hour; notices have as many for themselves.
    package var mailsPerHour: Int
    package var textsPerHour: Int

    package init(
        tokenTTLSeconds: Int64 = 3600, sessionTTLSeconds: Int64 = 14 * 86_400,
        isRegistrationOpen: Bool = false, trashDays: Int64 = 30,
        presenceWindowSeconds: Int64 = 300, quotas: Quotas = Quotas(), auditDays: Int64 = 400,
        auditAddressDays: Int64 = 90, reservedNames: [AccountName] = [],
        phoneRegion: PhoneRegion = .china, mailsPerHour: Int = 3600, textsPerHour: Int = 600
    ) {
        self.tokenTTLSeconds = tokenTTLSeconds
        self.sessionTTLSeconds = sessionTTLSeconds
        self.isRegistrationOpen = isRegistrationOpen
        self.trashDays = trashDays
        self.presenceWindowSeconds = presenceWindowSeconds
        self.quotas = quotas
        self.auditDays = auditDays
        self.auditAddressDays = auditAddressDays
        self.reservedNames = reservedNames
        self.phoneRegion = phoneRegion
        self.mailsPerHour = mailsPerHour
        self.textsPerHour = textsPerHour
    }
}

/// Holds the keyring of this moment. Reading it must not be a lock that every request shares.
package protocol KeyringHolding: Sendable {
    /// Nil until the first key was loaded.
    var current: (any TokenSigning)? { get }
    func replace(with keyring: any TokenSigning)
}
