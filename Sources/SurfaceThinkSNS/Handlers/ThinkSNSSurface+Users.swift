import HTTPTypes
import RosterCore
import SurfaceKit

extension ThinkSNSSurface {
    /// `GET /users/{user}`: by e-mail, phone, name or number, whichever it looks like. `following`
    /// and `follower` are about the user returned (contracts/thinksns.md §7).
    func getUser(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        let found = try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.profile(
                target(call.parameter("user")), on: name, seenBy: call.caller.account?.id,
                following: call.query["following"].map(target(number:)),
                follower: call.query["follower"].map(target(number:)))
        }
        var writer = JSONWriter(capacity: 1024)
        ThinkSNSUserOutput(found.profile, publicURL: options.publicURL)
            .write(media: found.media, into: &writer)
        return Reply.json(writer.take())
            .with(.eTag, RevisionTag.text(found.profile.account))
    }

    /// `GET /user`.
    func getOwnUser(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        let profile = try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.ownProfile(on: name, of: call.caller)
        }
        var writer = JSONWriter(capacity: 1024)
        ThinkSNSOwnUserOutput(profile, publicURL: options.publicURL).write(into: &writer)
        return Reply.json(writer.take()).with(.eTag, RevisionTag.text(profile.person.account))
    }

    /// `PATCH /user`: what is there is changed, null and `""` clear what may be unset.
    func updateOwnUser(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        var body = try ThinkSNSBody(call.body)
        let change = try body.change()
        guard let id = call.caller.account?.id else { throw .unauthenticated() }
        _ = try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.update(
                .id(id), change, if: RevisionTag.condition(call.head.headers), by: call.actor)
        }
        return Reply(.noContent)
    }

    /// `PATCH /users/{user}/extra`: Roster's own call, for a neighbouring service with an
    /// administrator's token (contracts/thinksns.md §0, "likes_count, ...").
    func setCounters(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        try ThinkSNSRefusal.checking { () throws(DirectoryError) in
            try AccessPolicy.requireAdministrator(call.caller)
        }
        var body = try ThinkSNSBody(call.body)
        var change = CounterChange()
        change.likes = body.counter("likes_count")
        change.comments = body.counter("comments_count")
        change.feeds = body.counter("feeds_count")
        try body.refuseProblems()
        let checked = change
        try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.setCounters(
                of: target(number: call.parameter("user")), checked, by: call.actor)
        }
        return Reply(.noContent)
    }

    private func target(_ text: String) -> Directory.Target {
        switch ThinkSNSLook(text) {
        case .email(let email): .proven(.email(email))
        case .phone(let phone): .proven(.phone(phone))
        case .name(let name): .name(FoldedKey(folding: name))
        case .id(let number): target(number: number)
        }
    }
}

extension ThinkSNSBody {
    /// The changes of `PATCH /user`.
    /// - Throws: 422 naming every rule that failed.
    mutating func change() throws(ThinkSNSRefusal) -> AccountChange {
        var change = AccountChange()
        if has("name"), let name = required("name").flatMap({ validName($0) }) {
            change.name = .set(name)
        }
        if has("sex") {
            if let sex = number("sex").flatMap(Sex.init(rawValue:)) {
                change.sex = .set(sex)
            } else {
                note("sex", ThinkSNSText.badSex)
            }
        }
        if has("bio") { change.bio = .set(boundedText("bio")) }
        if has("location") { change.location = .set(boundedText("location")) }
        if has("avatar") { change.avatar = .set(node("avatar")) }
        if has("bg") { change.background = .set(node("bg")) }
        try refuseProblems()
        return change
    }

    fileprivate mutating func counter(_ key: String) -> FieldChange<Int64> {
        guard has(key) else { return .keep }
        guard let number = number(key), number >= 0 else {
            note(key, ThinkSNSText.badNumber)
            return .keep
        }
        return .set(number)
    }

    private mutating func boundedText(_ key: String) -> String? {
        guard let text = text(key) else { return nil }
        if text.unicodeScalars.count > ThinkSNSRules.textCharactersMax {
            note(key, ThinkSNSText.tooLong)
        }
        return text
    }

    private mutating func node(_ key: String) -> String? {
        guard let text = text(key) else { return nil }
        guard let node = MediaNode(parsing: text) else {
            note(key, ThinkSNSText.badNode)
            return nil
        }
        return node.rawValue
    }
}
