import CoreMetrics
import HTTPTypes
import Logging
import RosterCore
import SurfaceKit
import Synchronization

/// A small surface that says what reached it: the word of its name in every answer.
struct TrialSurface: Surface {
    let name: SurfaceName
    var ownedPrefixes: [[String]] = [[]]
    var authenticatesUnknownRoutes = false
    var routes: [Route] = []
    var headers = HeaderDeclaration(reads: [.authorization])
    var challenges = ["Bearer realm=trial"]

    func authenticate(
        _ head: RequestHead, from origin: RequestOrigin
    ) async -> Authentication {
        switch head.headers[.authorization] {
        case nil: .anonymous(Reply(.unauthorized, body: Array("\(name) who".utf8)))
        case "good", "Basic good": .principal(.operator)
        default: .refused(Reply(.unauthorized, body: Array("\(name) bad".utf8)))
        }
    }

    func render(_ refusal: TransportRefusal) -> Reply {
        Reply(.badRequest, body: Array("\(name) \(refusal)".utf8))
    }

    func render(_ error: DirectoryError) -> Reply {
        Reply(.internalServerError, body: Array("\(name) \(error)".utf8))
    }
}

/// Keeps answers in memory.
final class TrialAnswers: AnswerKeeping {
    private let kept = Mutex<[String: (content: String, answer: KeptAnswer)]>([:])

    func key(
        of caller: Principal, request: [String], content: [String]
    ) -> IdempotencyKey {
        IdempotencyKey(
            id: request.joined(separator: " "), content: content.joined(separator: " "))
    }

    func alone<Value: Sendable>(_ key: IdempotencyKey, _ body: () async -> Value) async -> Value {
        await body()
    }

    func keptAnswer(_ key: IdempotencyKey) async throws(DirectoryError) -> KeptAnswer? {
        guard let (content, answer) = kept.withLock({ $0[key.id] }) else { return nil }
        guard content == key.content else { throw .idempotencyKeyReused }
        return answer
    }

    func keep(
        _ answer: KeptAnswer, under key: IdempotencyKey
    ) async throws(DirectoryError) -> KeptAnswer {
        kept.withLock { $0[key.id] = (content: key.content, answer: answer) }
        return answer
    }
}

/// A body that is there, or fails in a given way; tells whether it was asked for.
final class TrialBody: BodyReading {
    private let bytes: [UInt8]
    private let failure: TransportRefusal?
    private let reads = Mutex(0)
    let length: BodyLength

    init(
        _ text: String = "", failure: TransportRefusal? = nil, length: BodyLength? = nil
    ) {
        self.bytes = Array(text.utf8)
        self.length = length ?? (failure == nil ? .known(bytes.count) : .unknown)
        self.failure = failure
    }

    var wasRead: Bool { reads.withLock { $0 > 0 } }

    func next() async throws(TransportFailure) -> [UInt8]? {
        let isFirst = reads.withLock { count in
            count += 1
            return count == 1
        }
        if let failure { throw TransportFailure(failure) }
        return isFirst && !bytes.isEmpty ? bytes : nil
    }
}

/// An answer of `text`, what the call was made of included.
func saying(_ text: String) -> @Sendable (Call) async -> Reply {
    { call in
        let parameters = call.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let parts = [text] + parameters + [String(decoding: call.body, as: UTF8.self)]
        return Reply(.ok, body: Array(parts.filter { !$0.isEmpty }.joined(separator: " ").utf8))
    }
}

/// A dispatcher over `mounts` with quiet logs and metrics.
func dispatcher(
    _ mounts: [Mount], perMinute: Int = 60, changesPerMinute: Int = 60, proxies: [String] = [],
    origins: Set<String> = []
) throws(MountCollision) -> Dispatcher {
    try Dispatcher(
        mounts: mounts,
        context: DispatchContext(
            metrics: NOOPMetricsHandler.instance,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            buckets: AddressBuckets(perMinute: perMinute),
            searches: AddressBuckets(perMinute: perMinute),
            changes: KeyedBuckets(perMinute: changesPerMinute),
            trustedProxies: proxies.compactMap { AddressBlock($0) }, corsOrigins: origins,
            answers: TrialAnswers(), nanoseconds: { 0 }, milliseconds: { 0 },
            makeRequestID: { "made-here" }))
}

/// The answer to one request, body as text.
func ask(
    _ dispatcher: Dispatcher, _ method: HTTPRequest.Method, _ target: String,
    _ headers: HTTPFields = [:], from peer: String = "192.0.2.1", body: TrialBody = TrialBody()
) async -> (status: Int, text: String, headers: HTTPFields) {
    let reply = await dispatcher.respond(
        to: IncomingRequest(
            method: method, target: target, headers: headers, peer: ClientAddress(peer)),
        body: body)
    return (reply.status.code, String(decoding: reply.body, as: UTF8.self), reply.headers)
}
