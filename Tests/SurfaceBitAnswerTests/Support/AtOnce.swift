import RosterTestSupport

/// Many requests side by side.
enum AtOnce {
    static func run(
        _ count: Int, _ body: @escaping @Sendable (Int) async throws -> WireResponse
    ) async throws -> [WireResponse] {
        try await withThrowingTaskGroup(of: WireResponse.self) { group in
            for number in 0..<count { group.addTask { try await body(number) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
