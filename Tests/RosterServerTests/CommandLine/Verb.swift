import Foundation
import RosterTestSupport

/// Verbs of the command line over one data folder.
struct Verb {
    let folder: String

    /// Runs a verb to its end.
    func run(
        _ words: String..., input: String = "", environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: String, errors: String) {
        try await ServerProcess.run(
            words + ["--data", folder], input: input, environment: environment)
    }

    /// Runs a verb that must succeed; its standard output.
    @discardableResult
    func succeed(_ words: String..., input: String = "") async throws -> String {
        let end = try await ServerProcess.run(words + ["--data", folder], input: input)
        guard end.status == 0, end.errors.isEmpty else {
            throw FixtureFailure(text: "\(words): \(end)")
        }
        return end.output
    }

    /// Its output as a JSON object.
    func object(_ words: String..., input: String = "") async throws -> [String: Any] {
        let end = try await ServerProcess.run(words + ["--data", folder], input: input)
        let value = try JSONSerialization.jsonObject(with: Data(end.output.utf8))
        guard let object = value as? [String: Any] else {
            throw FixtureFailure(text: "\(words): \(end)")
        }
        return object
    }

    /// Its output as a JSON array of objects.
    func list(_ words: String...) async throws -> [[String: Any]] {
        let end = try await ServerProcess.run(words + ["--data", folder])
        let value = try JSONSerialization.jsonObject(with: Data(end.output.utf8))
        guard let list = value as? [[String: Any]] else {
            throw FixtureFailure(text: "\(words): \(end)")
        }
        return list
    }
}
