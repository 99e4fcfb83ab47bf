import HTTPTypes
import SurfaceKit

/// What the official web and phone clients call on their start and on their user pages, beside the
/// seed page (contracts/thinksns.md §13). Where a directory has nothing to answer with, the answer says
/// that there is none: the page comes up then, while an error would leave it waiting or send its user
/// to the sign-in. Calls that need no credential do not look at one, or ignore a bad one.
extension ThinkSNSSurface {
    var clientRoutes: [Route] {
        [
            route(.get, "/bootstrappers", .open, getBootstrappers),

            route(.get, "/user/search", .optional, guarded: .searches, searchUsers),
            route(.get, "/user/recommends", .open, listNothing),
            route(.get, "/user/populars", .optional, guarded: .searches, listPopular),
            route(.get, "/user/latests", .optional, guarded: .searches, listLatest),
            route(.get, "/user/find-by-tags", .open, listNothing),
            route(.get, "/user/follow-mutual", .required, listMutual),

            route(.get, "/tags", .open, listNothing),
            route(.get, "/users/{user}/tags", .open, listTags),
            route(.get, "/user/tags", .required, listNothing),
            route(.put, "/user/tags/{tag}", .required, refuseTag),
            route(.delete, "/user/tags/{tag}", .required, refuseTag),

            route(.get, "/user/counts", .required, getCounts),
            route(.patch, "/user/counts", .required, doNothing),
            route(.get, "/user/unread-count", .required, getUnreadCount),
            route(.get, "/user/notification-statistics", .required, getNotificationStatistics),
            route(.get, "/user/notifications", .required, listNotifications),
            route(.patch, "/user/notifications", .required, doNothing),

            route(.get, "/user/certification", .required, getCertification),
            route(.post, "/user/certification", .required, refuseCertification),
            route(.patch, "/user/certification", .required, refuseCertification),
            route(.get, "/user/socialite", .required, listNothing),
            route(.post, "/user/socialite", .open, refuseRoute),
            route(.put, "/user/socialite", .open, refuseRoute),
            route(.patch, "/user/socialite", .open, refuseRoute),
            route(.delete, "/user/socialite", .open, refuseRoute),

            route(.get, "/feeds", .open, listFeeds),
            route(.get, "/advertisingspace", .open, listNothing),
            route(.get, "/advertisingspace/advertising", .open, listNothing),
            route(.get, "/locations/hots", .open, listNothing),
            route(.get, "/locations/search", .open, listNothing),
        ]
    }
}
