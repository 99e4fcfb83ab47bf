/// Who sends the requests of the matrix. On BitAnswer, whose callers are keys: no key, a key of
/// role user, a key for the other surfaces, an administrator's key for all, and the keys of an
/// administrator who is disabled, and of one who is deleted.
enum MatrixCaller: String, CaseIterable, Sendable {
    case anonymous
    /// `foo`, whom the rows are about.
    case user
    /// `bar`, who is no administrator either.
    case other
    case admin
    /// An administrator until he was disabled, with a token from before.
    case disabled
    /// An administrator until he was deleted, with a token from before.
    case deleted
}

/// One request to a route, and what everybody must get for it.
///
/// In target and body `{user_id}` and `{guid}` are foo's and `{refresh}` is foo's refresh token;
/// `{victim}`, `{victim_id}` and `{victim_guid}` are of an account made for this one request,
/// `{card}` is a card of foo's made for it, and `{new}` is a name that nobody has.
struct MatrixRow: Sendable {
    let target: String
    let body: String?
    /// The HTTP status by caller, in the order of ``MatrixCaller``; nil where the request would be
    /// the end of one whom other rows need.
    let statuses: [Int?]
    /// The number of BitAnswer's envelope in the same order; empty on other surfaces.
    var outcomes: [Int] = []
    /// Whose request changes something. Everybody else's must leave all as it was.
    var changedBy: Set<MatrixCaller> = []
    /// Whether the request ends the session that it comes by: each caller then gets one for it.
    var endsOwnSession = false
    /// Whether the request tries a wrong password or code of foo's.
    var triesPassword = false

    init(_ target: String, body: String? = nil, _ statuses: [Int?]) {
        self.target = target
        self.body = body
        self.statuses = statuses
    }

    /// With a change that these callers make.
    func changed(by callers: MatrixCaller...) -> MatrixRow {
        var row = self
        row.changedBy = Set(callers)
        return row
    }

    /// The statuses of a route that answers everybody alike.
    static func everybody(_ status: Int) -> [Int?] {
        MatrixCaller.allCases.map { _ in status }
    }

    /// Whether the target is one that `route`, as a catalogue writes it, is there for.
    func fits(_ route: String) -> Bool {
        let pattern = route.drop { $0 != " " }.dropFirst().split(separator: "/")
        let path = target.prefix { $0 != "?" }.split(separator: "/")
        return pattern.count == path.count
            && zip(pattern, path).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
    }
}

/// What is expected of every route: by surface, and then by the route as its catalogue writes it.
enum AccessTable {
    static let rows: [String: [String: [MatrixRow]]] = [
        "IAM": iam, "Management": management, "BitAnswer": bitAnswer, "Tavern": tavern,
        "ThinkSNS": thinkSNS, "Ops": ops,
    ]

    /// With `registration=open`, which opens creation on IAM and, to who has a code, on ThinkSNS, and
    /// nothing else.
    static var rowsOfOpenRegistration: [String: [String: [MatrixRow]]] {
        var all = rows
        all["IAM"]?["POST /v1/users"] = openCreation
        all["ThinkSNS"]?["POST /api/v2/users"] = openThinkSNSRegistration
        return all
    }
}
