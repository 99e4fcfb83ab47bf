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
        guard !fields.isEmpty, let plain = FoldedKey.searched(text)?.rawValue,
            let pattern = LikePattern.containing(plain)
        else {
            condition += " AND 1 = 0"
            return
        }
        // A name of the form of an e-mail is stored as the login id that it is.
        let id = FoldedKey(folding: text).rawValue
        let patterns =
            [pattern] + (id == plain ? [] : [LikePattern.containing(id)].compactMap { $0 })
        addAnyOf(
            fields.sorted { $0.rawValue < $1.rawValue }.flatMap { field in
                field.columns(for: plain).map { column in
                    (column, field == .name ? patterns : [pattern])
                }
            })
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
            let texts = patterns.compactMap(LikePattern.joining)
            // As in a search, a whole name may be a login id of the form of an e-mail.
            let ids = patterns.filter { $0.count == 1 }.compactMap { pieces -> String? in
                let id = FoldedKey(folding: pieces[0]).rawValue
                return id == pieces[0] ? nil : LikePattern.joining([id])
            }
            addAnyOf([("display_name_key", texts), ("name_key", texts + ids)])
        }
    }

    private mutating func addName(_ sign: String, _ key: FoldedKey) {
        // No engine compares a text with NUL whole. No name holds one, so that a name is below such
        // a text exactly when it is at most what stands before the NUL.
        let text = String(Substring(key.rawValue.unicodeScalars.prefix { $0 != "\0" }))
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

    /// One of the columns matches one of its patterns.
    private mutating func addAnyOf(_ columns: [(name: String, patterns: [String])]) {
        var places: [String: String] = [:]
        var matches: [String] = []
        for column in columns {
            for pattern in column.patterns {
                let place = places[pattern] ?? parameter(.text(pattern))
                places[pattern] = place
                matches.append("account.\(column.name) LIKE \(place) ESCAPE '\\'")
            }
        }
        condition += matches.isEmpty ? " AND 1 = 0" : " AND (\(matches.joined(separator: " OR ")))"
    }

    private mutating func parameter(_ value: SQLValue) -> String {
        arguments.append(value)
        return "$\(arguments.count)"
    }
}

extension AccountQuery.SearchField {
    /// Where to look for a folded text.
    fileprivate func columns(for text: String) -> [String] {
        switch self {
        case .name: ["name_key"]
        case .displayName: ["display_name_key"]
        // People look for a domain as they read it, and may look for its A-labels.
        case .email:
            text.firstRange(ofText: "xn--") != nil
                ? ["email_key", "email_text_key"] : ["email_text_key"]
        case .phone: ["phone_key"]
        }
    }
}
