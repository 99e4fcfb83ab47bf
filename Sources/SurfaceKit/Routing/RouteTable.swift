package import HTTPTypes
import RosterCore

/// A surface's routes, ready to be matched. Literal segments beat `{name}`; the table is made once
/// and never changes.
package struct RouteTable: Sendable {
    /// What a path and method come to.
    package enum Match: Sendable {
        /// `number` counts the routes in the order they were given.
        case route(number: Int, parameters: [String: String])
        case wrongMethod(allowed: [HTTPRequest.Method])
        case none
    }

    private enum Segment: Sendable, Equatable {
        case literal(String)
        case parameter(String)
    }

    private struct Entry: Sendable {
        let number: Int
        let method: HTTPRequest.Method
        let segments: [Segment]
    }

    /// By the number of segments: most look-ups then compare two or three candidates.
    private let entries: [Int: [Entry]]

    package init(_ routes: [Route]) {
        var entries: [Int: [Entry]] = [:]
        for (number, route) in routes.enumerated() {
            let segments = Self.segments(of: route.pattern)
            entries[segments.count, default: []].append(
                Entry(number: number, method: route.method, segments: segments))
        }
        // Stable, literals first, so that `/users/status` is not taken for `/users/{id}`.
        self.entries = entries.mapValues { list in
            list.sorted { Self.literals($0) > Self.literals($1) }
        }
    }

    package func match(_ method: HTTPRequest.Method, _ path: [String]) -> Match {
        var allowed: [HTTPRequest.Method] = []
        for entry in entries[path.count] ?? [] {
            guard let parameters = Self.parameters(of: path, in: entry.segments) else { continue }
            if entry.method == method {
                return .route(number: entry.number, parameters: parameters)
            }
            if !allowed.contains(entry.method) { allowed.append(entry.method) }
        }
        guard !allowed.isEmpty else { return .none }
        if allowed.contains(.get) { allowed.append(.head) }
        return .wrongMethod(allowed: allowed.sorted { $0.rawValue < $1.rawValue })
    }

    private static func parameters(
        of path: [String], in segments: [Segment]
    ) -> [String: String]? {
        var parameters: [String: String] = [:]
        for (value, segment) in zip(path, segments) {
            switch segment {
            case .literal(let text): if text != value { return nil }
            case .parameter(let name): parameters[name] = value
            }
        }
        return parameters
    }

    private static func segments(of pattern: String) -> [Segment] {
        pattern.split(at: "/").map { part in
            part.starts(withText: "{") && part.ends(withText: "}")
                ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
    }

    private static func literals(_ entry: Entry) -> Int {
        entry.segments.count { if case .literal = $0 { true } else { false } }
    }
}
