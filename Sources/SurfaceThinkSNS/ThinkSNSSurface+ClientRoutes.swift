import HTTPTypes
import SurfaceKit

/// What the official web and phone clients call on their start and on their user pages, beside the
/// seed page (contracts/thinksns.md §13). Where a directory has nothing to answer with, the answer says
/// that there is none: the page comes up then, while an error would leave it waiting or send its user
/// to the sign-in. Calls that need no credential do not look at one, or ignore a bad one.
extension ThinkSNSSurface {
    var clientRoutes: [Route] {
        [
            route(.get, "/bootstrappers", .open, body: .unread, getBootstrappers),

            route(.get, "/user/search", .optional, guarded: .searches, searchUsers),
            route(.get, "/user/recommends", .open, body: .unread, listNothing),
            route(.get, "/user/populars", .optional, guarded: .searches, listPopular),
            route(.get, "/user/latests", .optional, guarded: .searches, listLatest),
            route(.get, "/user/find-by-tags", .open, body: .unread, listNothing),
            route(.get, "/user/follow-mutual", .required, listMutual),

            route(.get, "/tags", .open, body: .unread, listNothing),
            route(.get, "/users/{user}/tags", .open, body: .unread, listTags),
            route(.get, "/user/tags", .required, body: .unread, listNothing),
            route(.put, "/user/tags/{tag}", .required, body: .unread, refuseTag),
            route(.delete, "/user/tags/{tag}", .required, body: .unread, refuseTag),

            route(.get, "/user/counts", .required, body: .unread, getCounts),
            route(.patch, "/user/counts", .required, body: .unread, doNothing),
            route(.get, "/user/unread-count", .required, body: .unread, getUnreadCount),
            route(
                .get, "/user/notification-statistics", .required, body: .unread,
                getNotificationStatistics),
            route(.get, "/user/notifications", .required, listNotifications),
            route(.patch, "/user/notifications", .required, body: .unread, doNothing),

            route(.get, "/user/certification", .required, body: .unread, getCertification),
            route(.post, "/user/certification", .required, body: .unread, refuseCertification),
            route(.patch, "/user/certification", .required, body: .unread, refuseCertification),
            route(.get, "/user/socialite", .required, body: .unread, listNothing),
            route(.post, "/user/socialite", .open, body: .unread, refuseRoute),
            route(.put, "/user/socialite", .open, body: .unread, refuseRoute),
            route(.patch, "/user/socialite", .open, body: .unread, refuseRoute),
            route(.delete, "/user/socialite", .open, body: .unread, refuseRoute),

            route(.get, "/feeds", .open, body: .unread, listFeeds),
            route(.get, "/advertisingspace", .open, body: .unread, listNothing),
            route(.get, "/advertisingspace/advertising", .open, body: .unread, listNothing),
            route(.get, "/locations/hots", .open, body: .unread, listNothing),
            route(.get, "/locations/search", .open, body: .unread, listNothing),
        ]
    }
}
