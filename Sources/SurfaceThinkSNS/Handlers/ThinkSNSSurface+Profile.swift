import HTTPTypes
import RosterCore
import SurfaceKit

extension ThinkSNSSurface {
    /// `PATCH /user`: what is there is changed, null and `""` clear what may be unset. Clients send a
    /// whole profile back as they were shown it: a value that is the shown one changes nothing, by
    /// whatever rules it came to be (contracts/thinksns.md §9, §13).
    func updateOwnUser(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        var input = try ThinkSNSInput(call)
        guard let account = call.caller.account else { throw .unauthenticated() }
        let shown = ThinkSNSShownPictures(
            publicURL: options.publicURL,
            ownNumber: input.value("avatar").isNull ? nil : try await ownNumber(call))
        let change = try input.change(of: account, shown: shown)
        _ = try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.update(
                .id(account.id), change, if: RevisionTag.condition(call.head.headers),
                by: call.actor)
        }
        return Reply(.noContent)
    }

    /// The number under which the caller is shown here.
    private func ownNumber(_ call: Call) async throws(ThinkSNSRefusal) -> Int64 {
        guard let id = call.caller.account?.id else { throw .unauthenticated() }
        return try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.account(.id(id), on: name, by: call.caller).number
        }
    }
}

extension ThinkSNSInput {
    /// The changes of `PATCH /user`: what differs from what is shown.
    /// - Throws: 422 naming every rule that failed.
    fileprivate mutating func change(
        of account: Account, shown: ThinkSNSShownPictures
    ) throws(ThinkSNSRefusal) -> AccountChange {
        var change = AccountChange()
        if has("name"), let text = required("name"), !text.isSame(as: account.name.rawValue) {
            if let name = validName(text) { change.name = .set(name) }
        }
        if has("sex") {
            if let sex = number("sex").flatMap(Sex.init(rawValue:)) {
                if sex != account.sex { change.sex = .set(sex) }
            } else {
                note("sex", ThinkSNSText.badSex)
            }
        }
        change.bio = boundedText("bio", shown: account.bio)
        change.location = boundedText("location", shown: account.location)
        change.avatar = picture("avatar", shown: shown.avatar(of: account))
        change.background = picture("bg", shown: shown.background(of: account))
        try refuseProblems()
        return change
    }

    private mutating func boundedText(_ key: String, shown: String?) -> FieldChange<String?> {
        guard has(key) else { return .keep }
        let text = text(key)
        if let text, let shown, text.isSame(as: shown.withoutEdges) { return .keep }
        if let text, text.unicodeScalars.count > ThinkSNSRules.textCharactersMax {
            note(key, ThinkSNSText.tooLong)
        }
        return text == nil && shown == nil ? .keep : .set(text)
    }

    /// A picture: the node of an upload, the address under which one is shown, or the whole object
    /// that shows it. Whose the upload is the directory looks at.
    private mutating func picture(
        _ key: String, shown: ThinkSNSShownPicture
    ) -> FieldChange<String?> {
        guard has(key) else { return .keep }
        let value = value(key)
        if value.isNull { return shown.reference == nil ? .keep : .set(nil) }
        let text = value.objectValue?["url"]?.stringValue?.withoutEdges ?? value.spelling ?? ""
        if shown.isItself(text) { return .keep }
        guard let node = shown.node(named: text) else {
            note(key, ThinkSNSText.badNode)
            return .keep
        }
        return .set(node.rawValue)
    }
}

extension String {
    /// Whether both are the same code points; `==` would take a composed and a decomposed letter for
    /// one.
    fileprivate func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
