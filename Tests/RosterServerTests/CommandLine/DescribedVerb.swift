import Foundation
import RosterTestSupport

/// A verb as the parser of the program describes it, and how its own words begin.
struct DescribedVerb: CustomStringConvertible {
    /// `["user", "list"]`
    let path: [String]
    let abstract: String?
    /// Whether it does something itself: it has no verbs below it.
    let isLeaf: Bool
    /// `--json`, `-h`
    let options: [String]
    /// Names of positional arguments.
    let arguments: [String]

    var description: String { path.joined(separator: " ") }

    /// Every verb that people see, by `--experimental-dump-help`.
    static func all() async throws -> [DescribedVerb] {
        let end = try await ServerProcess.run(["--experimental-dump-help"])
        let tool = try JSONDecoder().decode(Tool.self, from: Data(end.output.utf8))
        return below(tool.command, [])
    }

    private static func below(_ command: Tool.Command, _ path: [String]) -> [DescribedVerb] {
        (command.subcommands ?? []).filter(\.shouldDisplay).flatMap { verb in
            let words = path + [verb.commandName]
            let arguments = (verb.arguments ?? []).filter(\.shouldDisplay)
            let described = DescribedVerb(
                path: words, abstract: verb.abstract, isLeaf: verb.subcommands == nil,
                options: arguments.flatMap { $0.names ?? [] }.map {
                    ($0.kind == "long" ? "--" : "-") + $0.name
                },
                arguments: arguments.filter { $0.names == nil }.compactMap(\.valueName))
            return [described] + below(verb, words)
        }
    }

    /// The parts of the parser's JSON that the tests look at.
    private struct Tool: Decodable {
        let command: Command

        struct Command: Decodable {
            let commandName: String
            let shouldDisplay: Bool
            let abstract: String?
            let subcommands: [Command]?
            let arguments: [Argument]?
        }

        struct Argument: Decodable {
            let shouldDisplay: Bool
            let names: [Name]?
            let valueName: String?
        }

        struct Name: Decodable {
            let kind: String
            let name: String
        }
    }
}
