import HTTPTypes
import RosterCore

/// Two surfaces that would answer for the same path on one listener: refused at start.
package struct MountCollision: Error, Equatable, CustomStringConvertible {
    package let first: String
    package let second: String

    package var description: String {
        "\(first) and \(second) would answer for the same path on one listener; "
            + "give one of them another listener or prefix, or switch it off"
    }

    /// The first collision among `mounts`: a route of one under what another owns, unless it owns
    /// it more closely itself.
    package static func find(among mounts: [Mount]) -> MountCollision? {
        for (index, one) in mounts.enumerated() {
            for other in mounts[(index + 1)...] {
                for left in one.surface.routes {
                    for right in other.surface.routes {
                        let paths = (one.path(of: left), other.path(of: right))
                        if overlap(paths.0, paths.1) {
                            return MountCollision(
                                first: one.label(left), second: other.label(right))
                        }
                    }
                }
                if let shared = one.owned.first(where: other.owned.contains) {
                    let path = "/" + shared.joined(separator: "/")
                    return MountCollision(
                        first: "\(one.surface.name) at \(path)",
                        second: "\(other.surface.name) at \(path)")
                }
            }
        }
        return nil
    }

    private static func overlap(_ left: [String], _ right: [String]) -> Bool {
        left.count == right.count
            && zip(left, right).allSatisfy { $0 == $1 || $0.hasPrefix("{") || $1.hasPrefix("{") }
    }
}

extension Mount {
    fileprivate func path(of route: Route) -> [String] {
        prefix + route.pattern.split(separator: "/").map(String.init)
    }

    fileprivate func label(_ route: Route) -> String {
        "\(surface.name) \(route.method.rawValue) /" + path(of: route).joined(separator: "/")
    }
}
