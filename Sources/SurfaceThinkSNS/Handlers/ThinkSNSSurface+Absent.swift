import HTTPTypes
import RosterCore
import SurfaceKit

/// Calls about what a directory does not have: notices, certification, tags, feeds, advertisements,
/// places. The answers are those of a site that has none of it yet (contracts/thinksns.md §13.5-13.8).
extension ThinkSNSSurface {
    /// A list of what there is none of.
    func listNothing(_ call: Call) async throws(ThinkSNSRefusal) -> Reply { Self.emptyList }

    static var emptyList: Reply { .json(JSONValue.array([])) }

    /// A change of what is not there changes nothing.
    func doNothing(_ call: Call) async throws(ThinkSNSRefusal) -> Reply { Reply(.noContent) }

    /// A method that is no call here: 404 as an unknown route, where the path has other methods
    /// (contracts/thinksns.md §13.7).
    func refuseRoute(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        render(.unknownRoute)
    }

    /// `PUT|DELETE /user/tags/{tag}`: no tag exists.
    func refuseTag(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        throw ThinkSNSRefusal(rendering: .notFound)
    }

    /// `GET /user/counts`. Clients add the numbers up: one that is missing makes the sum none.
    func getCounts(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        .json([
            "user": [
                "following": 0, "liked": 0, "commented": 0, "system": 0,
                "news-comment-pinned": 0, "feed-comment-pinned": 0, "mutual": 0, "at": 0,
                "post-comment-pinned": 0, "post-pinned": 0, "group-join-pinned": 0,
            ]
        ])
    }

    /// `GET /user/unread-count`.
    func getUnreadCount(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        .json([
            "counts": ["unread_comments_count": 0, "unread_likes_count": 0, "system": 0]
        ])
    }

    /// `GET /user/notification-statistics`.
    func getNotificationStatistics(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        let preview: JSONValue = [
            "badge": 0, "last_created_at": .null, "preview_users_names": [],
        ]
        return .json([
            "at": preview, "comment": preview, "like": preview, "system": ["badge": 0],
            "follow": ["badge": 0],
        ])
    }

    /// `GET /user/notifications`: a page of one type, or, without a type, a list.
    func listNotifications(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        let input = try ThinkSNSInput(call)
        guard input.isFilled("type") else { return Self.emptyList }
        guard let type = input.plainText("type"), Self.notificationTypes.contains(type) else {
            throw .text(ThinkSNSText.noSuchNotices, .unprocessableContent)
        }
        return .json([
            "data": [], "links": ["next": .null], "meta": ["current_page": 1, "last_page": 1],
        ])
    }

    private static let notificationTypes: Set<String> = ["at", "comment", "like", "system"]

    /// `GET /user/certification`: an empty object is that of somebody who never asked for one.
    func getCertification(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        .json(JSONValue.object(JSONObject()))
    }

    /// `POST|PATCH /user/certification`: said in the one status whose text all clients show.
    func refuseCertification(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        throw .text(ThinkSNSText.noCertification, .unprocessableContent)
    }

    /// `GET /feeds`: the page of every user asks for the user's own.
    func listFeeds(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        .json(["pinned": [], "feeds": []])
    }
}
