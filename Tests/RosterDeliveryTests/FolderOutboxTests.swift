import Foundation
import RosterCore
import RosterTestSupport
import Testing

@testable import RosterDelivery

@Suite("The outbox folder")
struct FolderOutboxTests {
    @Test("keeps what the wire would carry, under whole names, for its owner alone")
    func writes() async throws {
        try await withTemporaryFolder { parent in
            let folder = parent + "/data/outbox"
            let outbox = FolderOutbox(
                folder: folder, sender: Samples.sender, language: .chinese)
            try await outbox.deliver(Samples.message(.mail))
            try await outbox.deliver(Samples.message(.sms))
            await outbox.shutdown()

            let name = "2026-11-21T07-04-26-123Z-ghijklmnopabcdefghijklmn"
            #expect(try names(in: folder) == [name + ".eml", name + ".json"])
            #expect(try mode(folder) == 0o700)
            for file in try names(in: folder) { #expect(try mode("\(folder)/\(file)") == 0o600) }
            let mail = try String(contentsOfFile: "\(folder)/\(name).eml", encoding: .utf8)
            #expect(ReadMail(mail)?.headers["To"] == "ada@example.org")
            let body = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).json"))
            #expect(
                try SMSBody(Samples.message(.sms), language: .chinese).bytes == Array(body))
        }
    }

    @Test("sorts by time, and leaves what is there as it is")
    func names() async throws {
        try await withTemporaryFolder { folder in
            let outbox = FolderOutbox(
                folder: folder, sender: Samples.sender, language: .english)
            let later = OutgoingMessage(
                id: "000000000000000000000000", channel: .sms, recipient: "1",
                content: .addressInUse, createdAt: Samples.createdAt.adding(seconds: 1),
                expiresAt: Samples.createdAt.adding(seconds: 2))
            try await outbox.deliver(later)
            try await outbox.deliver(Samples.message(.mail))
            let first = try #require(try names(in: folder).first)
            #expect(first.hasSuffix(".eml"))
            try Data("kept".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(first)"))
            try await outbox.deliver(Samples.message(.mail))
            #expect(try String(contentsOfFile: "\(folder)/\(first)", encoding: .utf8) == "kept")
            #expect(try names(in: folder).count == 2)
        }
    }

    @Test("fails for now where nothing can be written, and leaves no draft")
    func unwritable() async throws {
        try await withTemporaryFolder { parent in
            _ = FileManager.default.createFile(atPath: parent + "/file", contents: nil)
            for folder in [parent + "/file", parent + "/file/below", "/dev/full/outbox", "/proc/x"]
            {
                let outbox = FolderOutbox(
                    folder: folder, sender: Samples.sender, language: .english)
                let failure = await Samples.failure(
                    of: outbox, delivering: Samples.message(.mail))
                #expect(failure?.isPermanent == false, "\(folder)")
                #expect(failure?.isFitForLogs == true)
            }
            let left = try names(in: parent)
            #expect(left == ["file"])
        }
    }

    @Test("takes nothing after its shutdown")
    func shutdown() async throws {
        try await withTemporaryFolder { folder in
            let outbox = FolderOutbox(
                folder: folder, sender: Samples.sender, language: .english)
            await outbox.shutdown()
            await outbox.shutdown()
            let failure = await Samples.failure(of: outbox, delivering: Samples.message(.mail))
            #expect(failure?.isPermanent == false)
            let left = try names(in: folder)
            #expect(left.isEmpty)
        }
    }

    private func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}
