import RosterCore
import SurfaceKit

/// One user of a write: `name`, `nickName`, `status`, `password` (contracts/bitanswer.md §6).
/// Unknown keys have no effect. `nickname` is the vendor's spelling of 2022, which old scripts send.
struct BitAnswerUserInput {
    let upsert: AccountUpsert
    /// The object as it was sent, the password masked.
    let echo: JSONObject

    /// - Parameters:
    ///   - place: What messages call the object, e.g. `element 3`.
    ///   - passwordBytesMax: What the configured algorithm looks at, if that is bounded.
    /// - Throws: 1001.
    init(
        _ object: JSONObject, name: String, at place: String, passwordBytesMax: Int?
    ) throws(BitAnswerRefusal) {
        let about = "\(place) (\(name))"
        var upsert = AccountUpsert(name: try Self.accountName(name, of: about))
        if let text = try Self.nickName(object, of: about) {
            upsert.displayName = .set(text.isEmpty ? nil : text)
        }
        if let value = object["status"] {
            upsert.status = .set(try Self.status(value, of: about))
        }
        if let value = object["password"] {
            upsert.password = try Self.password(value, of: about, bytesMax: passwordBytesMax)
        }
        self.upsert = upsert
        var echo = object
        if echo["password"] != nil { echo["password"] = .string(BitAnswerRules.passwordMask) }
        self.echo = echo
    }

    /// A name as an account has it.
    /// - Throws: 1001.
    static func accountName(
        _ text: String, of place: String
    ) throws(BitAnswerRefusal) -> AccountName {
        do throws(InvalidField) {
            return try AccountName(parsing: text)
        } catch {
            throw BitAnswerRefusal(.invalid([error]), about: place)
        }
    }

    /// Nil when the object has none.
    private static func nickName(
        _ object: JSONObject, of place: String
    ) throws(BitAnswerRefusal) -> String? {
        let spelt = ["nickName", "nickname"].filter { object[$0] != nil }
        guard spelt.count < 2 else {
            throw BitAnswerRefusal(.invalid, "\(place): nickName and nickname are the same")
        }
        guard let key = spelt.first, let value = object[key] else { return nil }
        guard let text = value.stringValue else {
            throw BitAnswerRefusal(.invalid, "\(place): \(key) must be a string")
        }
        return text
    }

    /// 0, 1, "0" or "1".
    private static func status(
        _ value: JSONValue, of place: String
    ) throws(BitAnswerRefusal) -> AccountStatus {
        switch value.stringValue ?? value.numberValue?.text {
        case "0": return .active
        case "1": return .disabled
        default: throw BitAnswerRefusal(.invalid, "\(place): status must be 0 or 1")
        }
    }

    private static func password(
        _ value: JSONValue, of place: String, bytesMax: Int?
    ) throws(BitAnswerRefusal) -> String {
        guard let typed = value.stringValue else {
            throw BitAnswerRefusal(.invalid, "\(place): password must be a string")
        }
        // The bounds are about the form that is hashed.
        let text = PasswordForm.prepared(typed)
        let length = BitAnswerRules.passwordLength
        guard length.contains(text.unicodeScalars.count) else {
            throw BitAnswerRefusal(
                .invalid,
                "\(place): password must have \(length.lowerBound) to \(length.upperBound) characters"
            )
        }
        if let bytesMax, text.utf8.count > bytesMax {
            throw BitAnswerRefusal(
                .invalid, "\(place): password must have at most \(bytesMax) bytes")
        }
        guard !text.utf8.contains(0) else {
            throw BitAnswerRefusal(.invalid, "\(place): password must not hold NUL")
        }
        return text
    }
}
