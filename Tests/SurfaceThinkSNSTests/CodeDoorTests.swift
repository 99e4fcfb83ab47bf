import RosterCore
import RosterTestSupport
import Testing

/// `POST /verifycodes` and `POST /verifycodes/register`: contracts/thinksns.md §0 and §5.
@Suite("Asking for codes", .serialized) struct CodeDoorTests {
    @Test("proof is sent to proven addresses of active accounts, and the answer never tells")
    func alike() async throws {
        try await SNS.run { sns in
            try await sns.directory.make("offline", email: "offline@example.com")
            try await sns.directory.set(.disabled, of: "offline")
            let silent = ["nobody@example.com", "offline@example.com", "13900139000"]
            for address in silent {
                check(try await sns.ask(.prove, address), is: .sent, address)
            }
            // Goes out behind the others, if there were any.
            _ = try await sns.code(.prove, to: "anna@example.com")
            for address in silent {
                #expect(try sns.outbox.messages(to: address).isEmpty, "\(address)")
            }
        }
    }

    @Test("a claim on somebody's address sends a notice without a code") func notice()
        async throws
    {
        try await SNS.run { sns in
            check(try await sns.ask(.claim, "anna@example.com"), is: .sent)
            let message = try await sns.outbox.waitForMessage(to: "anna@example.com")
            let groups = message.split { !$0.isASCII || !$0.isNumber }.filter { $0.count == 6 }
            #expect(groups.isEmpty, "\(message)")
        }
    }

    @Test("mail goes to the stored spelling") func spelling() async throws {
        try await SNS.run { sns in
            check(try await sns.ask(.prove, "ANNA@Example.COM"), is: .sent)
            _ = try await sns.outbox.waitForCode(to: "anna@example.com")
            #expect(try sns.outbox.messages(to: "ANNA@Example.COM").isEmpty)
        }
    }

    @Test("addresses that are none are named", arguments: SNS.Purpose.allCases)
    func malformed(_ purpose: SNS.Purpose) async throws {
        try await SNS.run(people: []) { sns in
            func ask(_ body: String, _ answer: Answer) -> Scenario {
                Scenario(body, "POST", purpose.rawValue, by: .anonymous, body: body, answer)
            }
            try await sns.play([
                ask(#"{"email":"x"}"#, .invalid(["email"])),
                ask(#"{"email":["a@example.com"]}"#, .invalid(["email"])),
                ask(#"{"email":"a@example.com\r\nBcc: b@example.com"}"#, .invalid(["email"])),
                ask(#"{"phone":"12345"}"#, .invalid(["phone"])),
                ask(#"{"phone":"+1 555 0100"}"#, .invalid(["phone"])),
                ask(#"{"email":"x","phone":"y"}"#, .invalid(["email", "phone"])),
                ask("{}", .refused(422, .d)), ask(#"{"email":""}"#, .refused(422, .d)),
            ])
        }
    }

    @Test("one a minute, known or not, however spelt", arguments: SNS.Purpose.allCases)
    func throttle(_ purpose: SNS.Purpose) async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            for spellings in [
                ["anna@example.com", "ANNA@example.com"],
                ["nobody@example.com", "Nobody@Example.com"],
                ["13900139000", "+8613900139000"],
            ] {
                check(try await sns.ask(purpose, spellings[0]), is: .sent)
                for spelling in spellings {
                    let answer = try await sns.ask(purpose, spelling)
                    check(answer, is: .throttled, spelling)
                    let wait = answer.header("Retry-After").flatMap { Int($0) } ?? 0
                    #expect((1...60).contains(wait), "\(answer)")
                }
                clock.advance(seconds: 59)
                check(try await sns.ask(purpose, spellings[0]), is: .throttled)
                clock.advance(seconds: 1)
                check(try await sns.ask(purpose, spellings[0]), is: .sent, "a minute later")
            }
        }
    }

    @Test("the minute runs for each door alone, the day's ten for both") func day() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            for address in ["anna@example.com", "nobody@example.com"] {
                for _ in 0..<5 {
                    check(try await sns.ask(.prove, address), is: .sent)
                    check(try await sns.ask(.claim, address), is: .sent)
                    clock.advance(seconds: 61)
                }
                for purpose in SNS.Purpose.allCases {
                    check(try await sns.ask(purpose, address), is: .throttled, address)
                }
                clock.advance(days: 1)
                check(try await sns.ask(.prove, address), is: .sent, "the next day")
            }
        }
    }

    @Test("of many at once one is sent") func atOnce() async throws {
        try await SNS.run(clock: TestClock()) { sns in
            let answers = try await WireClient.atOnce(12) { _ in
                try await sns.ask(.prove, "anna@example.com")
            }
            let sent = answers.filter { Answer.sent.problem(with: $0) == nil }
            let refused = answers.filter { Answer.throttled.problem(with: $0) == nil }
            #expect(sent.count == 1 && refused.count == 11, "\(answers)")
        }
    }
}
