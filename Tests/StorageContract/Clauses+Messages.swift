import RosterCore
import RosterStorage
import Testing

/// The outbox of messages as rows: who takes one has it for a while.
extension StorageContract {
    static let messages: [StorageClause] = [
        .init("a message that is taken comes back with every field", messagesComeBack),
        .init(
            "messages are taken in their order, when they are due, by one alone", messagesAreTaken),
        .init("messages due later than any may be are taken, once", farMessagesAreTaken),
        .init("a message that was put off is due at its time", messagesArePutOff),
        .init("messages are taken by channel, and besides what is busy", messagesAreChosen),
        .init("codes are taken before notices, of which there are so many", noticesComeLast),
        .init("a message that is given back is due again, its try uncounted", messagesComeBackDue),
    ]

    private static func messagesComeBack(_ store: SQLDirectoryStore) async throws {
        let code = StoredMessage(
            id: "a", channel: .mail, recipient: "狐@example.com", kind: .code, purpose: .claim,
            sealedCode: "sealed", createdAt: Sample.start,
            expiresAt: Sample.start.adding(seconds: 600), attempts: 0)
        let notice = StoredMessage(
            id: "b", channel: .sms, recipient: "138", kind: .notice("a\nb"),
            createdAt: Sample.start, expiresAt: Sample.start.adding(days: 1), attempts: 3)
        let taken = try await store.write { storage throws(DirectoryError) in
            try storage.insert(code, dueAt: Sample.start)
            try storage.insert(notice, dueAt: Sample.start)
            return try storage.takeMessages(
                OutboxSelection(), dueBy: Sample.start, orAfter: Sample.second(100),
                again: Sample.second(60),
                limit: 10)
        }
        let silent = [StoredMessage.Kind.silent, .addressInUse].enumerated().map { number, kind in
            StoredMessage(
                id: "c\(number)", channel: .mail, recipient: "a@b.cn", kind: kind, purpose: .prove,
                sealedCode: "sealed", createdAt: Sample.start,
                expiresAt: Sample.start.adding(seconds: 600))
        }
        let others = try await store.write { storage throws(DirectoryError) in
            for message in silent { try storage.insert(message, dueAt: Sample.start) }
            return try storage.takeMessages(
                OutboxSelection(), dueBy: Sample.start, orAfter: Sample.second(100),
                again: Sample.second(60), limit: 10)
        }
        #expect(others.map(\.kind) == silent.map(\.kind))
        var expected = [code, notice]
        for index in expected.indices { expected[index].attempts += 1 }
        #expect(taken == expected, "a try is counted when it begins")
    }

    private static func noticesComeLast(_ store: SQLDirectoryStore) async throws {
        let taken = try await store.write { storage throws(DirectoryError) in
            for number in 0..<6 {
                let kind: StoredMessage.Kind = number < 4 ? .notice("") : .code
                try storage.insert(
                    StoredMessage(
                        id: "\(number)", channel: .mail, recipient: "a@b.cn", kind: kind,
                        purpose: number < 4 ? nil : .prove,
                        sealedCode: number < 4 ? nil : "sealed", createdAt: Sample.start,
                        expiresAt: Sample.second(600)), dueAt: Sample.second(Int64(number)))
            }
            func take(_ notices: Int?, _ limit: Int) throws(DirectoryError) -> [String] {
                var selection = OutboxSelection(channel: .mail)
                selection.noticesMax = notices
                return try storage.takeMessages(
                    selection, dueBy: Sample.second(9), orAfter: Sample.second(1000),
                    again: Sample.second(100), limit: limit
                ).map(\.id).sorted()
            }
            var none = OutboxSelection(channel: .mail)
            none.noticesMax = 0
            let due = try storage.nextMessageDue(none)
            return (
                due, try take(0, 1), try take(1, 3), try take(nil, 2), try take(nil, 9),
                try storage.nextMessageDue(none)
            )
        }
        #expect(taken.0 == Sample.second(4), "notices that may not begin are not waited for")
        #expect(taken.1 == ["4"] && taken.2 == ["0", "5"] && taken.3 == ["1", "2"])
        #expect(taken.4 == ["3"] && taken.5 == Sample.second(100))
    }

    private static func messagesAreTaken(_ store: SQLDirectoryStore) async throws {
        let start = Sample.start
        let taken = try await store.write { storage throws(DirectoryError) in
            for (number, seconds) in [2, 0, 1, 9].enumerated() {
                try storage.insert(
                    Sample.message("\(number)"), dueAt: start.adding(seconds: Int64(seconds)))
            }
            let again = start.adding(seconds: 60)
            func take(_ limit: Int, at seconds: Int64) throws(DirectoryError) -> [String] {
                try storage.takeMessages(
                    OutboxSelection(), dueBy: start.adding(seconds: seconds),
                    orAfter: start.adding(seconds: 100),
                    again: again, limit: limit
                ).map(\.id).sorted()
            }
            return (
                early: try take(10, at: -1), first: try take(2, at: 2), rest: try take(10, at: 2),
                none: try take(10, at: 2), due: try storage.nextMessageDue(OutboxSelection()),
                again: try take(10, at: 60)
            )
        }
        #expect(taken.early.isEmpty)
        #expect(taken.first == ["1", "2"] && taken.rest == ["0"])
        #expect(taken.none.isEmpty && taken.due == start.adding(seconds: 9))
        #expect(taken.again == ["0", "1", "2", "3"], "whoever took them did not come back")
    }

    private static func farMessagesAreTaken(_ store: SQLDirectoryStore) async throws {
        let taken = try await store.write { storage throws(DirectoryError) in
            for (id, due) in [("a", 0), ("b", 100), ("c", 101), ("d", 9_000)] {
                try storage.insert(Sample.message(id), dueAt: Sample.second(Int64(due)))
            }
            func take(_ limit: Int) throws(DirectoryError) -> [String] {
                try storage.takeMessages(
                    OutboxSelection(), dueBy: Sample.start, orAfter: Sample.second(100),
                    again: Sample.second(60),
                    limit: limit
                ).map(\.id)
            }
            return [try take(2), try take(10), try take(10)]
        }
        #expect(taken == [["c", "d"], ["a"], []])
    }

    private static func messagesArePutOff(_ store: SQLDirectoryStore) async throws {
        let later = Sample.start.adding(seconds: 30)
        let due = try await store.write { storage throws(DirectoryError) in
            let none = try storage.nextMessageDue(OutboxSelection())
            try storage.insert(Sample.message("a"), dueAt: Sample.start)
            try storage.postponeMessages(["a"], to: later)
            let putOff = try storage.nextMessageDue(OutboxSelection())
            try storage.removeMessage("a")
            try storage.removeMessage("a")
            return (none, putOff, try storage.nextMessageDue(OutboxSelection()))
        }
        #expect(due == (nil, later, nil))
    }
}

extension StorageContract {
    private static func messagesAreChosen(_ store: SQLDirectoryStore) async throws {
        let start = Sample.start
        var messages = ["a@bücher.example", "b@BÜCHER.example", "c@x.cn", "a@b.cn"].map {
            Sample.message($0, to: $0)
        }
        messages.append(Sample.message("sms", .sms, to: "138"))
        let written = messages
        var besides = OutboxSelection(channel: .mail)
        besides.exceptIDs = ["c@x.cn"]
        besides.exceptRecipients = ["a@b.cn"]
        var hosts = OutboxSelection()
        hosts.exceptMailboxHosts = ["xn--bcher-kva.example", "b.cn"]
        let choices = [OutboxSelection(channel: .sms), besides, hosts]
        let taken = try await store.write { storage throws(DirectoryError) in
            for message in written { try storage.insert(message, dueAt: start) }
            var ids: [[String]] = []
            for selection in choices {
                let due = try storage.nextMessageDue(selection)
                #expect(due == start)
                // Due at once again, for the next choice.
                ids.append(
                    try storage.takeMessages(
                        selection, dueBy: start, orAfter: start.adding(days: 9), again: start,
                        limit: 9
                    )
                    .map(\.id).sorted())
            }
            return ids
        }
        #expect(
            taken == [["sms"], ["a@bücher.example", "b@BÜCHER.example"], ["c@x.cn", "sms"]])
    }

    private static func messagesComeBackDue(_ store: SQLDirectoryStore) async throws {
        let start = Sample.start
        let later = start.adding(seconds: 60)
        let attempts = try await store.write { storage throws(DirectoryError) in
            try storage.insert(Sample.message("a"), dueAt: start)
            let all = OutboxSelection()
            _ = try storage.takeMessages(
                all, dueBy: start, orAfter: start.adding(days: 9), again: later, limit: 1)
            try storage.returnMessages(["a"], dueAt: start)
            try storage.returnMessages([], dueAt: start)
            return try storage.takeMessages(
                all, dueBy: start, orAfter: start.adding(days: 9), again: later, limit: 1
            )
            .map(\.attempts)
        }
        #expect(attempts == [1])
    }
}

extension Sample {
    static func message(
        _ id: String, _ channel: OutgoingMessage.Channel = .mail, to recipient: String = "a@b.cn"
    ) -> StoredMessage {
        StoredMessage(
            id: id, channel: channel, recipient: recipient, kind: .code, purpose: .prove,
            sealedCode: "sealed",
            createdAt: start, expiresAt: start.adding(seconds: 600), attempts: 0)
    }
}
