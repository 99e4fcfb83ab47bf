import Foundation
import RosterCore
import RosterTestSupport
import Testing

/// THREATS 8 and 9: guessing passwords, and telling accounts apart.
@Suite("Guessing", .serialized) struct GuessingTests {
    @Test("of 200 parallel guesses over three doors five are compared, and a restart forgets none")
    func parallelGuesses() async throws {
        let clock = TestClock()
        try await withTemporaryFolder { folder in
            try await ServerFixture.run(in: folder, adjusting: { $0.running(on: clock) }) {
                server in
                let stage = try await Stage(server)
                let answers = try await Self.guess(stage, count: 200)
                let compared = answers.filter { $0.status != 429 }
                #expect(compared.count == 5)
                #expect(compared.allSatisfy { $0.status == 401 })
                #expect(answers.allSatisfy { $0.status == 401 || $0.header("Retry-After") != nil })
            }
            try await ServerFixture.run(in: folder, adjusting: { $0.running(on: clock) }) {
                server in
                let right = Body.login("foo", Stage.password)
                let early = try await server.iam.send("POST", "/login", body: right)
                #expect(Answer.throttled.problem(with: early) == nil)
                clock.advance(seconds: 2)
                let late = try await server.iam.send("POST", "/login", body: right)
                #expect(Answer.token.problem(with: late) == nil)
            }
        }
    }

    @Test("the delay doubles, tries within it do not count, and success resets it")
    func delays() async throws {
        let clock = TestClock()
        try await Stage.run(clock: clock) { stage in
            func guess(_ password: String) async throws -> WireResponse {
                try await stage.call(
                    "POST", "/login", by: .anonymous, body: Body.login("foo", password))
            }
            for _ in 0..<4 {
                let answer = try await guess("wrong")
                #expect(answer.status == 401)
            }
            for seconds in [1, 2, 4, 8] {
                #expect(try await guess("wrong").status == 401)
                for _ in 0..<3 {
                    #expect(try await guess("wrong").header("Retry-After") == "\(seconds)")
                }
                clock.advance(seconds: Int64(seconds))
            }
            #expect(try await guess(Stage.password).status == 200)
            for _ in 0..<5 { #expect(try await guess("wrong").status == 401) }
            #expect(try await guess("wrong").header("Retry-After") == "1")
        }
    }

    @Test("unknown login ids are throttled as known ones are, in every spelling")
    func unknownIDs() async throws {
        try await Stage.run(clock: TestClock()) { stage in
            for name in ["nobody", "Nobody", "NOBODY", "nobody", "ｎｏｂｏｄｙ"] {
                let answer = try await stage.call(
                    "POST", "/login", by: .anonymous, body: Body.login(name, "x"))
                #expect(answer.status == 401)
            }
            try await stage.play([
                Scenario(
                    "the sixth try", "POST", "/login", by: .anonymous,
                    body: Body.login("nobody", "x"), .throttled),
                Scenario("by Basic", "GET", "/v1/users", by: .basic("nobody", "x"), .throttled),
            ])
        }
    }

    @Test("unknown, wrong, disabled and passwordless logins take the same time")
    func timing() async throws {
        try await Stage.run { stage in
            let accounts = 4
            for number in 0..<accounts {
                try await stage.make("known\(number)", password: Stage.password)
                try await stage.make("empty\(number)")
                try await stage.make("off\(number)", password: Stage.password)
                try await stage.disable("off\(number)")
            }
            var times: [String: [Duration]] = [:]
            for round in 0..<(accounts * 4) {
                for kind in ["known", "empty", "off", "nobody"] {
                    let start = ContinuousClock.now
                    let answer = try await stage.call(
                        "POST", "/login", by: .anonymous,
                        body: Body.login("\(kind)\(round % accounts)", "Wrong@2020"))
                    times[kind, default: []].append(start.duration(to: .now))
                    #expect(answer.status == 401)
                }
            }
            let medians = times.mapValues { $0.sorted()[$0.count / 2] }
            let fastest = medians.values.min() ?? .zero
            let slowest = medians.values.max() ?? .zero
            #expect(slowest < fastest * 2, "\(medians)")
        }
    }

    /// Wrong passwords for `foo` over login, Basic and change_password, all at once.
    private static func guess(_ stage: Stage, count: Int) async throws -> [WireResponse] {
        try await withThrowingTaskGroup(of: WireResponse.self) { group in
            for number in 0..<count {
                group.addTask {
                    let password = "wrong\(number)"
                    switch number % 3 {
                    case 0:
                        return try await stage.call(
                            "POST", "/login", by: .anonymous, body: Body.login("foo", password))
                    case 1:
                        return try await stage.call(
                            "GET", "/v1/users/foo", by: .basic("foo@example.com", password))
                    default:
                        return try await stage.call(
                            "PUT", "/v1/users/foo/change_password",
                            body: Body.passwords(old: password, new: "Foo@2021"))
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
