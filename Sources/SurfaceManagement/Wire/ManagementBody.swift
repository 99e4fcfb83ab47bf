import SurfaceKit

/// A request's JSON object; problems of its fields are gathered, so that an answer names all of
/// them. Unknown keys are ignored, the media type is not looked at.
struct ManagementBody {
    private let object: JSONObject
    private(set) var problems: [ManagementRefusal.FieldProblem] = []

    /// - Throws: 400 when the body is no JSON object.
    init(_ bytes: [UInt8]) throws(ManagementRefusal) {
        let value: JSONValue
        do throws(JSONParseError) {
            value = try JSONValue.parse(bytes, depthMax: Bounds.jsonDepthMax)
        } catch {
            throw ManagementRefusal(.badRequest, message: "请求体不是有效的 JSON", note: "\(error)")
        }
        guard let object = value.objectValue else {
            throw ManagementRefusal(.badRequest, message: "请求体必须是 JSON 对象")
        }
        self.object = object
    }

    /// Whether the key is there, be it with null.
    func has(_ key: String) -> Bool { object[key] != nil }

    /// A text that must be there; nil with a problem noted.
    mutating func required(_ key: String) -> String? {
        let value = object[key] ?? .null
        if value.isNull { note(key, "不能为空") }
        return value.isNull ? nil : text(key, value)
    }

    /// A text that may be left out or null.
    mutating func optional(_ key: String) -> String? {
        let value = object[key] ?? .null
        return value.isNull ? nil : text(key, value)
    }

    private mutating func text(_ key: String, _ value: JSONValue) -> String? {
        if value.stringValue == nil { note(key, "必须是字符串") }
        return value.stringValue
    }

    mutating func note(_ field: String, _ message: String) {
        problems.append(ManagementRefusal.FieldProblem(field: field, message: message))
    }

    mutating func note(_ problem: ManagementRefusal.FieldProblem) { problems.append(problem) }

    /// - Throws: 400 naming every field noted.
    func refuseProblems() throws(ManagementRefusal) {
        if !problems.isEmpty { throw ManagementRefusal(problems) }
    }
}
