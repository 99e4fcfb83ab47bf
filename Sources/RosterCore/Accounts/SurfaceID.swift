/// An id under which the clients of a surface know an account: an imported one, or its own.
package enum SurfaceID: Sendable, Hashable, Codable, CustomStringConvertible {
    /// On surfaces that number people; positive. New accounts are numbered above it.
    case number(Int64)
    /// On surfaces that name people by texts of their own, such as BitAnswer's guid.
    case text(String)

    /// As it is stored, in the plain spelling of numbers.
    package var description: String {
        switch self {
        case .number(let number): String(number)
        case .text(let text): text
        }
    }

    /// Whether an account could have it.
    package var isValid: Bool {
        switch self {
        case .number(let number): number > 0
        case .text(let text):
            (1...Limits.surfaceTextBytesMax).contains(text.utf8.count)
                && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        }
    }
}
