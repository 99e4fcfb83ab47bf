import HTTPTypes
package import SurfaceKit

extension BitAnswerSurface {
    package var routes: [Route] {
        let base = "/bitanswer/api"
        let batch = Bounds.batchBodyBytesMax
        return [
            route(.get, base + "/users", listUsers),
            route(.post, base + "/users/data", replays: false, searchUsers),
            route(.post, base + "/users", bodyBytesMax: batch, replays: true, upsertUsersOrSearch),
            route(.patch, base + "/users", bodyBytesMax: batch, replays: true, updateUsers),
            route(.delete, base + "/users", bodyBytesMax: batch, replays: true, deleteUsers),

            route(.get, base + "/users/user/{name}", getUser),
            route(.post, base + "/users/user/{name}", replays: true, upsertUser),
            route(.patch, base + "/users/user/{name}", replays: true, updateUser),
            route(.delete, base + "/users/user/{name}", replays: true, deleteUser),

            route(.get, base + "/users/status", body: .whole, getStatus),
            route(.post, base + "/users/end", bodyBytesMax: batch, replays: true, endSessions),
        ]
    }

    private func route(
        _ method: HTTPRequest.Method, _ pattern: String,
        body: Route.BodyUse? = nil, bodyBytesMax: Int = Bounds.bodyBytesMax,
        replays: Bool = false,
        _ handler: @escaping @Sendable (Call) async throws(BitAnswerRefusal) -> Reply
    ) -> Route {
        Route(
            method, pattern, .required, body: body, bodyBytesMax: bodyBytesMax, replays: replays,
            refusing: \.reply, handler)
    }
}
