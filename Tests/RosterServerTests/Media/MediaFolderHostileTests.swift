import Foundation
import Glibc
import RosterCore
import RosterServer
import RosterTestSupport
import Testing

@Suite("A folder of uploads that somebody was in", .timeLimit(.minutes(1)))
struct MediaFolderHostileTests {
    @Test("the whole may be put elsewhere by its operator, with a link")
    func linkedRoot() async throws {
        try await withTemporaryFolder { folder in
            let other = folder + "/other"
            try FileManager.default.createDirectory(
                atPath: other, withIntermediateDirectories: false)
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/media", withDestinationPath: other)
            let files = MediaFolder(path: folder + "/media")
            try await files.keep([1], as: "abcd.png")
            #expect(try await files.bytes(of: "abcd.png") == [1])
            #expect(FileManager.default.fileExists(atPath: other + "/ab/abcd.png"))
        }
    }

    @Test("a folder that leads elsewhere is not followed")
    func linkedFolder() async throws {
        try await withTemporaryFolder { folder in
            let files = MediaFolder(path: folder + "/media")
            try await files.keep([1], as: "zzzz.png")
            let elsewhere = folder + "/elsewhere"
            try FileManager.default.createDirectory(
                atPath: elsewhere, withIntermediateDirectories: false)
            try Data([9]).write(to: URL(filePath: elsewhere + "/abef.png"))
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/media/ab", withDestinationPath: elsewhere)
            await #expect(throws: DirectoryError.self) { try await files.keep([1], as: "abcd.png") }
            await #expect(throws: DirectoryError.self) { _ = try await files.bytes(of: "abef.png") }
            await #expect(throws: DirectoryError.self) { try await files.remove("abef.png") }
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: elsewhere) == ["abef.png"])
        }
    }

    @Test("a pipe in a file's place is refused, without waiting")
    func pipe() async throws {
        try await withTemporaryFolder { folder in
            let files = MediaFolder(path: folder + "/media")
            try await files.keep([1], as: "abcd.png")
            let path = folder + "/media/ab/abef.png"
            #expect(unsafe mkfifo(path, 0o600) == 0)
            // Lets a reader that waits for a writer go on, so that the test ends either way.
            let opener = Task.detached {
                try? await Task.sleep(for: .seconds(2))
                let end = unsafe open(path, O_WRONLY | O_NONBLOCK)
                if end >= 0 { close(end) }
                return end >= 0
            }
            await #expect(throws: DirectoryError.self) { _ = try await files.bytes(of: "abef.png") }
            opener.cancel()
            let hadWaiter = await opener.value
            #expect(!hadWaiter)
        }
    }

    @Test("what a crash left half written does not stop the next one, nor lend it its mode")
    func leftDraft() async throws {
        try await withTemporaryFolder { folder in
            let files = MediaFolder(path: folder + "/media")
            try await files.keep([1], as: "zzzz.png")
            let draft = folder + "/media/zz/.zzzz.png"
            try Data("half of something longer".utf8).write(to: URL(filePath: draft))
            #expect(unsafe chmod(draft, 0o644) == 0)
            try await files.keep([2], as: "zzzz.png")
            #expect(try await files.bytes(of: "zzzz.png") == [2])
            let facts = try FileManager.default.attributesOfItem(
                atPath: folder + "/media/zz/zzzz.png")
            #expect(facts[.posixPermissions] as? Int == 0o600)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/media/zz")
            #expect(left == ["zzzz.png"])
        }
    }

    @Test("a file larger than any upload is refused, one at the limit is read")
    func tooLarge() async throws {
        try await withTemporaryFolder { folder in
            let files = MediaFolder(path: folder + "/media")
            try await files.keep([1], as: "abcd.png")
            let path = folder + "/media/ab/abcd.png"
            let limit = 4 * 1024 * 1024
            #expect(unsafe truncate(path, limit) == 0)
            #expect(try await files.bytes(of: "abcd.png")?.count == limit)
            #expect(unsafe truncate(path, limit + 1) == 0)
            await #expect(throws: DirectoryError.storage(.inputOutput(code: Int(EFBIG)))) {
                _ = try await files.bytes(of: "abcd.png")
            }
        }
    }

    @Test("without its own folder's folder nothing is kept, and the system's number is told")
    func noParent() async throws {
        try await withTemporaryFolder { folder in
            let files = MediaFolder(path: folder + "/nowhere/media")
            await #expect(throws: DirectoryError.storage(.inputOutput(code: Int(ENOENT)))) {
                try await files.keep([1], as: "abcd.png")
            }
        }
    }

    @Test("a name that cannot be taken leaves nothing behind")
    func takenName() async throws {
        try await withTemporaryFolder { folder in
            let files = MediaFolder(path: folder + "/media")
            try FileManager.default.createDirectory(
                atPath: folder + "/media/ab/abcd.png", withIntermediateDirectories: true)
            await #expect(throws: DirectoryError.self) { try await files.keep([1], as: "abcd.png") }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/media/ab")
            #expect(left == ["abcd.png"])
        }
    }
}
