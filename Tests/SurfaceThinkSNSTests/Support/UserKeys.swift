/// The keys of a user, by who looks (contracts/thinksns.md §7 and the seed's samples).
enum UserKeys: Sendable {
    /// `GET /user`: the caller itself.
    case own
    /// `GET /users/:user`.
    case other
    /// An item of a list, of followers too: the seed's sample and nothing else.
    case listed
    /// An item of a list in which people are found (contracts/thinksns.md §13.3).
    case found
    /// An item of a search.
    case searched

    private static let shared: Set = [
        "id", "name", "bio", "sex", "location", "created_at", "updated_at", "avatar", "bg", "extra",
    ]
    private static let personal: Set = [
        "phone", "email", "wallet", "new_wallet", "currency", "friends_count", "initial_password",
        "certification",
    ]
    private static let single: Set = ["verified", "blacked", "deleted_at"]
    private static let relation: Set = ["following", "follower"]

    private var required: Set<String> {
        switch self {
        case .own: Self.shared.union(Self.personal)
        case .other: Self.shared.union(Self.single).union(Self.relation)
        case .listed: Self.shared.union(Self.relation)
        case .found: Self.shared.union(Self.relation).union(["blacked", "deleted_at"])
        case .searched: UserKeys.found.required.union(["tags"])
        }
    }

    /// What may be there beside: a single user's additions, on oneself; in lists, which show disabled
    /// users too, whether one is.
    private var allowed: Set<String> {
        switch self {
        case .own: required.union(Self.single)
        case .other, .found, .searched: required
        case .listed: required.union(["deleted_at"])
        }
    }

    func problem(with keys: [String]) -> String? {
        let found = Set(keys)
        let (lacking, surplus) = (required.subtracting(found), found.subtracting(allowed))
        if lacking.isEmpty && surplus.isEmpty && found.count == keys.count { return nil }
        return "lacks \(lacking.sorted()), has \(surplus.sorted()) beyond, or a key twice"
    }
}
