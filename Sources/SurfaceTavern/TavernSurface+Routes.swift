import HTTPTypes
package import SurfaceKit

extension TavernSurface {
    package var routes: [Route] {
        [
            route(.get, "/users", listCards),
            route(.post, "/users", checking: requireJSON, createCard),
            route(.get, "/users/{id}", getCard),
            route(.patch, "/users/{id}", checking: requireJSON, updateCard),
            route(.delete, "/users/{id}", body: .whole, deleteCard),

            route(.patch, "/users/batch/status", checking: requireJSON, setStatuses),
            route(.post, "/users/batch/delete", checking: requireJSON, deleteCards),
        ]
    }

    private func route(
        _ method: HTTPRequest.Method, _ pattern: String, body: Route.BodyUse? = nil,
        checking: (@Sendable (Call) async throws(TavernRefusal) -> Void)? = nil,
        _ handler: @escaping @Sendable (Call) async throws(TavernRefusal) -> Reply
    ) -> Route {
        Route(
            method, pattern, .required, body: body, refusing: \.reply, checking: checking, handler)
    }

    /// A body of another media type is refused before it is read.
    private func requireJSON(_ call: Call) async throws(TavernRefusal) {
        if call.length != .known(0) { try TavernBody.requireJSON(call.head.headers) }
    }
}
