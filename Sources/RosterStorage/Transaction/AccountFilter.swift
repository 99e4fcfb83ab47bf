import RosterCore

/// A query's WHERE clause. Column names come from closed enums and values only as parameters,
/// so that nothing a caller sends becomes SQL (THREATS 2).
struct AccountFilter {
    private(set) var condition = "account.deleted_at IS NULL"
    private(set) var arguments: [SQLValue] = []

    init(_ query: AccountQuery) {
        if let status = query.status {
            condition += " AND account.status = \(parameter(.text(status.rawValue)))"
        }
        if let ids = query.ids { add(ids) }
        if let id = query.below {
            condition += " AND account.id < \(parameter(.integer(id.rawValue)))"
        }
        if let id = query.above {
            condition += " AND account.id > \(parameter(.integer(id.rawValue)))"
        }
        if let text = query.contains { add(text, in: query.searched) }
        for name in query.nameConditions { add(name) }
    }

    private mutating func add(_ ids: [AccountID]) {
        let places = ids.map { parameter(.integer($0.rawValue)) }.joined(separator: ", ")
        condition += ids.isEmpty ? " AND 1 = 0" : " AND account.id IN (\(places))"
    }

    private mutating func add(_ text: String, in fields: Set<AccountQuery.SearchField>) {
        guard !fields.isEmpty, let key = FoldedKey.searched(text),
            let pattern = LikePattern.containing(key.rawValue)
        else {
            condition += " AND 1 = 0"
            return
        }
        add(fields.map(\.column).sorted(), like: [pattern])
    }

    private mutating func add(_ name: AccountQuery.NameCondition) {
        switch name {
        case .isOneOf(let keys): addNames("IN", keys)
        case .isNoneOf(let keys): addNames("NOT IN", keys)
        case .isBelow(let key): addName("<", key)
        case .isAtMost(let key): addName("<=", key)
        case .isAbove(let key): addName(">", key)
        case .isAtLeast(let key): addName(">=", key)
        case .matchesOneOf(let patterns):
            add(["display_name_key", "name_key"], like: patterns.compactMap(LikePattern.joining))
        }
    }

    private mutating func addName(_ sign: String, _ key: FoldedKey) {
        // No engine compares a text with NUL whole. No name holds one, so that a name is below such
        // a text exactly when it is at most what stands before the NUL.
        let text = String(key.rawValue.prefix { $0 != "\0" })
        let isCut = text.utf8.count < key.rawValue.utf8.count
        let sign = isCut ? (sign.starts(withText: "<") ? "<=" : ">") : sign
        condition += " AND account.name_key \(sign) \(parameter(.text(text)))"
    }

    private mutating func addNames(_ sign: String, _ keys: [FoldedKey]) {
        let texts = keys.map(\.rawValue).filter { !$0.utf8.contains(0) }
        let places = texts.map { parameter(.text($0)) }.joined(separator: ", ")
        // `IN ()` is not portable; nothing is in it, everything is not.
        let isNegative = sign == "NOT IN"
        condition +=
            texts.isEmpty
            ? (isNegative ? "" : " AND 1 = 0") : " AND account.name_key \(sign) (\(places))"
    }

    /// One of the columns matches one of the patterns.
    private mutating func add(_ columns: [String], like patterns: [String]) {
        let places = patterns.map { parameter(.text($0)) }
        let matches = columns.flatMap { column in
            places.map { "account.\(column) LIKE \($0) ESCAPE '\\'" }
        }
        condition += matches.isEmpty ? " AND 1 = 0" : " AND (\(matches.joined(separator: " OR ")))"
    }

    private mutating func parameter(_ value: SQLValue) -> String {
        arguments.append(value)
        return "$\(arguments.count)"
    }
}

extension AccountQuery.SearchField {
    fileprivate var column: String {
        switch self {
        case .name: "name_key"
        case .displayName: "display_name_key"
        case .email: "email_key"
        case .phone: "phone_key"
        }
    }
}
