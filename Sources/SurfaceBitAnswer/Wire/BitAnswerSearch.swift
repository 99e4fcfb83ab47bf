import RosterCore
import SurfaceKit

/// The body of a search: `querys` and `sorts`, both optional (contracts/bitanswer.md §4).
struct BitAnswerSearch {
    private(set) var conditions: [AccountQuery.NameCondition] = []
    private(set) var order = AccountQuery.Order.idAscending

    /// - Throws: 1001; 1006 for more values than an engine can take.
    init(_ object: JSONObject) throws(BitAnswerRefusal) {
        for (index, query) in try Self.objects("querys", of: object).enumerated() {
            conditions.append(try Self.condition(query, at: "querys[\(index)]"))
        }
        try refuseTooMany()
        let orders = try Self.sorts(object)
        // Names are unique: after the first there are no ties to break.
        if let isAscending = orders.first {
            order = isAscending ? .nameAscending : .nameDescending
        }
    }

    private static func sorts(_ object: JSONObject) throws(BitAnswerRefusal) -> [Bool] {
        var orders: [Bool] = []
        for (index, sort) in try objects("sorts", of: object).enumerated() {
            let place = "sorts[\(index)]"
            try requireName(sort, at: place)
            switch sort["order"].map({ $0.stringValue?.lowercased() }) {
            case nil, "asc"??: orders.append(true)
            case "desc"??: orders.append(false)
            default: throw BitAnswerRefusal(.invalid, "\(place): order must be ASC or DESC")
            }
        }
        return orders
    }

    private static func condition(
        _ query: JSONObject, at place: String
    ) throws(BitAnswerRefusal) -> AccountQuery.NameCondition {
        try requireName(query, at: place)
        let op = try query.requiredText("op", of: place)
        let values = try values(query, at: place)
        let keys = values.map { FoldedKey(folding: $0) }
        switch op {
        case "=": return .isOneOf(keys)
        case "<>": return .isNoneOf(keys)
        case "like": return .matchesOneOf(values.map(pieces))
        case ">", ">=", "<", "<=": break
        default: throw BitAnswerRefusal(.invalid, "\(place): op \(op) is not supported")
        }
        guard keys.count == 1 else {
            throw BitAnswerRefusal(.invalid, "\(place): op \(op) takes one value")
        }
        switch op {
        case ">": return .isAbove(keys[0])
        case ">=": return .isAtLeast(keys[0])
        case "<": return .isBelow(keys[0])
        default: return .isAtMost(keys[0])
        }
    }

    /// The literal pieces between the caller's `%`. Split before folding: a wide percent sign is a
    /// letter like any other, and stays one.
    private static func pieces(of pattern: String) -> [String] {
        pattern.unicodeScalars.split(separator: "%", omittingEmptySubsequences: false)
            .map { FoldedKey(foldingText: String($0)).rawValue }
    }

    private static func requireName(
        _ object: JSONObject, at place: String
    ) throws(BitAnswerRefusal) {
        let name = try object.requiredText("name", of: place)
        guard name == "name" else {
            throw BitAnswerRefusal(.invalid, "\(place): attribute \(name) is not supported")
        }
    }

    private static func values(
        _ query: JSONObject, at place: String
    ) throws(BitAnswerRefusal) -> [String] {
        guard let array = query["values"]?.arrayValue, !array.isEmpty else {
            throw BitAnswerRefusal(.invalid, "\(place): values must be an array of texts")
        }
        var texts: [String] = []
        for value in array {
            // Samples of sibling calls hold numbers.
            guard let text = value.stringValue ?? value.numberValue?.text else {
                throw BitAnswerRefusal(.invalid, "\(place): values must be an array of texts")
            }
            texts.append(text)
        }
        return texts
    }

    private static func objects(
        _ key: String, of object: JSONObject
    ) throws(BitAnswerRefusal) -> [JSONObject] {
        guard let value = object[key] else { return [] }
        guard let array = value.arrayValue else {
            throw BitAnswerRefusal(.invalid, "\(key) must be an array")
        }
        guard array.count <= Limits.searchPatternsMax else {
            throw BitAnswerRefusal(
                .tooMany, "\(key) has more than \(Limits.searchPatternsMax) elements")
        }
        var objects: [JSONObject] = []
        for (index, element) in array.enumerated() {
            guard let object = element.objectValue else {
                throw BitAnswerRefusal(.invalid, "\(key)[\(index)] must be an object")
            }
            objects.append(object)
        }
        return objects
    }

    private func refuseTooMany() throws(BitAnswerRefusal) {
        var (values, patterns) = (0, 0)
        for condition in conditions {
            switch condition {
            case .isOneOf(let keys), .isNoneOf(let keys): values += keys.count
            case .matchesOneOf(let list): patterns += list.count
            case .isBelow, .isAtMost, .isAbove, .isAtLeast: values += 1
            }
        }
        guard values <= Limits.searchValuesMax else {
            throw BitAnswerRefusal(.tooMany, "more than \(Limits.searchValuesMax) values")
        }
        guard patterns <= Limits.searchPatternsMax else {
            throw BitAnswerRefusal(
                .tooMany, "more than \(Limits.searchPatternsMax) patterns of like")
        }
    }
}
