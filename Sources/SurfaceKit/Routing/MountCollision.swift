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

    /// The first collision among `mounts`: a path that routes of both have, or a route of one below
    /// what the other owns at least as closely, where its calls would never arrive.
    package static func find(among mounts: [Mount]) -> MountCollision? {
        for (index, one) in mounts.enumerated() {
            for other in mounts[(index + 1)...] {
                let found =
                    samePath(one, other) ?? shadowed(one, by: other) ?? shadowed(other, by: one)
                if let found { return found }
            }
        }
        return nil
    }

    private static func samePath(_ one: Mount, _ other: Mount) -> MountCollision? {
        for left in one.surface.routes {
            for right in other.surface.routes
            where overlap(one.path(of: left), other.path(of: right)) {
                return MountCollision(first: one.label(left), second: other.label(right))
            }
        }
        return nil
    }

    private static func shadowed(_ one: Mount, by other: Mount) -> MountCollision? {
        for route in one.surface.routes {
            let path = one.path(of: route)
            let closest = one.owned.filter { begins(path, with: $0) }.map(\.count).max() ?? 0
            for prefix in other.owned where prefix.count >= closest && begins(path, with: prefix) {
                let place = "/" + prefix.joined(separator: "/")
                return MountCollision(
                    first: one.label(route), second: "\(other.surface.name) at \(place)")
            }
        }
        return nil
    }

    private static func begins(_ path: [String], with prefix: [String]) -> Bool {
        path.count >= prefix.count && overlap(Array(path.prefix(prefix.count)), prefix)
    }

    private static func overlap(_ left: [String], _ right: [String]) -> Bool {
        left.count == right.count
            && zip(left, right).allSatisfy {
                $0 == $1 || $0.starts(withText: "{") || $1.starts(withText: "{")
            }
    }
}

extension Mount {
    fileprivate func path(of route: Route) -> [String] {
        prefix + route.pattern.split(at: "/").map(String.init)
    }

    fileprivate func label(_ route: Route) -> String {
        "\(surface.name) \(route.method.rawValue) /" + path(of: route).joined(separator: "/")
    }
}
