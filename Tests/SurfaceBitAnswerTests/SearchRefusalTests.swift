import RosterTestSupport
import Testing

/// Searches that are refused (contracts/bitanswer.md §0, §4). Each body has one thing wrong.
@Suite("Refused searches", .serialized) struct SearchRefusalTests {
    private static let good = Body.query("=", ["admin"])

    /// The element of `querys` that is wrong, and what `msg` may name.
    private static let querys: [(String, [String])] = [
        (#"{"name":"nickName","op":"=","values":["a"]}"#, ["nickName", "name"]),
        (#"{"name":"guid","op":"=","values":["a"]}"#, ["guid", "name"]),
        (#"{"name":"password","op":"like","values":["%"]}"#, ["password", "name"]),
        (#"{"name":"","op":"=","values":["a"]}"#, ["name"]),
        (#"{"name":1,"op":"=","values":["a"]}"#, ["name"]),
        (#"{"op":"=","values":["a"]}"#, ["name"]),
        (#"{"name":"name","values":["a"]}"#, ["op"]),
        (#"{"name":"name","op":"==","values":["a"]}"#, ["op", "=="]),
        (#"{"name":"name","op":"!=","values":["a"]}"#, ["op", "!="]),
        (#"{"name":"name","op":"in","values":["a"]}"#, ["op", "in"]),
        (#"{"name":"name","op":"between","values":["a","b"]}"#, ["op", "between"]),
        (#"{"name":"name","op":"not like","values":["a"]}"#, ["op", "not like"]),
        (#"{"name":"name","op":"","values":["a"]}"#, ["op"]),
        (#"{"name":"name","op":7,"values":["a"]}"#, ["op"]),
        (#"{"name":"name","op":"= '' OR 1=1 --","values":["a"]}"#, ["op"]),
        (#"{"name":"name","op":"="}"#, ["values"]),
        (#"{"name":"name","op":"=","values":[]}"#, ["values"]),
        (#"{"name":"name","op":"like","values":[]}"#, ["values"]),
        (#"{"name":"name","op":"=","values":"a"}"#, ["values"]),
        (#"{"name":"name","op":"=","values":[{}]}"#, ["values"]),
        (#"{"name":"name","op":"=","values":["a",["b"]]}"#, ["values"]),
        (#"{"name":"name","op":">","values":["a","b"]}"#, ["values", ">"]),
        (#"{"name":"name","op":">=","values":["a","b"]}"#, ["values", ">="]),
        (#"{"name":"name","op":"<","values":["a","b"]}"#, ["values", "<"]),
        (#"{"name":"name","op":"<=","values":["a","b"]}"#, ["values", "<="]),
        (#""name""#, ["querys"]), ("7", ["querys"]), ("[]", ["querys"]),
    ]

    private static let sorts: [(String, [String])] = [
        (#"{"name":"nickName"}"#, ["nickName", "name"]),
        (#"{"name":"regDate","order":"ASC"}"#, ["regDate", "name"]),
        (#"{"order":"ASC"}"#, ["name"]), (#"{"name":7}"#, ["name"]),
        (#"{"name":"name; DROP TABLE accounts"}"#, ["name"]),
        (#"{"name":"name","order":"UP"}"#, ["order"]),
        (#"{"name":"name","order":""}"#, ["order"]),
        (#"{"name":"name","order":1}"#, ["order"]),
        (#"{"name":"name","order":"ASC, id"}"#, ["order"]),
        (#""name""#, ["sorts"]),
    ]

    @Test("a wrong element of querys is refused by name, be another right") func wrongQuerys()
        async throws
    {
        try await Stage.run { stage in
            try await stage.play(
                Self.querys.flatMap { element, words in
                    [
                        Scenario(
                            "alone: \(element)", "POST", "/users/data",
                            body: Body.search([element]),
                            .refused(.invalid, naming: words + ["querys", "0", "1"])),
                        Scenario(
                            "second: \(element)", "POST", "/users/data",
                            body: Body.search([Self.good, element]),
                            .refused(.invalid, naming: words + ["querys", "1", "2"])),
                    ]
                })
        }
    }

    @Test("a wrong element of sorts is refused by name") func wrongSorts() async throws {
        try await Stage.run { stage in
            try await stage.play(
                Self.sorts.map { element, words in
                    Scenario(
                        element, "POST", "/users/data", body: Body.search(sorts: [element]),
                        .refused(.invalid, naming: words + ["sorts", "0", "1"]))
                })
        }
    }

    @Test("a body that is no search is refused") func bodies() async throws {
        let bodies = [
            "[]", "7", #""name""#, "{", #"{"querys":[}"#, #"{"querys":{}}"#, #"{"querys":"name"}"#,
            #"{"sorts":{"name":"name"}}"#, #"{"sorts":"name"}"#, "name=admin",
            #"{"querys":[],"querys":[]}"#, "{} {}", "\u{FEFF}nothing",
        ]
        try await Stage.run { stage in
            try await stage.play(
                bodies.map {
                    Scenario($0, "POST", "/users/data", body: $0, .refused(.invalid))
                })
        }
    }
}
