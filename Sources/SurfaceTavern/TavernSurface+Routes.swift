import HTTPTypes
package import SurfaceKit

extension TavernSurface {
    package var routes: [Route] {
        [
            route(.get, "/users", listCards),
            route(.post, "/users", createCard),
            route(.get, "/users/{id}", getCard),
            route(.patch, "/users/{id}", updateCard),
            route(.delete, "/users/{id}", deleteCard),

            route(.patch, "/users/batch/status", setStatuses),
            route(.post, "/users/batch/delete", deleteCards),
        ]
    }

    private func route(
        _ method: HTTPRequest.Method, _ pattern: String,
        _ handler: @escaping @Sendable (Call) async throws(TavernRefusal) -> Reply
    ) -> Route {
        Route(method, pattern, .required, refusing: \.reply, handler)
    }
}
