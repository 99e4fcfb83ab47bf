import Foundation
import RosterTestSupport

/// A folder with tables, reports and directories, and the verbs that go over them.
struct TransferFolder {
    let folder: String

    typealias End = (status: Int32, output: String, errors: String)

    /// Runs `body` in a folder of its own.
    static func with(_ body: (TransferFolder) async throws -> Void) async throws {
        try await withTemporaryFolder { try await body(TransferFolder(folder: $0)) }
    }

    func path(_ name: String) -> String { folder + "/" + name }

    /// Writes a table; its path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    /// Writes a table of JSON Lines; its path.
    @discardableResult
    func write(_ name: String, rows: [[String: Any]]) throws -> String {
        let lines = try rows.map {
            String(
                decoding: try JSONSerialization.data(withJSONObject: $0, options: [.sortedKeys]),
                as: UTF8.self)
        }
        return try write(name, lines.map { $0 + "\n" }.joined())
    }

    func read(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path(name)))
    }

    /// Runs a verb on a directory of this folder.
    func run(_ words: [String], on data: String = "data") async throws -> End {
        try await ServerProcess.run(words + ["--data", path(data)])
    }

    /// Imports a file of this folder.
    func importing(
        _ name: String, _ words: String..., to data: String = "data"
    ) async throws -> (status: Int32, lines: [[String: Any]], errors: String) {
        let end = try await run(["import", path(name)] + words, on: data)
        return (end.status, Self.lines(end.output), end.errors)
    }

    /// Imports a file whose rows all are welcome.
    @discardableResult
    func succeed(
        _ name: String, _ words: String..., to data: String = "data"
    ) async throws -> [[String: Any]] {
        let end = try await run(["import", path(name)] + words, on: data)
        guard end.status == 0 else { throw FixtureFailure(text: "\(name) \(words): \(end)") }
        return Self.lines(end.output)
    }

    /// Exports to a file of this folder; its content.
    @discardableResult
    func exporting(_ name: String, _ words: String..., from data: String = "data") async throws
        -> Data
    {
        let end = try await run(["export", path(name)] + words, on: data)
        guard end.status == 0 else { throw FixtureFailure(text: "\(name) \(words): \(end)") }
        return try read(name)
    }

    /// Everything that a directory knows, as one text.
    func dump(of data: String = "data") async throws -> String {
        let people = try await run(["export", "--hashes"], on: data)
        let cards = try await run(["export", "--surface", "Tavern"], on: data)
        guard people.status == 0, cards.status == 0 else {
            throw FixtureFailure(text: "export: \(people.errors)\(cards.errors)")
        }
        return people.output + cards.output
    }

    static func lines(_ text: String) -> [[String: Any]] {
        text.split(separator: "\n").compactMap {
            try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    func lines(_ name: String) throws -> [[String: Any]] {
        Self.lines(String(decoding: try read(name), as: UTF8.self))
    }

    /// Every row of every table of a directory that no process has open, with its other files. The
    /// database's own header counts openings, as after any verb.
    func content(of data: String = "data") async throws -> String {
        let script = """
            import glob, os, sqlite3, sys
            folder = sys.argv[1]
            for path in sorted(glob.glob(folder + "/**", recursive=True)):
                if os.path.isfile(path) and not path.endswith((".db", ".lock")):
                    print(path, open(path, "rb").read())
            base = sqlite3.connect("file:" + folder + "/roster.db?mode=ro", uri=True)
            for line in base.iterdump(): print(line)
            """
        return try await Tool.run(["python3", "-c", script, path(data)])
    }
}

/// `created`, `refused taken`, ...
func outcome(_ line: [String: Any]) -> String {
    [line["outcome"] as? String, line["reason"] as? String].compactMap { $0 }
        .joined(separator: " ")
}
