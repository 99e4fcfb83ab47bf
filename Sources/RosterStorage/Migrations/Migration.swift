package import RosterCore

/// A step of the schema. Steps are only ever appended: one that a release has shipped stays as it
/// is, and its number is never used again.
struct Migration: Sendable {
    /// What the rows need that portable SQL cannot say, in the step's transaction; what of it an
    /// operator must hear of.
    typealias Transformation =
        @Sendable (any EngineConnection, Timestamp) throws(DirectoryError) -> [LoginIDClash]

    let number: Int64
    let name: String
    let statements: @Sendable (Dialect) -> [String]
    /// Runs after ``statements``; an engine may run both again.
    var transformation: Transformation?

    init(
        number: Int64, name: String, transformation: Transformation? = nil,
        statements: @escaping @Sendable (Dialect) -> [String]
    ) {
        self.number = number
        self.name = name
        self.statements = statements
        self.transformation = transformation
    }

    /// All steps, in order.
    static let all: [Migration] = [
        foundation, surfaces, people, imports, domains, findPeople, repeats, tries, phones,
        lookAlikes, quotas,
    ]
}

/// What a migration came to.
package struct MigrationReport: Sendable, Equatable {
    /// The names of the steps applied.
    package var applied: [String] = []
    /// Login ids of two accounts that became one, of which one account had to yield it.
    package var clashes: [LoginIDClash] = []

    package init() {}
}
