import HTTPTypes
import RosterCore
import SurfaceKit

/// The inputs of a call: the fields of its body, JSON or a form, and those of its query, read alike on
/// every call and with every method, as the framework of the old servers does
/// (contracts/thinksns.md §1). Where both have a field, the body's counts, also when it is null. Texts
/// lose white space at their edges, passwords do not; an empty text is null; a JSON number is a text
/// where a text is expected. Problems are gathered, so that an answer names every rule that failed.
struct ThinkSNSInput {
    private let object: JSONObject
    private(set) var problems: [ThinkSNSRefusal.FieldProblem] = []

    /// A call without body and query has no fields.
    /// - Throws: 400 for a body that is neither a JSON object nor a form. A body of GET has no defined
    ///   meaning (RFC 9110 §9.3.1): one that cannot be read is ignored.
    init(_ call: Call) throws(ThinkSNSRefusal) {
        var object: JSONObject
        do throws(ThinkSNSRefusal) {
            object = try Self.fields(of: call.body)
        } catch {
            guard call.head.method == .get else { throw error }
            object = JSONObject()
        }
        for member in FormFields.object(call.query.items).members where object[member.key] == nil {
            object[member.key] = member.value
        }
        self.object = object
    }

    private static func fields(of bytes: [UInt8]) throws(ThinkSNSRefusal) -> JSONObject {
        let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        switch first {
        case nil: return JSONObject()
        // Looked at rather than the media type: curl calls everything a form.
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""): return try json(bytes)
        default:
            guard let form = FormQuery(parsing: String(decoding: bytes, as: UTF8.self)) else {
                throw .text("请求体格式不正确", .badRequest)
            }
            return FormFields.object(form.items)
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

    /// The value of a key: null for a missing one and for an empty text.
    func value(_ key: String) -> JSONValue {
        guard let value = object[key] else { return .null }
        guard var text = value.stringValue else { return value }
        if !Self.untrimmed.contains(key) { text = text.withoutEdges }
        return text.isEmpty ? .null : .string(text)
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
}

/// Values as handlers want them. Those that note nothing are for calls on which no input is an error.
extension ThinkSNSInput {
    /// A text that may be left out, null or empty; a problem is noted for anything else.
    mutating func text(_ key: String) -> String? {
        let value = value(key)
        if value.isNull { return nil }
        if value.spelling == nil { note(key, ThinkSNSText.notText) }
        return value.spelling
    }

    /// A text that must be there; nil with a problem noted.
    mutating func required(_ key: String) -> String? {
        if value(key).isNull { note(key, ThinkSNSText.required) }
        return text(key)
    }

    /// A verification code: a text or a whole number, however that is spelt (seed 004).
    mutating func requiredCode() -> String? {
        let key = "verifiable_code"
        if let number = value(key).int64Value { return String(number) }
        return required(key)
    }

    /// A text, if there is one.
    func plainText(_ key: String) -> String? { value(key).spelling }

    /// A whole number, spelt as a number or as text; nil when it is none.
    func number(_ key: String) -> Int64? {
        let value = value(key)
        return value.int64Value ?? value.stringValue.flatMap { Int64($0) }
    }

    /// The texts of a list: parts of one text with commas between them, or the elements of an array;
    /// empty ones are left out.
    func list(_ key: String) -> [String] {
        let value = value(key)
        let members = value.arrayValue ?? value.objectValue?.members.map(\.value) ?? [value]
        return members.compactMap(\.spelling).flatMap { $0.unicodeScalars.split(separator: ",") }
            .map { String($0).withoutEdges }.filter { !$0.isEmpty }
    }

    /// A text of an object within.
    func nested(_ outer: String, _ inner: String) -> String? {
        object[outer]?.objectValue?[inner]?.spelling
    }

    /// A whole number that is never an error: what is no number counts as 0, what no machine word
    /// holds as the nearest that one does, and all of it is brought within `range`.
    func clamped(_ key: String, to range: ClosedRange<Int>, or fallback: Int) -> Int {
        let zero = min(max(0, range.lowerBound), range.upperBound)
        guard isFilled(key) else { return fallback }
        switch wholeNumber(key, in: range) {
        case .missing, .malformed: return zero
        case .value(let value): return value
        case .below: return range.lowerBound
        case .above: return range.upperBound
        }
    }

    /// As ``FormQuery/number(_:in:)``, wherever the number stands.
    func wholeNumber(_ key: String, in range: ClosedRange<Int>) -> FormQuery.Number {
        let value = value(key)
        guard let text = value.int64Value.map({ String($0) }) ?? value.spelling else {
            return .missing
        }
        return FormQuery(items: [(key, text)]).number(key, in: range)
    }
}

extension JSONValue {
    /// The text, or a number as a text: digits as they were sent, without an exponent where the
    /// number is whole. Nil for everything else.
    var spelling: String? {
        if let number = numberValue {
            let hasExponent = number.text.utf8.contains { $0 | 0x20 == UInt8(ascii: "e") }
            return hasExponent ? number.int64.map { String($0) } ?? number.text : number.text
        }
        return stringValue
    }
}

extension String {
    /// Without white space and NUL at both ends.
    var withoutEdges: String {
        func isEdge(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || scalar.value == 0
        }
        let start = unicodeScalars.drop(while: isEdge)
        guard let last = start.lastIndex(where: { !isEdge($0) }) else { return "" }
        return String(start[...last])
    }
}
