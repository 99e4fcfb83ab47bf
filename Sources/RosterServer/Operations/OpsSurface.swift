import HTTPTypes
import RosterCore
import SurfaceKit

/// What operators and their tools ask of a process: `/healthz /readyz /metrics /version
/// /.well-known/jwks.json` on the main listener (DESIGN §8).
struct OpsSurface: Surface {
    let name = SurfaceName("Ops")
    let ownedPrefixes = [
        ["healthz"], ["readyz"], ["metrics"], ["version"], [".well-known", "jwks.json"],
    ]
    let authenticatesUnknownRoutes = false
    let headers = HeaderDeclaration(reads: [.authorization])
    let challenges = [#"Bearer realm="Roster""#]

    let directory: Directory
    let readiness: Readiness
    let metrics: ProcessMetrics
    /// Whether `/metrics` needs no credential of this machine's callers.
    let servesThisMachine: Bool
    let trial: WriteTrial

    var routes: [Route] {
        [
            Route(.get, "/healthz", access: .open, handler: health),
            Route(.get, "/readyz", access: .open, handler: ready),
            Route(.get, "/metrics", access: .optional, handler: showMetrics),
            Route(.get, "/version", access: .open, handler: version),
            Route(.get, "/.well-known/jwks.json", access: .open, handler: keys),
        ]
    }

    func authenticate(
        _ head: RequestHead, from origin: RequestOrigin
    ) async -> Authentication {
        let token: String
        switch BearerCredential(head.headers) {
        case .missing: return .anonymous(Self.error("credential required", .unauthorized))
        case .unusable: return .refused(Self.error("credential not understood", .unauthorized))
        case .token(let text): token = text
        }
        do throws(DirectoryError) {
            return .principal(
                try await directory.authenticate(bearer: token, on: name))
        } catch {
            return .refused(render(error))
        }
    }

    func render(_ refusal: TransportRefusal) -> Reply {
        switch refusal {
        case .unknownRoute: return Self.error("not found", .notFound)
        case .wrongMethod(let allowed):
            return Self.error("method not allowed", .methodNotAllowed)
                .with(.allow, allowed.map(\.rawValue).joined(separator: ", "))
        case .badTarget: return Self.error("bad path or query", .badRequest)
        case .bodyTooLarge: return Self.error("body too large", .contentTooLarge)
        case .bodyTooSlow: return Self.error("body too slow", .requestTimeout)
        case .bodyCutShort: return Self.error("body cut short", .badRequest)
        case .encodedBody: return Self.error("encoded body", .unsupportedMediaType)
        case .badIdempotencyKey: return Self.error("bad idempotency key", .badRequest)
        case .headersTooLarge:
            return Self.error("headers too large", .requestHeaderFieldsTooLarge)
        case .tooManyRequests(let seconds):
            return Self.error("too many requests", .tooManyRequests)
                .retrying(afterSeconds: seconds)
        case .overloaded(let seconds): return render(.busy(retryAfterSeconds: seconds))
        }
    }

    func render(_ error: DirectoryError) -> Reply {
        switch error {
        case .busy(let seconds), .throttled(let seconds):
            return Self.error("busy", .serviceUnavailable).retrying(afterSeconds: seconds)
        case .storage: return Self.error("the database does not answer", .serviceUnavailable)
        case .forbidden: return Self.error("only administrators may", .forbidden)
        case .unauthenticated, .wrongCredentials, .accountDisabled, .notFound, .conflict,
            .cardNameTaken, .revisionMismatch, .invalid, .ambiguous, .inBatch,
            .idempotencyKeyReused, .wrongCode, .alreadyFollowing, .ownFollow, .balanceOutOfRange,
            .uploadRefused, .quotaExceeded:
            return Self.error("credential not accepted", .unauthorized)
        }
    }

    /// The process answers.
    private func health(_ call: Call) async -> Reply { .json(["status": "ok"]) }

    /// Every listener accepts, and what a write needs is there; migrations come before any listener. The
    /// answer of a failing server names what fails: `{"error":"not ready","failing":["disk"]}`.
    private func ready(_ call: Call) async -> Reply {
        var failing = readiness.isReady ? [] : ["listeners"]
        if failing.isEmpty { failing = await trial.failing().map(\.rawValue) }
        guard !failing.isEmpty else { return .json(["status": "ready"]) }
        let names = failing.map { JSONValue.string($0) }
        return .json(
            ["error": "not ready", "failing": .array(names)], status: .serviceUnavailable)
    }

    /// For this machine, or for an administrator.
    private func showMetrics(_ call: Call) async -> Reply {
        let isOwn = servesThisMachine && call.head.isFromThisMachine
        guard isOwn || call.caller.isAdministrator else {
            return call.caller == .anonymous
                ? Self.error("credential required", .unauthorized)
                : Self.error("only administrators may", .forbidden)
        }
        metrics.noteClock(isHeld: directory.clockIsHeld)
        return metrics.reply()
    }

    private func version(_ call: Call) async -> Reply {
        .json([
            "version": .string(Release.version), "compiler": .string(Release.compiler),
            "platform": .string(Release.platform),
        ])
    }

    /// The public halves of the signing keys as a JWK Set (RFC 7517 §5).
    private func keys(_ call: Call) async -> Reply {
        let keys = directory.keyrings.current?.publicKeys ?? []
        let list = keys.map { key -> JSONValue in
            [
                "kty": "EC", "crv": "P-256", "x": .string(key.x), "y": .string(key.y),
                "kid": .string(key.keyID), "use": "sig", "alg": .string(key.algorithm),
            ]
        }
        return .json(["keys": .array(list)]).with(.cacheControl, "public, max-age=300")
    }

    private static func error(_ text: String, _ status: HTTPResponse.Status) -> Reply {
        .json(["error": .string(text)], status: status)
    }
}
