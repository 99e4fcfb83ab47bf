import HTTPTypes
package import SurfaceKit

extension ManagementSurface {
    package var routes: [Route] {
        [
            route(.post, "/v1/auth/login", .open, guarded: .everybody, logIn),
            route(.post, "/v1/auth/refresh", .open, refresh),
            route(
                .post, "/v1/auth/logout", .required, body: .unread, replays: false, isPaced: false,
                logOut),

            route(.get, "/v1/users", .required, listUsers),
            route(.post, "/v1/users", .required, checking: requireAdministrator, createUser),
            route(.get, "/v1/users/{user_id}", .required, getUser),
            route(.put, "/v1/users/{user_id}", .required, updateUser),
            route(.delete, "/v1/users/{user_id}", .required, deleteUser),
        ]
    }

    private func route(
        _ method: HTTPRequest.Method, _ pattern: String, _ access: Route.Access,
        guarded: Route.Guarded = .nobody, body: Route.BodyUse? = nil, replays: Bool? = nil,
        isPaced: Bool? = nil,
        checking: (@Sendable (Call) async throws(ManagementRefusal) -> Void)? = nil,
        _ handler: @escaping @Sendable (Call) async throws(ManagementRefusal) -> Reply
    ) -> Route {
        Route(
            method, pattern, access, guarded: guarded, body: body, replays: replays,
            isPaced: isPaced, refusing: { envelope.reply(to: $0) }, checking: checking, handler)
    }
}
