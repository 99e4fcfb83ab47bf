package import RosterCore

/// One thing that an operator asks of a directory: sent to the server that runs, or performed at
/// once where none does. Both ways it is the same code and the same answer.
///
/// To add a verb: a type here, its line in ``ControlCatalogue``, its command in the program.
package protocol ControlVerb: Codable, Sendable {
    associatedtype Answer: Codable & Sendable

    /// Its word on the wire, e.g. `user.show`.
    static var name: String { get }
    /// Whether it may make a directory where none is yet.
    static var makesDirectory: Bool { get }

    func perform(on desk: ControlDesk) async throws(ControlFailure) -> Answer
}

extension ControlVerb {
    package static var makesDirectory: Bool { false }
}

/// What verbs work with: one for each connection, or for one command.
package final class ControlDesk: Sendable {
    package let directory: Directory
    package let server: ServerStatus
    /// The schema steps that opening the directory for this verb applied: none in a server, which
    /// has migrated before it listens.
    package let migrations: [String]
    /// Login ids that accounts had to yield to others then.
    package let clashes: [LoginIDClash]
    /// The import that this connection rehearses.
    let rehearsals = Rehearsals()

    package init(
        directory: Directory, server: ServerStatus, migrations: [String] = [],
        clashes: [LoginIDClash] = []
    ) {
        self.directory = directory
        self.server = server
        self.migrations = migrations
        self.clashes = clashes
    }

    /// The operator at the command line.
    static let actor = Actor(
        principal: .operator, origin: RequestOrigin(surface: .commandLine, requestID: ""))

    /// The directory's answer, or its refusal in words.
    ///
    /// Not generic over what throws: the optimiser of Swift 6.3 breaks closures that pass a typed
    /// error on.
    func ask<Value: Sendable>(
        _ question: @Sendable (Directory) async throws(DirectoryError) -> Value
    ) async throws(ControlFailure) -> Value {
        do throws(DirectoryError) {
            return try await question(directory)
        } catch {
            throw ControlFailure(error)
        }
    }

    /// The account that a word of the command line means: its name, else its number, else an e-mail
    /// that it has proven.
    func target(_ word: String) async throws(ControlFailure) -> Directory.Target {
        let key = FoldedKey(folding: word)
        var targets = [Directory.Target.name(key)]
        if let number = Int64(key.rawValue) { targets.append(.id(AccountID(number))) }
        if let email = try? EmailAddress(parsing: key.rawValue) {
            targets.append(.proven(.email(email)))
        }
        for target in targets {
            do throws(DirectoryError) {
                return .id(try await directory.account(target, by: .operator).id)
            } catch .notFound {
                continue
            } catch {
                throw ControlFailure(error)
            }
        }
        throw .unknown("user", word)
    }
}

/// What a server says of itself; of a command that works by itself, nothing but its process.
package struct ServerStatus: Codable, Sendable, Equatable {
    package let process: Int
    package let release: String
    /// The ports that it listens on; none for a command.
    package var ports: [Int]

    package init(process: Int, release: String, ports: [Int]) {
        self.process = process
        self.release = release
        self.ports = ports
    }
}
