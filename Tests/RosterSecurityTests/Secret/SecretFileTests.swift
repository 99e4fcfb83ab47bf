import Crypto
import Foundation
import RosterSecurity
import Testing

@Suite("secret.file")
final class SecretFileTests {
    private let folder: URL
    private let path: String

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "secret-file-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: "secret.key").path(percentEncoded: false)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func write(_ text: String, mode: Int = 0o600) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
        try setMode(mode)
    }

    private func setMode(_ mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
    }

    @Test("is made once: base64 of 32 bytes on one line, 0600, and nothing beside it")
    func creation() throws {
        let made = try SecretFile.load(path)
        let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        #expect(text.utf8.count == 45 && text.hasSuffix("=\n"))
        #expect(Data(base64Encoded: String(text.dropLast()))?.count == 32)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(try names() == ["secret.key"])
        #expect(try SecretFile.load(path).cursorKey == made.cursorKey)
        #expect(try String(contentsOf: URL(filePath: path), encoding: .utf8) == text)
    }

    @Test("two folders get two secrets")
    func random() throws {
        #expect(try SecretFile.load(path).cursorKey != SecretFile.load(path + "2").cursorKey)
    }

    @Test("when many start at once, all come back with the one secret that stays")
    func concurrency() async throws {
        let path = self.path
        for round in 0..<20 {
            let file = "\(path).\(round)"
            let keys = try await withThrowingTaskGroup { group in
                for _ in 0..<8 { group.addTask { try SecretFile.load(file).cursorKey } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let kept = try SecretFile.load(file).cursorKey
            #expect(keys.allSatisfy { $0 == kept })
        }
        #expect(try names().count == 20)
    }

    @Test(
        "is refused when others may read or write it",
        arguments: [0o640, 0o604, 0o620, 0o602, 0o666])
    func openToOthers(mode: Int) throws {
        _ = try SecretFile.load(path)
        try setMode(mode)
        let failure = #expect(throws: SecretFileFailure.self) { try SecretFile.load(path) }
        #expect(failure == .openToOthers(path: path, mode: UInt32(mode)))
        #expect(failure?.description.contains("chmod 600 \(path)") == true)
    }

    @Test("is accepted when its owner may only read it")
    func readOnly() throws {
        let made = try SecretFile.load(path)
        try setMode(0o400)
        #expect(try SecretFile.load(path).cursorKey == made.cursorKey)
    }

    @Test(
        "is refused, and not replaced, when it holds anything else than 32 bytes as base64",
        arguments: [
            "", "\n", "secret\n", String(repeating: "A", count: 43),
            String(repeating: "A", count: 42) + "B=\n", String(repeating: "A", count: 44) + "\n",
            String(repeating: "A", count: 43) + "=\n\n",
            " " + String(repeating: "A", count: 43) + "=",
            String(repeating: "A", count: 43) + "=\n" + String(repeating: "A", count: 200),
            String(repeating: "-", count: 43) + "=\n",
        ])
    func malformed(text: String) throws {
        try write(text)
        #expect(throws: SecretFileFailure.malformed(path: path)) { try SecretFile.load(path) }
        #expect(try String(contentsOf: URL(filePath: path), encoding: .utf8) == text)
    }

    @Test("is taken with and without the line's end")
    func lineEnd() throws {
        let text = String(repeating: "A", count: 43) + "="
        try write(text)
        let plain = try SecretFile.load(path).cursorKey
        try write(text + "\n")
        #expect(try SecretFile.load(path).cursorKey == plain)
    }

    @Test("is refused when it is a folder")
    func folderInItsPlace() throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false)
        #expect(throws: SecretFileFailure.notRegularFile(path: path)) {
            try SecretFile.load(path)
        }
    }

    @Test("is refused, without waiting, when it is a pipe")
    func pipeInItsPlace() throws {
        #expect(unsafe mkfifo(path, 0o600) == 0)
        #expect(throws: SecretFileFailure.notRegularFile(path: path)) {
            try SecretFile.load(path)
        }
    }

    @Test("without its folder it is not made, and the message says so")
    func noFolder() throws {
        let lost = path + "/../nowhere/secret.key"
        let failure = #expect(throws: SecretFileFailure.self) { try SecretFile.load(lost) }
        #expect(
            failure == .cannotCreate(path: lost, reason: "No such file or directory"))
    }
}
