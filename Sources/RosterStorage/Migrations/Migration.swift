/// A step of the schema. Steps are only ever appended: one that a release has shipped stays as it
/// is, and its number is never used again.
struct Migration: Sendable {
    let number: Int64
    let name: String
    let statements: @Sendable (Dialect) -> [String]

    /// All steps, in order.
    static let all: [Migration] = [
        foundation, surfaces, people, imports, findPeople, repeats,
    ]
}
