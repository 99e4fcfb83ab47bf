import HTTPTypes
import RosterCore

/// Takes the requests of one listener to their surfaces and the answers back: ownership of
/// prefixes, bounds, authentication, buckets, request ids, logs and metrics, once for all surfaces.
package struct Dispatcher: Sendable {
    let mounts: [MountedSurface]
    let context: DispatchContext

    package var heads: HeadBudget { context.heads }

    /// - Throws: ``MountCollision`` when two mounts would answer for the same path.
    package init(mounts: [Mount], context: DispatchContext) throws(MountCollision) {
        if let collision = MountCollision.find(among: mounts) { throw collision }
        self.mounts = mounts.map { MountedSurface($0, metrics: context.metrics) }
        self.context = context
    }

    /// The answer to one request. Never throws: whatever happens has a rendering.
    package func respond(to request: IncomingRequest, body: any BodyReading) async -> Reply {
        let start = context.nanoseconds()
        let requestID = requestID(of: request)
        let (mounted, route, reply) = await route(request, requestID: requestID, body: body)
        let timers = route.flatMap { mounted?.timers[$0] } ?? mounted?.unknownRoute
        let elapsed = context.nanoseconds() - start
        (timers ?? context.unowned).record(status: reply.status.code, nanoseconds: elapsed)
        if context.logs(reply) {
            context.log(
                reply, request: request, client: client(of: request), requestID: requestID,
                surface: mounted?.name, nanoseconds: elapsed)
        }
        let whole = finish(reply, of: mounted, request: request, requestID: requestID)
        return await admitted(whole, of: mounted, request: request, requestID: requestID)
    }

    /// The answer with the memory that it takes, or what is said in its place.
    private func admitted(
        _ reply: Reply, of mounted: MountedSurface?, request: IncomingRequest, requestID: String
    ) async -> Reply {
        var reply = reply
        let block = client(of: request)?.bucketKey
        reply.lease = await context.unread.admit(reply.body.count, for: block)
        guard reply.lease == nil else { return reply }
        guard let mounted, request.method == .get else {
            reply.body = []
            reply.isAbandoned = true
            return reply
        }
        let refusal = mounted.surface.render(
            .overloaded(retryAfterSeconds: Bounds.overloadRetrySeconds))
        var short = finish(refusal, of: mounted, request: request, requestID: requestID)
        short.lease = await context.unread.admit(short.body.count, for: block)
        return short
    }

    private func route(
        _ request: IncomingRequest, requestID: String, body: any BodyReading
    ) async -> (MountedSurface?, Int?, Reply) {
        let target = RequestTarget(request.target)
        guard let mounted = owner(of: target?.path ?? request.roughPath) else {
            return (nil, nil, .json(["error": "not found"], status: .notFound))
        }
        let block = client(of: request)?.bucketKey
        guard let room = context.heads.take(request.memoryBytes, for: block) else {
            let refusal = TransportRefusal.overloaded(
                retryAfterSeconds: Bounds.overloadRetrySeconds)
            return (mounted, nil, mounted.surface.render(refusal).closingConnection())
        }
        defer { room.release() }
        guard request.headerBytes <= Bounds.headerBytesMax else {
            return (mounted, nil, mounted.surface.render(.headersTooLarge).closingConnection())
        }
        guard let target else { return (mounted, nil, mounted.surface.render(.badTarget)) }
        if let preflight = preflightReply(to: request, on: mounted) {
            return (mounted, nil, preflight)
        }
        var headers = request.headers
        // A range is one of GET's (RFC 9110 §14.2), and HEAD goes on as GET.
        if request.method == .head { headers[.range] = nil }
        let head = RequestHead(
            method: request.method == .head ? .get : request.method,
            path: Array(target.path.dropFirst(mounted.mount.prefix.count)), query: target.query,
            authority: request.authority, headers: headers, declared: mounted.headers,
            requestID: requestID, peer: request.peer, client: client(of: request),
            isHTTP10: request.isHTTP10, targetAuthority: request.targetAuthority)
        let (number, reply) = await respond(to: head, on: mounted, body: body)
        return (mounted, number, reply)
    }

    /// The mount that owns the longest prefix of `path`.
    private func owner(of path: [String]) -> MountedSurface? {
        var best: (length: Int, mounted: MountedSurface)?
        for mounted in mounts {
            for prefix in mounted.owned where path.starts(with: prefix) {
                if prefix.count >= best?.length ?? 0 { best = (prefix.count, mounted) }
            }
        }
        return best?.mounted
    }

    private func client(of request: IncomingRequest) -> ClientAddress? {
        guard let peer = request.peer, !context.trustedProxies.isEmpty else { return request.peer }
        return ForwardedAddress.client(
            peer: peer, forwardedFor: request.headers[values: .xForwardedFor],
            trusted: context.trustedProxies)
    }
}
