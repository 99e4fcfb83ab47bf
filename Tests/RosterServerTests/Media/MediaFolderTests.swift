import Foundation
import RosterCore
import RosterServer
import RosterTestSupport
import Testing

@Suite("The folder of uploads")
struct MediaFolderTests {
    @Test("keeps bytes, gives them back, replaces and removes them")
    func wholeLife() async throws {
        try await withTemporaryFolder { folder in
            let files = MediaFolder(path: folder + "/media")
            #expect(try await files.bytes(of: "abcd.png") == nil)
            try await files.remove("abcd.png")
            try await files.keep([1, 2, 3], as: "abcd.png")
            #expect(try await files.bytes(of: "abcd.png") == [1, 2, 3])
            try await files.keep([], as: "abcd.png")
            #expect(try await files.bytes(of: "abcd.png") == [])
            try await files.remove("abcd.png")
            #expect(try await files.bytes(of: "abcd.png") == nil)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/media/ab")
            #expect(left.isEmpty)
        }
    }

    @Test("a file in parts has its name when it is whole, and is gone when it is dropped")
    func drafts() async throws {
        try await withTemporaryFolder { folder in
            let files = MediaFolder(path: folder + "/media")
            let draft = try await files.begin()
            try await draft.append([1, 2])
            try await draft.append([3])
            #expect(try await draft.bytes() == [1, 2, 3])
            #expect(try await files.bytes(of: "abcd.png") == nil)
            try await draft.keep(as: "abcd.png")
            #expect(try await files.bytes(of: "abcd.png") == [1, 2, 3])
            await draft.discard()
            #expect(try await files.bytes(of: "abcd.png") == [1, 2, 3])

            let partial = folder + "/media/.partial"
            let dropped = try await files.begin()
            try await dropped.append([4])
            #expect(try FileManager.default.contentsOfDirectory(atPath: partial).count == 1)
            await dropped.discard()
            #expect(try FileManager.default.contentsOfDirectory(atPath: partial).isEmpty)
            _ = try await files.begin()
            #expect(try FileManager.default.contentsOfDirectory(atPath: partial).isEmpty)
        }
    }

    @Test("what a crash left of uploads is removed at the next start")
    func crash() async throws {
        try await withTemporaryFolder { folder in
            let partial = folder + "/data/media/.partial"
            try await ServerFixture.run(in: folder + "/data") { _ in
                try FileManager.default.createDirectory(
                    atPath: partial, withIntermediateDirectories: true)
                try Data([1]).write(to: URL(filePath: partial + "/1-1"))
            }
            try await ServerFixture.run(in: folder + "/data") { _ in
                let left = try FileManager.default.contentsOfDirectory(atPath: partial)
                #expect(left.isEmpty)
            }
        }
    }

    @Test("is its owner's alone")
    func modes() async throws {
        try await withTemporaryFolder { folder in
            let files = MediaFolder(path: folder + "/media")
            try await files.keep([1], as: "abcd.png")
            for (path, mode) in [("", 0o700), ("/ab", 0o700), ("/ab/abcd.png", 0o600)] {
                let facts = try FileManager.default.attributesOfItem(
                    atPath: folder + "/media" + path)
                #expect((facts[.posixPermissions] as? Int) == mode, "\(path)")
            }
        }
    }

    static let strangers = [
        "", "a.png", "abcd", "abcd.", ".png", "../x.png", "ab/cd.png", "abcd.p/g", "ABCD.png",
        "abcd.png.png", "ab cd.png", "abcd\u{0}.png", "..", "a..png",
        String(repeating: "a", count: 200) + ".png",
    ]

    @Test("takes no name that the directory would not make", arguments: strangers)
    func strangeName(_ name: String) async throws {
        try await withTemporaryFolder { folder in
            let files = MediaFolder(path: folder + "/media")
            await #expect(throws: DirectoryError.self) { try await files.keep([1], as: name) }
            await #expect(throws: DirectoryError.self) { _ = try await files.bytes(of: name) }
            await #expect(throws: DirectoryError.self) { try await files.remove(name) }
            #expect(!FileManager.default.fileExists(atPath: folder + "/media"))
        }
    }

    @Test("follows no link to another file")
    func links() async throws {
        try await withTemporaryFolder { folder in
            let files = MediaFolder(path: folder + "/media")
            try await files.keep([1], as: "abcd.png")
            try Data("secret".utf8).write(to: URL(filePath: folder + "/secret"))
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/media/ab/abef.png", withDestinationPath: folder + "/secret")
            await #expect(throws: DirectoryError.self) { _ = try await files.bytes(of: "abef.png") }
        }
    }

    @Test("many at once are each whole")
    func parallel() async throws {
        try await withTemporaryFolder { folder in
            let files = MediaFolder(path: folder + "/media")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        let bytes = [UInt8](repeating: UInt8(number), count: 10_000)
                        try await files.keep(bytes, as: "name\(number % 4).png")
                    }
                }
                try await group.waitForAll()
            }
            for number in 0..<4 {
                let bytes = try #require(try await files.bytes(of: "name\(number).png"))
                #expect(bytes.count == 10_000 && Set(bytes).count == 1)
            }
        }
    }
}
