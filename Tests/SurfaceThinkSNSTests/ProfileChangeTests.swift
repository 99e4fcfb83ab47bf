import Foundation
import RosterTestSupport
import Testing

/// `PATCH /user`: contracts/thinksns.md §0, §6 and §9.
@Suite("Changes of a profile", .serialized) struct ProfileChangeTests {
    private static func patch(_ body: String, _ answer: Answer) -> Scenario {
        Scenario("PATCH \(body)", "PATCH", "/user", body: body, answer)
    }

    @Test("keys that are there change, the others stay") func partial() async throws {
        try await SNS.run { sns in
            let all = #"{"name":"新名字","bio":"a bio","sex":1,"location":"成都市 四川省 中国"}"#
            try await sns.play([Self.patch(all, .done)])
            try await sns.play([
                Self.patch("{}", .done), Self.patch(#"{"nickname":"x","role":"admin"}"#, .done),
                Self.patch(#"{"sex":2}"#, .done),
            ])
            let own = try await sns.own()
            #expect(own.text("name") == "新名字" && own.text("bio") == "a bio", "\(own)")
            #expect(own.number("sex") == 2 && own.text("location") == "成都市 四川省 中国")
            #expect(own.text("email") == "anna@example.com", "\(own)")
        }
    }

    @Test("empty texts and null clear, and white space at the edges is cut") func clearing()
        async throws
    {
        try await SNS.run { sns in
            for field in ["bio", "location"] {
                for empty in [#""""#, "null", #""   ""#] {
                    try await sns.play([Self.patch(#"{"\#(field)":"  set  "}"#, .done)])
                    #expect(try await sns.own().text(field) == "set")
                    try await sns.play([Self.patch(#"{"\#(field)":\#(empty)}"#, .done)])
                    #expect(try await sns.own().isNull(field), "\(field): \(empty)")
                }
            }
        }
    }

    @Test("avatar and bg are nodes of the caller's, and cleared like texts") func nodes()
        async throws
    {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            let mine = try await sns.store()
            let other = try await sns.store(.gif, by: .bert)
            let announced = try await sns.ticket(Picture.webP.bytes, as: "image/webp").node
            for field in ["avatar", "bg"] {
                let wrong = [
                    "\"\(other)\"", "\"\(announced)\"", #""public:nothing""#, #""public:""#,
                    #""https://example.com/a.png""#, #""x""#, "1", "{}", "true",
                ]
                try await sns.play(
                    wrong.map { Self.patch(#"{"\#(field)":\#($0)}"#, .invalid([field])) })
                for empty in [#""""#, "null"] {
                    try await sns.play([Self.patch(#"{"\#(field)":"\#(mine)"}"#, .done)])
                    let url = try await sns.own().part(field)["url"] as? String
                    #expect(url?.hasSuffix(mine) == true, "\(url ?? "none")")
                    try await sns.play([Self.patch(#"{"\#(field)":\#(empty)}"#, .done)])
                    #expect(try await sns.own().isNull(field), "\(field): \(empty)")
                }
            }
        }
    }

    @Test("sex is one of three, as a number or as a text") func sex() async throws {
        try await SNS.run { sns in
            for (spelling, number) in [
                ("1", 1), ("2", 2), ("0", 0), (#""1""#, 1), (#""2""#, 2), (#""0""#, 0),
            ] {
                try await sns.play([Self.patch(#"{"sex":\#(spelling)}"#, .done)])
                #expect(try await sns.own().number("sex") == number, "\(spelling)")
            }
            try await sns.play(
                ["3", "-1", "1.5", #""3""#, #""male""#, "[]", "{}", #""1x""#].map {
                    Self.patch(#"{"sex":\#($0)}"#, .invalid(["sex"]))
                })
        }
    }

    @Test("bio and location hold 191 characters, whatever their bytes") func lengths() async throws
    {
        try await SNS.run { sns in
            for field in ["bio", "location"] {
                let fits = String(repeating: "中", count: 191)
                try await sns.play([
                    Self.patch(#"{"\#(field)":"\#(fits)"}"#, .done),
                    Self.patch(#"{"\#(field)":"\#(fits)x"}"#, .invalid([field])),
                    Self.patch(#"{"\#(field)":[1]}"#, .invalid([field])),
                    Self.patch(#"{"\#(field)":{}}"#, .invalid([field])),
                ])
                #expect(try await sns.own().text(field) == fits)
            }
        }
    }

    @Test("all fields are looked at, and nothing is changed when one is wrong") func all()
        async throws
    {
        try await SNS.run { sns in
            let body = #"{"name":"1a","sex":5,"bio":"new","avatar":"x"}"#
            let answer = try await sns.call("PATCH", "/user", body: body)
            check(answer, is: .invalid(["name", "sex", "avatar"]))
            // Bad characters and a bad length.
            #expect(answer.errors["name"]?.count == 2, "\(answer)")
            let own = try await sns.own()
            #expect(own.text("name") == "anna" && own.isNull("bio"), "\(own)")
        }
    }

    @Test("bodies that are no profile are refused") func malformed() async throws {
        try await SNS.run { sns in
            for body in ["{", #"{"bio":}"#, #"{"bio":"a"#, #"{"bio":"a","bio":"b""#] {
                let answer = try await sns.call("PATCH", "/user", body: body)
                #expect([400, 422].contains(answer.status), "\(body): \(answer)")
                #expect(ErrorShape.of(answer) != nil, "\(body): \(answer)")
            }
        }
    }
}
