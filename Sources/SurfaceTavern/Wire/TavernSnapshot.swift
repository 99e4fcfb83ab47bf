import RosterCore
import SurfaceKit

/// A snapshot as it is sent and kept: `name` and `description` trimmed and first, every other key
/// as it came, in its order (contracts/tavern.md §4).
enum TavernSnapshot {
    /// The shape: what must be there, and of which type.
    /// - Throws: 400 for the first thing wrong.
    static func shape(_ value: JSONValue) throws(TavernRefusal) -> JSONObject {
        guard let object = value.objectValue else {
            throw TavernRefusal(issue: "/snapshot", "must be object", "type")
        }
        guard let name = object["name"] else {
            throw TavernRefusal(
                issue: "/snapshot", "must have required property 'name'", "required")
        }
        guard name.stringValue != nil else {
            throw TavernRefusal(issue: "/snapshot/name", "must be string", "type")
        }
        if let description = object["description"], description.stringValue == nil {
            throw TavernRefusal(issue: "/snapshot/description", "must be string", "type")
        }
        return object
    }

    /// - Throws: 400 with everything that is wrong with the content.
    static func content(_ object: JSONObject) throws(TavernRefusal) -> CardContent {
        var issues: [TavernRefusal.Issue] = []
        var name: CardName?
        do throws(InvalidField) {
            name = try CardName(parsing: object["name"]?.stringValue ?? "")
        } catch {
            issues.append(issue(of: error.reason))
        }
        let description = object["description"]?.stringValue?.trimmingWhiteSpace()
        if let description, description.utf16.count > TavernRules.descriptionUnitsMax {
            issues.append(
                TavernRefusal.Issue(
                    path: "snapshot.description",
                    message: "String must contain at most "
                        + "\(TavernRules.descriptionUnitsMax) character(s)", code: "too_big"))
        }
        guard let name, issues.isEmpty else { throw TavernRefusal(issues) }
        var kept = JSONObject([("name", .string(name.rawValue))])
        if let description { kept["description"] = .string(description) }
        for member in object.members where member.key != "name" && member.key != "description" {
            kept[member.key] = member.value
        }
        return CardContent(name: name, snapshot: JSONValue.object(kept).description)
    }

    private static func issue(of reason: InvalidReason) -> TavernRefusal.Issue {
        let (message, code) =
            switch reason {
            case .tooShort(let minimum):
                ("String must contain at least \(minimum) character(s)", "too_small")
            case .tooLong(let maximum):
                ("String must contain at most \(maximum) character(s)", "too_big")
            case .missing, .malformed, .forbiddenCharacters, .beyondOwner, .reservedForm,
                .recentlyFreed, .confusable, .restrictedCharacters, .notUploaded:
                ("String must not contain NUL", "custom")
            }
        return TavernRefusal.Issue(path: "snapshot.name", message: message, code: code)
    }
}
