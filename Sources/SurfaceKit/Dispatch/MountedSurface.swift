import CoreMetrics
import RosterCore

/// A mount with everything that a request needs of it, computed once. A class, as each request hands it
/// on several times.
final class MountedSurface: Sendable {
    let mount: Mount
    let surface: any Surface
    let name: SurfaceName
    let owned: [[String]]
    let routes: [Route]
    let headers: HeaderDeclaration
    /// The answer to a preflight of an allowed origin.
    let preflight: Reply
    let table: RouteTable
    /// By the route's number.
    let timers: [RouteTimers]
    /// For paths that no route has: one series, so that a scanner cannot make series at will.
    let unknownRoute: RouteTimers

    init(_ mount: Mount, metrics: any MetricsFactory) {
        let surface = mount.surface
        self.mount = mount
        self.surface = surface
        self.name = surface.name
        self.owned = mount.owned
        self.routes = surface.routes
        self.headers = surface.headers
        self.preflight = surface.preflight
        self.table = RouteTable(surface.routes)
        self.timers = surface.routes.map {
            RouteTimers(surface: surface.name.rawValue, route: $0.description, factory: metrics)
        }
        self.unknownRoute = RouteTimers(
            surface: surface.name.rawValue, route: "unknown", factory: metrics)
    }
}

extension Surface {
    /// The route that a table's match names.
    func routes(_ number: Int, in mounted: MountedSurface) -> Route { mounted.routes[number] }
}
