package import RosterCore

/// What a surface's handlers throw: a refusal in the surface's own shape.
package protocol SurfaceRefusal: Error, Sendable {
    /// The directory's errors in the surface's words: one exhaustive switch. The label keeps it
    /// apart from a surface's own codes, which may have the same names.
    init(rendering error: DirectoryError)
}

extension SurfaceRefusal {
    /// Asks the directory and puts its refusals into the surface's words.
    package static func asking<Value>(
        _ question: () async throws(DirectoryError) -> Value
    ) async throws(Self) -> Value {
        do throws(DirectoryError) {
            return try await question()
        } catch {
            throw Self(rendering: error)
        }
    }

    /// As ``asking(_:)``, for what needs no waiting.
    package static func checking<Value>(
        _ question: () throws(DirectoryError) -> Value
    ) throws(Self) -> Value {
        do throws(DirectoryError) {
            return try question()
        } catch {
            throw Self(rendering: error)
        }
    }
}
