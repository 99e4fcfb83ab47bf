import Foundation
import RosterCore
import RosterServer
import RosterSettings

/// Opens the directory for one verb and closes it after.
func withDirectory<Value>(
    _ body: (OpenDirectory) async throws -> Value
) async throws -> Value {
    let settings = try CommandWords.loadSettings().settings
    let open: OpenDirectory
    do throws(StartFailure) {
        open = try await OpenDirectory.open(settings)
    } catch .dataFolderInUse(let path, let process) {
        throw CommandFailure.serverRuns(folder: path, process: process)
    }
    do {
        let value = try await body(open)
        await open.close()
        return value
    } catch let error as DirectoryError {
        await open.close()
        throw CommandFailure.directory(error)
    } catch {
        await open.close()
        throw error
    }
}

/// Why a verb did not do what was asked: one clear line.
enum CommandFailure: Error, CustomStringConvertible, LocalizedError {
    /// A server owns the data folder; verbs cannot reach into it yet.
    case serverRuns(folder: String, process: Int?)
    case directory(DirectoryError)
    case unknown(kind: String, String)
    case passwordMissing
    case badKeyNumber(String)

    var description: String {
        switch self {
        case .serverRuns(let folder, let process):
            "a server" + (process.map { " (process \($0))" } ?? "")
                + " is running on \(folder), and this verb needs the database for itself; "
                + "stop the server, or use one of its APIs"
        case .directory(let error): StartFailure.text(of: error)
        case .unknown(let kind, let text): "there is no \(kind) \(text)"
        case .passwordMissing: "no password on standard input"
        case .badKeyNumber(let text): "\(text) is no key's number; see `roster key list`"
        }
    }

    var errorDescription: String? { description }
}

extension Actor {
    /// The operator at the command line.
    static let commandLine = Actor(
        principal: .operator, origin: RequestOrigin(surface: .commandLine, requestID: ""))
}

extension Directory {
    /// The account that a word of the command line means: a name, or else a number.
    func target(_ word: String) async throws -> (target: Target, account: Account) {
        let byName = Target.name(FoldedKey(folding: word))
        do throws(DirectoryError) {
            return (byName, try await account(byName, by: .operator))
        } catch .notFound {
            guard let number = Int64(word) else { throw CommandFailure.unknown(kind: "user", word) }
            let byNumber = Target.id(AccountID(number))
            do throws(DirectoryError) {
                return (byNumber, try await account(byNumber, by: .operator))
            } catch .notFound {
                throw CommandFailure.unknown(kind: "user", word)
            }
        }
    }
}
