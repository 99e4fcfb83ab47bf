import HTTPTypes
import RosterCore
package import SurfaceKit

extension ThinkSNSSurface {
    package var routes: [Route] {
        [
            route(.post, "/auth/login", .open, guarded: .everybody, logIn)
        ] + anyVerb("/auth/logout", .required, isPaced: false, logOut)
            + anyVerb("/auth/refresh", .open, refresh)
            + [
                route(.post, "/verifycodes", .optional, guarded: .everybody, sendProof),
                route(.post, "/verifycodes/register", .optional, guarded: .everybody, sendClaim),
                route(
                    .post, "/users", .open, guarded: .everybody,
                    checking: requireOpenRegistration, register),

                route(.get, "/user", .required, body: .unread, getOwnUser),
                route(.patch, "/user", .required, updateOwnUser),
                route(.put, "/user", .required, guarded: .everybody, bindAddress),
                route(.put, "/user/password", .required, guarded: .everybody, changePassword),
                route(.put, "/user/retrieve-password", .open, guarded: .everybody, recoverPassword),
                route(.delete, "/user/phone", .required, guarded: .everybody, unbindPhone),
                route(.delete, "/user/email", .required, guarded: .everybody, unbindEmail),
                route(.get, "/user/followers", .required, listOwnFollowers),
                route(.get, "/user/followings", .required, listOwnFollowings),
                route(.put, "/user/followings/{user}", .required, body: .unread, followUser),
                route(
                    .delete, "/user/followings/{user}", .required, body: .unread, unfollowUser),

                route(.get, "/users", .optional, guarded: .searches, listUsers),
                route(.get, "/users/{user}", .optional, guarded: .those(isLookUp), getUser),
                route(
                    .patch, "/users/{user}/extra", .required, checking: requireAdministrator,
                    setCounters),
                route(
                    .get, "/users/{user}/followers", .optional, guarded: .searches, listFollowers),
                route(
                    .get, "/users/{user}/followings", .optional, guarded: .searches, listFollowings),
                route(.get, "/users/{user}/avatar", .open, body: .unread, getAvatar),

                route(.post, "/storage", .required, planUpload),
                route(
                    .put, "/storage/{node}", .open, body: .streamed,
                    bodyBytesMax: Limits.mediaBytesMax, checking: checkUpload, storeUpload),
                route(.get, "/storage/{node}", .open, body: .unread, getMedia),
            ] + clientRoutes
    }

    /// Clients send these with whatever verb their library likes (contracts/thinksns.md §3).
    private func anyVerb(
        _ pattern: String, _ access: Route.Access, isPaced: Bool? = nil,
        _ handler: @escaping @Sendable (Call) async throws(ThinkSNSRefusal) -> Reply
    ) -> [Route] {
        var routes: [Route] = []
        for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete] {
            routes.append(
                route(method, pattern, access, body: .unread, isPaced: isPaced, handler))
        }
        return routes
    }

    /// No answer of this API is kept for repeats: most hold a token, or are about a code. Calls of all
    /// methods may have inputs in a body.
    func route(
        _ method: HTTPRequest.Method, _ pattern: String, _ access: Route.Access,
        guarded: Route.Guarded = .nobody, body: Route.BodyUse = .whole,
        bodyBytesMax: Int = Bounds.bodyBytesMax, isPaced: Bool? = nil,
        checking: (@Sendable (Call) async throws(ThinkSNSRefusal) -> Void)? = nil,
        _ handler: @escaping @Sendable (Call) async throws(ThinkSNSRefusal) -> Reply
    ) -> Route {
        Route(
            method, "/api/v2" + pattern, access, guarded: guarded, body: body,
            bodyBytesMax: bodyBytesMax, replays: false, isPaced: isPaced,
            refusing: { $0.reply }, checking: checking, handler)
    }

    /// Whether a call looks somebody up by e-mail or phone: those count (THREATS 9).
    private func isLookUp(_ parameters: [String: String]) -> Bool {
        switch ThinkSNSLook(parameters["user"] ?? "", phonesIn: phoneRegion) {
        case .email, .phone: true
        case .name, .id: false
        }
    }
}
