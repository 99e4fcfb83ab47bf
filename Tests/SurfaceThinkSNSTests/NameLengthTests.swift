import RosterSettings
import RosterTestSupport
import Testing

/// Names that people give themselves: contracts/thinksns.md §6 and DESIGN §2.
@Suite("Names", .serialized) struct NameLengthTests {
    /// The page's table and its neighbours; the text between the quotes of JSON.
    private static let fit = [
        "abcd", "张三", "张ab", "a1_B", "_abc", "abcdefghijklmnopqrstuvwx", "张三1234567890abcdefghij",
        "一二三四五六七八九十甲乙", "😀😀",
    ]
    private static let unfit = [
        "abc", "张", "张a", "a", "abcdefghijklmnopqrstuvwxy", "一二三四五六七八九十甲乙丙", "1abc",
        "一二三四五六七八九十甲乙a", "a b c d", "abc-d", "abc.d", "abc@d", "a@b.cd", "13800138000",
        "12345", "１２３４", "abc'd", "abc/d", "<b>x</b>", "张\\u0000三", "张\\u0007三", "张三\\u202E",
        "abcd,efgh", "abcd%",
    ]

    @Test("a name of 2 to 12 widths is taken, and read back") func taken() async throws {
        try await SNS.run({ $0.quotaRenames = 100 }) { sns in
            for name in Self.fit {
                let answer = try await sns.call("PATCH", "/user", body: #"{"name":"\#(name)"}"#)
                check(answer, is: .done, name)
                #expect(try await sns.own().text("name") == name)
            }
        }
    }

    @Test("other names are refused, and so is none") func refused() async throws {
        try await SNS.run { sns in
            let values = Self.unfit.map { "\"\($0)\"" } + [#""""#, #""  ""#, "null", "1", "[]"]
            try await sns.play(
                values.map {
                    Scenario(
                        "the name \($0)", "PATCH", "/user", body: #"{"name":\#($0)}"#,
                        .invalid(["name"]))
                })
            #expect(try await sns.own().text("name") == "anna")
        }
    }

    @Test("somebody else's name is taken, one's own is not") func taking() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            func name(_ name: String, _ answer: Answer) -> Scenario {
                Scenario(
                    "the name \(name)", "PATCH", "/user", body: #"{"name":"\#(name)"}"#, answer)
            }
            try await sns.play([
                name("bert", .taken("name")), name("BERT", .taken("name")),
                name("ｂｅｒｔ", .taken("name")), name("admin", .taken("name")),
                name("anna", .done), name("ANNA", .done), name(" annA ", .done),
            ])
            #expect(try await sns.own().text("name") == "annA")
        }
    }

    @Test("a name that this surface would not take is shown all the same") func foreign()
        async throws
    {
        try await SNS.run(people: []) { sns in
            // Nothing that this surface would take; other surfaces did.
            try await sns.directory.make("x.y-z 1")
            let list = try await sns.call("GET", "/users?name=x.y", by: .anonymous)
            check(list, is: .users)
            #expect(list.names == ["x.y-z 1"], "\(list)")
            let one = try await sns.call("GET", "/users/\(list.ids.first ?? 0)", by: .anonymous)
            check(one, is: .user)
        }
    }
}
