import RosterCore

/// What came of calls that ran at once.
struct Outcomes<Value: Sendable>: Sendable {
    var values: [Value] = []
    var failures: [DirectoryError] = []
}

/// Runs `body` for 0..<count at once.
func atOnce<Value: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) async throws(DirectoryError) -> Value
) async -> Outcomes<Value> {
    await withTaskGroup(of: Result<Value, DirectoryError>.self) { group in
        for number in 0..<count {
            group.addTask {
                do throws(DirectoryError) {
                    return .success(try await body(number))
                } catch {
                    return .failure(error)
                }
            }
        }
        return await group.reduce(into: Outcomes()) { outcomes, result in
            switch result {
            case .success(let value): outcomes.values.append(value)
            case .failure(let error): outcomes.failures.append(error)
            }
        }
    }
}
