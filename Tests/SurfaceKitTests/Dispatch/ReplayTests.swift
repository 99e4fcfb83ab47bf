import HTTPTypes
import RosterCore
import SurfaceKit
import Synchronization
import Testing

/// Repeated requests at the edge (DESIGN §6): who is answered from memory, and what is kept there.
@Suite("Replay") struct ReplayTests {
    private static let named: HTTPFields = [.authorization: "good", .idempotencyKey: "k"]

    /// A surface whose every POST says how many it has seen, with `status`.
    private static func counting(
        _ status: HTTPResponse.Status = .ok, access: Route.Access = .required,
        replays: Bool? = nil, keeping: Reply.Keeping = .afterwards
    ) throws -> (dispatcher: Dispatcher, count: Counter) {
        let counter = Counter()
        let route = Route(.post, "/count", access: access, replays: replays) { _ in
            var reply = Reply(status, body: Array("\(counter.next())".utf8))
            reply.keeping = keeping
            return reply
        }
        let surface = TrialSurface(name: SurfaceName("Trial"), routes: [route])
        return (try dispatcher([Mount(surface)]), counter)
    }

    @Test("a named request runs once and answers alike")
    func once() async throws {
        let (dispatcher, counter) = try Self.counting()
        for _ in 0..<3 {
            let answer = await ask(dispatcher, .post, "/count?a=1", Self.named)
            #expect(answer.text == "1" && answer.status == 200)
        }
        #expect(counter.value == 1)
        var other = Self.named
        other[.idempotencyKey] = "l"
        #expect(await ask(dispatcher, .post, "/count?a=1", other).text == "2")
        let unnamed = await ask(dispatcher, .post, "/count?a=1", [.authorization: "good"])
        #expect(unnamed.text == "3")
    }

    @Test("another body or query under the same key is refused in the surface's shape")
    func reused() async throws {
        let (dispatcher, counter) = try Self.counting()
        _ = await ask(dispatcher, .post, "/count?a=1", Self.named)
        let query = await ask(dispatcher, .post, "/count?a=2", Self.named)
        #expect(query.text == "Trial idempotencyKeyReused")
        let body = await ask(dispatcher, .post, "/count?a=1", Self.named, body: TrialBody("x"))
        #expect(body.text == "Trial idempotencyKeyReused")
        #expect(counter.value == 1)
    }

    @Test(
        "failures of ours, missing rights and throttles are not kept",
        arguments: [401, 403, 408, 429, 500, 503])
    func notKept(status: Int) async throws {
        let (dispatcher, _) = try Self.counting(HTTPResponse.Status(code: status))
        #expect(await ask(dispatcher, .post, "/count", Self.named).text == "1")
        #expect(await ask(dispatcher, .post, "/count", Self.named).text == "2")
    }

    @Test("other refusals are kept as successes are", arguments: [400, 404, 409, 412, 422])
    func kept(status: Int) async throws {
        let (dispatcher, _) = try Self.counting(HTTPResponse.Status(code: status))
        #expect(await ask(dispatcher, .post, "/count", Self.named).text == "1")
        let again = await ask(dispatcher, .post, "/count", Self.named)
        #expect(again.text == "1" && again.status == status)
    }

    @Test("open routes, routes that say so, strangers and answers that say so are not replayed")
    func never() async throws {
        for trial in [
            try Self.counting(access: .open), try Self.counting(replays: false),
            try Self.counting(keeping: .never),
        ] {
            _ = await ask(trial.dispatcher, .post, "/count", Self.named)
            #expect(await ask(trial.dispatcher, .post, "/count", Self.named).text == "2")
        }
        let (dispatcher, _) = try Self.counting(access: .optional)
        _ = await ask(dispatcher, .post, "/count", [.idempotencyKey: "k"])
        #expect(await ask(dispatcher, .post, "/count", [.idempotencyKey: "k"]).text == "2")
    }

    @Test(
        "a key that is empty, too long or not printable is refused and nothing runs",
        arguments: ["", String(repeating: "k", count: 256), "k\u{e9}"])
    func badKeys(key: String) async throws {
        let (dispatcher, counter) = try Self.counting()
        let answer = await ask(
            dispatcher, .post, "/count", [.authorization: "good", .idempotencyKey: key])
        #expect(answer.text == "Trial badIdempotencyKey")
        var twice = Self.named
        twice.append(HTTPField(name: .idempotencyKey, value: "l"))
        #expect(
            await ask(dispatcher, .post, "/count", twice).text == "Trial badIdempotencyKey")
        #expect(counter.value == 0)
    }
}

/// Counts calls.
private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
