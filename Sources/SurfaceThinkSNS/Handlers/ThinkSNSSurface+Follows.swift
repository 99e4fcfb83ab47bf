import HTTPTypes
import RosterCore
import SurfaceKit

extension ThinkSNSSurface {
    /// `PUT /user/followings/{user}`: by number alone.
    func followUser(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.follow(
                target(number: call.parameter("user")), by: call.actor)
        }
        return Reply(.noContent)
    }

    /// `DELETE /user/followings/{user}`.
    func unfollowUser(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.unfollow(
                target(number: call.parameter("user")), by: call.actor)
        }
        return Reply(.noContent)
    }

    /// `GET /user/followers`.
    func listOwnFollowers(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        try await list(.followers, of: try own(call), call)
    }

    /// `GET /user/followings`.
    func listOwnFollowings(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        try await list(.followings, of: try own(call), call)
    }

    /// `GET /users/{user}/followers`.
    func listFollowers(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        try await list(.followers, of: target(number: call.parameter("user")), call)
    }

    /// `GET /users/{user}/followings`.
    func listFollowings(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        try await list(.followings, of: target(number: call.parameter("user")), call)
    }

    private func own(_ call: Call) throws(ThinkSNSRefusal) -> Directory.Target {
        guard let account = call.caller.account else { throw .unauthenticated() }
        return .id(account.id)
    }

    private func list(
        _ side: FollowSide, of target: Directory.Target, _ call: Call
    ) async throws(ThinkSNSRefusal) -> Reply {
        let input = try ThinkSNSInput(call)
        let limit = input.clamped("limit", to: 1...Limits.pageSizeMax, or: 20)
        let offset = input.clamped("offset", to: 0...Int.max, or: 0)
        let people = try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.profiles(
                side, of: target, offset: offset, limit: limit, as: view(for: call))
        }
        return reply(with: people)
    }
}
