import Foundation
import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import SurfaceKit
import Testing

@testable import RosterTransfer

/// What the old systems write, and what becomes of it.
@Suite("The old tables of the surfaces")
struct SurfaceTableTests {
    private static func people(
        _ surface: RosterSettings.SurfaceName, _ text: String, _ format: TableFormat,
        passwords: RowDecoder.Passwords = .hash
    ) async throws -> [ImportRow] {
        let form = try #require(OldTables.form(of: surface))
        return try await ReadTable.people(
            text, format, form,
            time: TimeFormat(zone: TimeZone(identifier: "Asia/Shanghai") ?? .gmt),
            passwords: passwords)
    }

    @Test("IAM: the table and the items of its list are one person")
    func iam() async throws {
        let table = try await Self.people(
            .iam,
            """
            id,instanceID,name,status,nickname,password,email,phone,isAdmin,extendShadow,loginedAt,createdAt,updatedAt
            7,user-x,ann,1,Ann,$2a$10$x,ann@example.com,123,1,"{""a"":1}",2024-02-29 20:34:56,2024-02-29 20:34:56,0000-00-00 00:00:00
            """, .csv)
        let list = try await Self.people(
            .iam,
            #"{"metadata":{"id":7,"instanceID":"user-x","name":"ann","createdAt":"2024-02-29T20:34:56+08:00","extend":{"a":1}},"status":1,"nickname":"Ann","password":"$2a$10$x","email":"ann@example.com","phone":"123","isAdmin":1,"loginedAt":"2024-02-29T20:34:56+08:00"}"#,
            .jsonl)
        #expect(table == list)
        let row = try #require(table.first)
        #expect(row.unreadable == nil && row.keys == ["IAM": "7"] && row.name == "ann")
        #expect(row.role == "admin" && row.status == "active" && row.extend == #"{"a":1}"#)
        #expect(row.createdAt == 1_709_210_096_000 && row.updatedAt == nil)
        #expect(row.emailIsProven == nil && row.phoneIsProven == nil)
    }

    @Test("Management: ids with their prefix and without, and hashes in a column of their own")
    func management() async throws {
        let rows = try await Self.people(
            .management,
            """
            id,username,email,status,role,password,password_hash,created_at
            user_7,ann,a@example.com,active,admin,clear,$2a$10$x,2024-02-29T12:34:56Z
            8,bob,,inactive,USER,clear,,
            user_08,c,,,,,,
            user_-1,d,,,,,,
            user_user_1,e,,,,,,
            user_,f,,,,,,
            9,g,,asleep,,,,
            """, .csv)
        #expect(rows[0].keys == ["Management": "7"] && rows[0].passwordHash == "$2a$10$x")
        #expect(rows[0].role == "admin" && rows[0].createdAt == 1_709_210_096_000)
        #expect(rows[1].keys == ["Management": "8"] && rows[1].status == "disabled")
        #expect(rows[1].role == "user")
        #expect(rows[2...5].allSatisfy { $0.unreadable == "id" })
        #expect(rows[6].unreadable == "status")
    }

    @Test("ThinkSNS: who was deleted is disabled, and times are in UTC")
    func thinkSNS() async throws {
        let rows = try await Self.people(
            .thinkSNS,
            """
            id,name,email,phone,password,bio,sex,location,avatar,bg,created_at,updated_at,deleted_at
            7,ann,a@example.com,123,$2y$10$x,hello,2,here,,,2024-02-29 12:34:56,2024-02-29 12:34:56,NULL
            8,bob,NULL,NULL,NULL,NULL,x,NULL,,,,,
            9,eve,,,,,0,,,,,,2024-02-29 12:34:56
            """, .csv)
        #expect(rows[0].createdAt == 1_709_210_096_000 && rows[0].sex == 2)
        #expect(rows[0].status == nil && rows[0].bio == "hello" && rows[0].avatar == nil)
        #expect(rows[1].unreadable == "sex")
        #expect(rows[2].status == "disabled")
    }

    @Test("BitAnswer: ids are texts, and somebody online is active")
    func bitAnswer() async throws {
        let rows = try await Self.people(
            .bitAnswer,
            #"{"guid":"ABC-1","name":"ann","nickName":"Ann","regDate":"2024-02-29 20:34:56","status":2}"#
                + "\n" + #"{"guid":"a\u0007b","name":"bob"}"# + "\n"
                + #"{"guid":"\#(String(repeating: "x", count: 129))","name":"eve","status":1}"#,
            .jsonl)
        #expect(rows[0].keys == ["BitAnswer": "ABC-1"] && rows[0].guid == nil)
        #expect(rows[0].status == "active" && rows[0].createdAt == 1_709_210_096_000)
        #expect(rows[1].unreadable == "guid" && rows[2].unreadable == "guid")
    }

    @Test("Tavern: a card is the same whether its snapshot is an object or a text")
    func tavern() async throws {
        let form = try #require(OldTables.form(of: .tavern))
        let decoder = RowDecoder(form: form, time: .utc, passwords: .hash, people: OldTables.people)
        let records = try await ReadTable.records(
            #"{"id":"usr_1","owner":"ann","snapshot":{"b":1,"name":" Card "},"created_at":1709210096000}"#
                + "\n"
                + #"{"id":"usr_1","account":"ann","snapshot_json":"{\"b\":1,\"name\":\" Card \"}","created_at":"2024-02-29T12:34:56Z"}"#
                + "\n" + #"{"id":"usr_2","snapshot":"[1]"}"# + "\n" + #"{"id":"usr_3","name":"x"}"#,
            .jsonl)
        var cards = records.map(decoder.card)
        cards[1].number = 1
        #expect(cards[0] == cards[1])
        #expect(cards[0].snapshot == #"{"name":"Card","b":1}"#)
        #expect(cards[2].unreadable == "snapshot" && cards[3].snapshot == nil)
    }

    @Test("Plain passwords are passwords, and hashes stay hashes")
    func passwords() async throws {
        let text = "id,name,password\n1,ann,=secret\n2,bob,\n3,eve,\"\"\n"
        let plain = try await Self.people(.iam, text, .csv, passwords: .plain)
        #expect(plain.map(\.password) == ["=secret", nil, nil])
        #expect(plain.allSatisfy { $0.passwordHash == nil })
        let hashes = try await Self.people(.iam, text, .csv)
        #expect(hashes.map(\.passwordHash) == ["=secret", nil, nil])
        #expect(hashes.allSatisfy { $0.password == nil })
    }

    @Test("Roster's own: an empty text is a text, and unknown surfaces are no ids")
    func own() async throws {
        let rows = try await ReadTable.people(
            """
            name,displayName,bio,emailIsProven,extend,key.IAM,key.ThinkSNS
            ann,"",,yes,{},7,
            bob,x,"",f,[1],,8
            eve,x,,maybe,,,
            """, .csv)
        #expect(rows[0].displayName == "" && rows[0].bio == nil && rows[0].keys == ["IAM": "7"])
        #expect(rows[0].emailIsProven == true && rows[0].extend == "{}")
        #expect(rows[1].unreadable == "extend" && rows[2].unreadable == "emailIsProven")
        let strange = try await ReadTable.people(
            #"{"name":"ann","keys":{"Elsewhere":"7"}}"# + "\n"
                + #"{"name":"bob","keys":{"IAM":7}}"#,
            .jsonl)
        #expect(strange[0].unreadable == "keys.elsewhere" && strange[1].keys == ["IAM": "7"])
    }

    @Test("The survey knows the highest number, and the columns that nothing is read from")
    func survey() async throws {
        let table = try await ReadTable.records(
            "id,name,shoe\n7,a,1\n900,b,\nx,c,\n12,d,\n", .csv)
        let form = try #require(OldTables.form(of: .iam))
        let decoder = RowDecoder(form: form, time: .utc, passwords: .hash, people: OldTables.people)
        #expect(table.compactMap(decoder.number).max() == 900)
        #expect(table.reduce(into: []) { $0.formUnion(decoder.strangers(in: $1)) } == ["shoe"])
        let own = try await ReadTable.records(
            #"{"name":"a","keys":{"IAM":"7","ThinkSNS":"900"},"guid":"1"}"#, .jsonl)
        let ours = RowDecoder(
            form: .directory, time: .utc, passwords: .hash, people: OldTables.people)
        #expect(own.compactMap(ours.number).max() == 900)
        #expect(own.allSatisfy { ours.strangers(in: $0).isEmpty })
    }
}
