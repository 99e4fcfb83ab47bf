import SurfaceKit

/// Reads a body as upstream's JSON binding does: media type ignored, what follows the first value
/// ignored, unknown keys ignored, keys in any letter case, null as if missing; a wrong JSON type
/// or no JSON at all is a binding error (contracts/iam.md §6).
struct IAMBinding {
    private let object: JSONObject

    /// - Throws: ``IAMCode/bind``.
    init(_ body: [UInt8]) throws(IAMRefusal) {
        let value: JSONValue
        do throws(JSONParseError) {
            value = try JSONValue.parse(
                body, depthMax: Bounds.jsonDepthMax, allowsTrailingData: true)
        } catch {
            throw IAMRefusal(.bind, note: "body: \(error)")
        }
        guard let object = value.objectValue else {
            throw IAMRefusal(.bind, note: "body is no object")
        }
        self.object = object
    }

    private init(_ object: JSONObject) { self.object = object }

    func text(_ key: String) throws(IAMRefusal) -> String? {
        guard let value = member(key) else { return nil }
        guard let text = value.stringValue else { throw wrongType(key) }
        return text
    }

    func integer(_ key: String) throws(IAMRefusal) -> Int64? {
        guard let value = member(key) else { return nil }
        guard let number = value.int64Value else { throw wrongType(key) }
        return number
    }

    /// An inner object; an empty one when it is missing.
    func nested(_ key: String) throws(IAMRefusal) -> IAMBinding {
        guard let value = member(key) else { return IAMBinding(JSONObject()) }
        guard let object = value.objectValue else { throw wrongType(key) }
        return IAMBinding(object)
    }

    /// An inner object as text, in its own order and spelling.
    func objectText(_ key: String) throws(IAMRefusal) -> String? {
        guard let value = member(key) else { return nil }
        guard let object = value.objectValue else { throw wrongType(key) }
        // Upstream leaves an empty object out of its answers; so it is not kept.
        return object.isEmpty ? nil : String(decoding: value.bytes, as: UTF8.self)
    }

    private func member(_ key: String) -> JSONValue? {
        guard let value = object.member(caseInsensitive: key), !value.isNull else { return nil }
        return value
    }

    private func wrongType(_ key: String) -> IAMRefusal {
        IAMRefusal(.bind, note: "\(key) has the wrong type")
    }
}
