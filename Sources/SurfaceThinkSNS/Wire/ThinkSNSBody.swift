import HTTPTypes
import RosterCore
import SurfaceKit

/// A request's fields, from JSON or from a form. Texts come without white space at their edges but
/// for passwords, and an empty text is null (contracts/thinksns.md §1). Problems are gathered, so
/// that an answer names every rule that failed.
struct ThinkSNSBody {
    private let object: JSONObject
    private(set) var problems: [ThinkSNSRefusal.FieldProblem] = []

    /// Nothing at all is a body without fields.
    /// - Throws: 400 for what is neither a JSON object nor a form.
    init(_ bytes: [UInt8]) throws(ThinkSNSRefusal) {
        let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        switch first {
        case nil: object = JSONObject()
        // Looked at rather than the media type: curl calls everything a form.
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""):
            object = try Self.json(bytes)
        default:
            guard let form = FormQuery(parsing: String(decoding: bytes, as: UTF8.self)) else {
                throw .text("请求体格式不正确", .badRequest)
            }
            object = JSONObject(form.items.map { ($0.name, .string($0.value)) })
        }
    }

    private static func json(_ bytes: [UInt8]) throws(ThinkSNSRefusal) -> JSONObject {
        do throws(JSONParseError) {
            let value = try JSONValue.parse(bytes, depthMax: Bounds.jsonDepthMax)
            if let object = value.objectValue { return object }
        } catch {
            throw .text("请求体不是有效的 JSON", .badRequest, note: "\(error)")
        }
        throw .text("请求体必须是 JSON 对象", .badRequest)
    }

    /// Whether the key is there, be it with null.
    func has(_ key: String) -> Bool { object[key] != nil }

    /// Whether the key is there with anything but null or an empty text.
    func isFilled(_ key: String) -> Bool { !value(key).isNull }

    /// A text that may be left out, null or empty; a problem is noted for anything else.
    mutating func text(_ key: String) -> String? {
        let value = value(key)
        if value.isNull { return nil }
        if value.stringValue == nil { note(key, ThinkSNSText.notText) }
        return value.stringValue
    }

    /// A text that must be there; nil with a problem noted.
    mutating func required(_ key: String) -> String? {
        if value(key).isNull { note(key, ThinkSNSText.required) }
        return text(key)
    }

    /// A verification code: a text or a whole number (seed 004).
    mutating func requiredCode() -> String? {
        let key = "verifiable_code"
        let value = value(key)
        if let number = value.int64Value { return String(number) }
        if value.isNull {
            note(key, ThinkSNSText.required)
        } else if value.stringValue == nil {
            note(key, ThinkSNSText.notText)
        }
        return value.stringValue
    }

    /// A whole number, spelt as a number or as text; nil when it is none.
    func number(_ key: String) -> Int64? {
        let value = value(key)
        return value.int64Value ?? value.stringValue.flatMap { Int64($0) }
    }

    /// A text of an object within, or of a form's `outer[inner]`.
    func nested(_ outer: String, _ inner: String) -> String? {
        object[outer]?.objectValue?[inner]?.stringValue ?? object["\(outer)[\(inner)]"]?.stringValue
    }

    mutating func note(_ field: String, _ text: String) {
        if let index = problems.firstIndex(where: { $0.field == field }) {
            problems[index].texts.append(text)
        } else {
            problems.append(ThinkSNSRefusal.FieldProblem(field: field, texts: [text]))
        }
    }

    mutating func note(_ problem: ThinkSNSRefusal.FieldProblem) {
        for text in problem.texts { note(problem.field, text) }
    }

    /// - Throws: 422 naming every field noted.
    func refuseProblems() throws(ThinkSNSRefusal) {
        if !problems.isEmpty { throw .fields(problems) }
    }

    private static let untrimmed: Set<String> = [
        "password", "password_confirmation", "old_password",
    ]

    private func value(_ key: String) -> JSONValue {
        guard let value = object[key] else { return .null }
        guard var text = value.stringValue else { return value }
        if !Self.untrimmed.contains(key) { text = Self.trimmed(text) }
        return text.isEmpty ? .null : .string(text)
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        func isEdge(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || scalar.value == 0
        }
        let start = scalars.drop(while: isEdge)
        guard let last = start.lastIndex(where: { !isEdge($0) }) else { return "" }
        return String(start[...last])
    }
}

extension ThinkSNSBody {
    /// A user name; nil with every failed rule noted.
    mutating func validName(_ text: String) -> AccountName? {
        var isFit = true
        // As it is typed, and as it is looked up: `１a` would be a number's beginning, and letters that
        // cannot be seen no part of a name.
        let folded = FoldedKey(folding: text).rawValue
        if ![text, folded].allSatisfy(ThinkSNSRules.hasNameCharacters) {
            note("name", ThinkSNSText.badNameCharacters)
            isFit = false
        }
        if !ThinkSNSRules.hasNameLength(text) || ThinkSNSRules.isTooShortName(folded) {
            note("name", ThinkSNSText.badNameLength)
            isFit = false
        }
        guard isFit else { return nil }
        return parse { () throws(InvalidField) in try AccountName(parsing: text) }
    }

    mutating func validEmail(_ text: String) -> EmailAddress? {
        guard text.utf8.count <= ThinkSNSRules.emailBytesMax,
            let email = try? EmailAddress(parsing: text)
        else {
            note("email", ThinkSNSText.badEmail)
            return nil
        }
        return email
    }

    mutating func validPhone(_ text: String) -> PhoneNumber? {
        // Wide digits are digits; what is kept is what a gateway can dial.
        let folded = FoldedKey(folding: text).rawValue
        guard ThinkSNSRules.isPhone(folded), let phone = try? PhoneNumber(parsing: folded) else {
            note("phone", ThinkSNSText.badPhone)
            return nil
        }
        return phone
    }

    /// A new password in the form that is hashed, which the bounds are about.
    /// - Parameter bytesMax: What the configured algorithm looks at, if that is bounded.
    mutating func validPassword(_ typed: String, bytesMax: Int?) -> String? {
        let text = PasswordForm.prepared(typed)
        guard ThinkSNSRules.passwordCharacters.contains(text.unicodeScalars.count) else {
            note("password", ThinkSNSText.badPasswordLength)
            return nil
        }
        if let bytesMax, text.utf8.count > bytesMax {
            note("password", "密码不能超过 \(bytesMax) 字节")
            return nil
        }
        guard !text.utf8.contains(0) else {
            note("password", "包含不允许的字符")
            return nil
        }
        return text
    }

    private mutating func parse<Value>(_ parse: () throws(InvalidField) -> Value) -> Value? {
        do throws(InvalidField) {
            return try parse()
        } catch {
            note(ThinkSNSRefusal.FieldProblem(error))
            return nil
        }
    }
}
