import RosterCore
import SurfaceKit

/// The query of a list; all its issues are gathered (contracts/tavern.md §7).
struct TavernListInput {
    private(set) var query = CardQuery()
    private var issues: [TavernRefusal.Issue] = []
    private let parameters: FormQuery

    /// - Throws: 400 with every parameter that is wrong.
    init(_ parameters: FormQuery) throws(TavernRefusal) {
        self.parameters = parameters
        readNumbers()
        readOrder()
        readFilters()
        if !issues.isEmpty { throw TavernRefusal(issues) }
    }

    private mutating func readNumbers() {
        query.limit = number("limit", in: TavernRules.limit, or: TavernRules.limitDefault)
        query.offset = number("offset", in: 0...Int.max, or: 0)
    }

    private mutating func readOrder() {
        if let text = text("sort_by") {
            if let key = CardQuery.SortKey(rawValue: text) {
                query.sortKey = key
            } else {
                note("sort_by", "Invalid enum value", "invalid_enum_value")
            }
        }
        switch text("sort_order") {
        case nil, "desc": query.isAscending = false
        case "asc": query.isAscending = true
        default: note("sort_order", "Invalid enum value", "invalid_enum_value")
        }
    }

    private mutating func readFilters() {
        switch text("include_deleted") {
        case nil, "false": break
        case "true": query.statuses = Set(CardStatus.allCases)
        default: note("include_deleted", "Invalid enum value", "invalid_enum_value")
        }
        // A status that is given decides alone.
        if let text = text("status") {
            if let status = CardStatus(rawValue: text) {
                query.statuses = [status]
            } else {
                note("status", "Invalid enum value", "invalid_enum_value")
            }
        }
        if let text = text("keyword") {
            let keyword = text.trimmingWhiteSpace()
            let maximum = TavernRules.keywordUnitsMax
            if FoldedKey(folding: keyword).isEmpty {
                note("keyword", "String must contain at least 1 character(s)", "too_small")
            } else if keyword.utf16.count > maximum {
                note("keyword", "String must contain at most \(maximum) character(s)", "too_big")
            }
            query.contains = keyword
        }
    }

    /// The only value of a parameter; one that stands twice is an issue.
    private mutating func text(_ name: String) -> String? {
        let values = parameters.values(name)
        if values.count > 1 { note(name, "Expected string, received array", "invalid_type") }
        return values.first
    }

    private mutating func number(
        _ name: String, in range: ClosedRange<Int>, or fallback: Int
    ) -> Int {
        _ = text(name)
        switch parameters.number(name, in: range) {
        case .missing: return fallback
        case .value(let value): return value
        case .malformed: note(name, "Expected integer", "invalid_type")
        case .below(let bound):
            note(name, "Number must be greater than or equal to \(bound)", "too_small")
        case .above(let bound):
            note(name, "Number must be less than or equal to \(bound)", "too_big")
        }
        return fallback
    }

    private mutating func note(_ path: String, _ message: String, _ code: String) {
        issues.append(TavernRefusal.Issue(path: path, message: message, code: code))
    }
}
