extension Directory {
    /// Names an account, for verbs that find it within their transaction.
    package enum Target: Sendable, Equatable {
        case id(AccountID)
        case name(FoldedKey)
        /// The number under which a surface knows it: its imported id, else the account's own.
        case number(String, on: SurfaceName)
        /// The guid under which a surface knows it: its imported id, else the account's own.
        case guid(String, on: SurfaceName)
        /// Whoever has proven this address; nobody who only claims it (THREATS 9).
        case proven(Destination)

        /// The live account.
        func find(in storage: any DirectoryReading) throws(DirectoryError) -> Account? {
            switch self {
            case .id(let id): return try Self.live(id, in: storage)
            case .name(let key): return try storage.account(named: key)
            case .proven(let destination):
                guard let owner = try storage.owner(of: destination.key),
                    destination.isProven(by: owner.entry)
                else { return nil }
                return try Self.live(owner.accountID, in: storage)
            case .number(let text, let surface):
                if let id = try storage.account(surface: surface, key: text) {
                    return try Self.live(id, in: storage)
                }
                // One spelling each: `7` is a number of ours, `07` and `+7` are not.
                guard let number = Int64(text), String(number) == text else { return nil }
                return try Self.unlinked(
                    try Self.live(AccountID(number), in: storage), on: surface, in: storage)
            case .guid(let text, let surface):
                if let id = try storage.account(surface: surface, key: text) {
                    return try Self.live(id, in: storage)
                }
                return try Self.unlinked(
                    try storage.account(guid: text), on: surface, in: storage)
            }
        }

        private static func live(
            _ id: AccountID, in storage: any DirectoryReading
        ) throws(DirectoryError) -> Account? {
            guard let account = try storage.account(id), account.deletedAt == nil else {
                return nil
            }
            return account
        }

        /// An account that a surface knows by an imported id does not answer to its own there.
        private static func unlinked(
            _ account: Account?, on surface: SurfaceName, in storage: any DirectoryReading
        ) throws(DirectoryError) -> Account? {
            guard let account, try storage.surfaceKey(surface, of: account.id) == nil else {
                return nil
            }
            return account
        }
    }
}
