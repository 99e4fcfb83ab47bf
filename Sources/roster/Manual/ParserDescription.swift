import ArgumentParser
import Foundation

/// What the argument parser says of its verbs, options and arguments: the parts of its JSON
/// (ToolInfo, serialization version 0; `--experimental-dump-help` prints it) that the manual needs.
struct ParserDescription: Decodable {
    let command: Command

    /// - Throws: `DecodingError` when the parser's JSON is no longer as this release knows it.
    init(of command: any ParsableCommand.Type) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(command._dumpHelp().utf8))
    }

    /// A verb, or the program itself.
    struct Command: Decodable {
        let commandName: String
        let shouldDisplay: Bool
        let abstract: String?
        let discussion: String?
        let subcommands: [Command]?
        let arguments: [Argument]?
    }

    /// An argument, an option or a flag.
    struct Argument: Decodable {
        enum Kind: String, Decodable {
            case positional, option, flag
        }

        let kind: Kind
        let shouldDisplay: Bool
        let isOptional: Bool
        let isRepeating: Bool
        /// Nil for a positional argument.
        let names: [Name]?
        let valueName: String?
        let defaultValue: String?
        /// Every value that it takes, where they are few.
        let allValues: [String]?
        let abstract: String?
    }

    /// How an option is written.
    struct Name: Decodable, Hashable {
        enum Kind: String, Decodable {
            case long, short, longWithSingleDash
        }

        let kind: Kind
        let name: String
    }
}
