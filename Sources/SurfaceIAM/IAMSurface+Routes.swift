import HTTPTypes
package import SurfaceKit

extension IAMSurface {
    package var routes: [Route] {
        let creation: Route.Access = options.isRegistrationOpen ? .optional : .required
        return [
            route(.post, "/login", .open, guarded: .everybody, logIn),
            route(.post, "/logout", .open, body: .unread, logOut),
            route(.post, "/refresh", .open, body: .unread, refresh),

            route(
                .post, "/v1/users", creation, guarded: .strangers, checking: requireCreator,
                createUserOrList),
            route(.get, "/v1/users", .required, listUsers),
            route(.delete, "/v1/users", .required, deleteUsers),
            route(.get, "/v1/users/{name}", .required, getUser),
            route(.put, "/v1/users/{name}", .required, checking: requireReader, updateUser),
            route(.delete, "/v1/users/{name}", .required, deleteUser),

            // The path of the seed, the hyphen of later releases, and the verb of the seed's curl.
            // A typed old password is compared each time it is sent, never answered from memory.
            route(
                .put, "/v1/users/{name}/change_password", .required, checking: requireReader,
                changePassword),
            route(
                .post, "/v1/users/{name}/change_password", .required, replays: false,
                checking: requireReader, changePassword),
            route(
                .put, "/v1/users/{name}/change-password", .required, checking: requireReader,
                changePassword),
            route(
                .post, "/v1/users/{name}/change-password", .required, replays: false,
                checking: requireReader, changePassword),

            route(.get, "/healthz", .open, health),
            route(.get, "/version", .open, version),
            route(.get, "/metrics", .optional, metrics),
        ]
    }

    private func route(
        _ method: HTTPRequest.Method, _ pattern: String, _ access: Route.Access,
        guarded: Route.Guarded = .nobody, body: Route.BodyUse? = nil, replays: Bool? = nil,
        checking: (@Sendable (Call) async throws(IAMRefusal) -> Void)? = nil,
        _ handler: @escaping @Sendable (Call) async throws(IAMRefusal) -> Reply
    ) -> Route {
        Route(
            method, pattern, access, guarded: guarded, body: body, replays: replays,
            refusing: \.reply, checking: checking, handler)
    }
}
