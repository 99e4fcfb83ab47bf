/// The directory's memory, behind transactions (DESIGN §3). Bodies are synchronous, pure but for
/// the storage they are handed, and may run more than once: no hashing, mail or clock inside.
package protocol DirectoryStore: Sendable {
    /// Runs `body` over one snapshot. For look-ups by key, which take microseconds and may run on
    /// the thread that serves the request.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any DirectoryReading) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value

    /// As ``read(_:)``, for lists and searches that may look at many rows: never on a thread that
    /// serves requests.
    func scan<Value: Sendable>(
        _ body: @escaping @Sendable (any DirectoryReading) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value

    /// Runs `body` alone, all or nothing; returns when the change is safe on disk.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any DirectoryWriting) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value
}

/// What can be asked within a transaction.
package protocol DirectoryReading: AccountReading, CardReading, CodeReading, CredentialReading,
    ImportReading, MediaReading, QuotaReading, RecordReading, SocialReading
{}

/// What can be changed within a write transaction.
package protocol DirectoryWriting: DirectoryReading, AccountWriting, CardWriting, CodeWriting,
    CredentialWriting, ImportWriting, MediaWriting, QuotaWriting, RecordWriting, SocialWriting
{}
