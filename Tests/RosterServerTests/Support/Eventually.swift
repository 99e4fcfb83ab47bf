/// Looks at a condition again and again until it holds or the time is up.
/// - Returns: whether it came to hold.
func eventually(
    withinSeconds seconds: Int = 20, _ condition: () async throws -> Bool
) async throws -> Bool {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while clock.now < end {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return try await condition()
}
