import HTTPTypes
import RosterCore
import SurfaceKit

/// A request's JSON object and the checks of its shape: the first wrong one ends them, scalars of
/// another type are refused and not turned (contracts/tavern.md §0, §3).
struct TavernBody {
    let object: JSONObject

    /// - Throws: 400 for another media type, no JSON, or no object.
    init(_ call: Call) throws(TavernRefusal) {
        guard !call.body.isEmpty else { throw TavernRefusal(issue: "", "must be object", "type") }
        try Self.requireJSON(call.head.headers)
        let value: JSONValue
        do throws(JSONParseError) {
            value = try JSONValue.parse(call.body, depthMax: Bounds.jsonDepthMax)
        } catch {
            throw TavernRefusal(issue: "", "must be valid JSON: \(error)", "invalid_json")
        }
        guard let object = value.objectValue else {
            throw TavernRefusal(issue: "", "must be object", "type")
        }
        self.object = object
    }

    /// The body of a call that needs none: nothing, or `null`, is as good as `{}`.
    static func optional(_ call: Call) throws(TavernRefusal) -> TavernBody? {
        let isNull = (try? JSONValue.parse(call.body))?.isNull == true
        return call.body.isEmpty || isNull ? nil : try TavernBody(call)
    }

    /// - Throws: 400 when a key is missing.
    func require(_ keys: String...) throws(TavernRefusal) {
        for key in keys where object[key] == nil {
            throw TavernRefusal(issue: "", "must have required property '\(key)'", "required")
        }
    }

    /// A whole number of at least 0.
    func revision() throws(TavernRefusal) -> Int64? {
        guard let value = object["expected_revision"] else { return nil }
        let path = "/expected_revision"
        guard let number = value.int64Value else {
            throw TavernRefusal(issue: path, "must be integer", "type")
        }
        guard number >= 0 else { throw TavernRefusal(issue: path, "must be >= 0", "minimum") }
        return number
    }

    /// Active or disabled; deleting is a call of its own.
    func status() throws(TavernRefusal) -> CardStatus? {
        guard let value = object["status"] else { return nil }
        guard let text = value.stringValue else {
            throw TavernRefusal(issue: "/status", "must be string", "type")
        }
        switch text {
        case "active": return .active
        case "disabled": return .disabled
        default:
            throw TavernRefusal(
                issue: "/status", "must be equal to one of the allowed values", "enum")
        }
    }

    /// 1 to 100 ids, none twice.
    func ids() throws(TavernRefusal) -> [CardID] {
        guard let array = object["ids"]?.arrayValue else {
            throw TavernRefusal(issue: "/ids", "must be array", "type")
        }
        guard !array.isEmpty else {
            throw TavernRefusal(issue: "/ids", "must NOT have fewer than 1 items", "minItems")
        }
        guard array.count <= TavernRules.idsMax else {
            throw TavernRefusal(
                issue: "/ids", "must NOT have more than \(TavernRules.idsMax) items", "maxItems")
        }
        var ids: [CardID] = []
        for (index, value) in array.enumerated() {
            guard let text = value.stringValue else {
                throw TavernRefusal(issue: "/ids/\(index)", "must be string", "type")
            }
            guard !text.isEmpty else {
                throw TavernRefusal(
                    issue: "/ids/\(index)", "must NOT have fewer than 1 characters", "minLength")
            }
            ids.append(CardID(text))
        }
        try Self.refuseTwice(ids)
        return ids
    }

    private static func refuseTwice(_ ids: [CardID]) throws(TavernRefusal) {
        var first: [CardID: Int] = [:]
        var issues: [TavernRefusal.Issue] = []
        for (index, id) in ids.enumerated() {
            if let earlier = first[id] {
                issues.append(
                    TavernRefusal.Issue(
                        path: "ids.\(index)",
                        message: "Duplicate id also appears at ids.\(earlier)", code: "custom"))
            } else {
                first[id] = index
            }
        }
        if !issues.isEmpty { throw TavernRefusal(issues) }
    }

    static func requireJSON(_ headers: RequestHeaders) throws(TavernRefusal) {
        guard isJSON(headers[.contentType]) else {
            throw TavernRefusal(issue: "", "must be of type application/json", "media_type")
        }
    }

    /// `application/json` or a `+json` type, parameters aside.
    private static func isJSON(_ contentType: String?) -> Bool {
        let type = contentType?.split(at: ";").first.map(String.init)?
            .trimmingWhiteSpace().lowercased()
        guard let type else { return false }
        return type == "application/json"
            || type.starts(withText: "application/") && type.ends(withText: "+json")
    }
}
