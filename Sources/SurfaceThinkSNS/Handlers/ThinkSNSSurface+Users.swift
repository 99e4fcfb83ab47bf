import HTTPTypes
import RosterCore
import SurfaceKit

extension ThinkSNSSurface {
    /// `GET /users/{user}`: by e-mail, phone, name or number, whichever it looks like. `following`
    /// and `follower` are about the user returned (contracts/thinksns.md §7).
    func getUser(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        let input = try ThinkSNSInput(call)
        let profile = try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.profile(
                target(call.parameter("user")), on: name, seenBy: call.caller.account?.id,
                following: target("following", in: input),
                follower: target("follower", in: input))
        }
        var writer = JSONWriter(capacity: 1024)
        ThinkSNSUserOutput(profile, publicURL: options.publicURL).write(into: &writer)
        return Reply.json(writer.take()).with(.eTag, RevisionTag.text(profile.account))
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

    /// `PATCH /users/{user}/extra`: Roster's own call, for a neighbouring service with an
    /// administrator's token (contracts/thinksns.md §0, "likes_count, ...").
    func setCounters(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        var input = try ThinkSNSInput(call)
        var change = CounterChange()
        change.likes = input.counter("likes_count")
        change.comments = input.counter("comments_count")
        change.feeds = input.counter("feeds_count")
        try input.refuseProblems()
        let checked = change
        try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.setCounters(
                of: target(number: call.parameter("user")), checked, by: call.actor)
        }
        return Reply(.noContent)
    }

    func requireAdministrator(_ call: Call) async throws(ThinkSNSRefusal) {
        try ThinkSNSRefusal.checking { () throws(DirectoryError) in
            try AccessPolicy.requireAdministrator(call.caller)
        }
    }

    private func target(_ text: String) -> Directory.Target {
        switch ThinkSNSLook(text, phonesIn: phoneRegion) {
        case .email(let email): .proven(.email(email))
        case .phone(let phone): .proven(.phone(phone))
        case .name(let name): .name(FoldedKey(folding: name))
        case .id(let number): target(number: number)
        }
    }
}

extension ThinkSNSInput {
    fileprivate mutating func counter(_ key: String) -> FieldChange<Int64> {
        guard has(key) else { return .keep }
        guard let number = number(key), number >= 0 else {
            note(key, ThinkSNSText.badNumber)
            return .keep
        }
        return .set(number)
    }
}
