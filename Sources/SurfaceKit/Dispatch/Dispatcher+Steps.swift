import HTTPTypes
import RosterCore

extension Dispatcher {
    /// Match, authenticate, count, read, handle: the order in which a request is refused.
    /// - Returns: the route's number, if one matched, and the answer.
    func respond(
        to head: RequestHead, on mounted: MountedSurface, body: any BodyReading
    ) async -> (Int?, Reply) {
        let surface = mounted.surface
        let number: Int
        let parameters: [String: String]
        switch mounted.table.match(head.method, head.path) {
        case .route(let found, let values): (number, parameters) = (found, values)
        case .wrongMethod(let allowed):
            return (nil, await refuse(head, on: surface, .wrongMethod(allowed: allowed)))
        case .none:
            return (nil, await refuse(head, on: surface, .unknownRoute))
        }
        let route = surface.routes(number, in: mounted)
        let caller: Principal
        switch await authenticate(head, for: route, on: surface) {
        case .success(let principal): caller = principal
        case .failure(let refused): return (number, refused.reply)
        }
        if let refusal = takeFromBuckets(head, route, caller, parameters) {
            return (number, surface.render(refusal))
        }
        return (
            number,
            await handle(
                head, by: route, parameters: parameters, caller: caller, body: body, on: surface)
        )
    }

    /// What can be refused without the body is refused before any of it is read.
    private func handle(
        _ head: RequestHead, by route: Route, parameters: [String: String], caller: Principal,
        body: any BodyReading, on surface: any Surface
    ) async -> Reply {
        let origin = origin(of: head, on: surface)
        let call = { (bytes: [UInt8], stream: BodyStream?) in
            Call(
                head: head, parameters: parameters, caller: caller, body: bytes,
                length: body.length, stream: stream, origin: origin, pace: pace,
                memory: PageMemory(budget: context.pages, block: head.client?.bucketKey))
        }
        do throws(TransportFailure) {
            try refuseEarly(body, head: head, limit: route.bodyBytesMax)
            if let refusal = await route.check?(call([], nil)) { return refusal }
            switch route.bodyUse {
            case .unread: return await answer(to: call([], nil), by: route, on: surface)
            case .whole:
                let lease = try await context.bodies.admit(
                    0, for: head.client?.bucketKey, isStranger: caller == .anonymous)
                defer { lease.release() }
                let bytes = try await body.read(upTo: route.bodyBytesMax, under: lease)
                return await answer(to: call(bytes, nil), by: route, on: surface)
            case .streamed:
                let lease = try await context.bodies.admit(
                    Bounds.bodyStepBytes, for: head.client?.bucketKey)
                defer { lease.release() }
                let stream = BodyStream(body, limit: route.bodyBytesMax, lease: lease)
                let reply = await answer(to: call([], stream), by: route, on: surface)
                if let failure = stream.failure { throw failure }
                return reply
            }
        } catch {
            return surface.render(error.refusal).closingConnection()
        }
    }

    private func answer(to call: Call, by route: Route, on surface: any Surface) async -> Reply {
        await ScanCaller.$current.withValue(ScanCaller(call.actor)) {
            guard route.replays else { return await route.handler(call) }
            return await replayableAnswer(to: call, by: route, on: surface)
        }
    }

    private func refuseEarly(
        _ body: any BodyReading, head: RequestHead, limit: Int
    ) throws(TransportFailure) {
        let encoding = head.fields[.contentEncoding]?.lowercased()
        if let encoding, encoding != "identity" { throw TransportFailure(.encodedBody) }
        if case .known(let count) = body.length, count > limit {
            throw TransportFailure(.bodyTooLarge)
        }
    }

    private func authenticate(
        _ head: RequestHead, for route: Route, on surface: any Surface
    ) async -> Result<Principal, RefusedReply> {
        if route.access == .open { return .success(.anonymous) }
        switch await identify(head, on: surface) {
        case .principal(let principal): return .success(principal)
        case .refused(let reply): return .failure(RefusedReply(reply: reply))
        case .anonymous(let reply):
            if route.access == .optional { return .success(.anonymous) }
            return .failure(RefusedReply(reply: reply))
        }
    }

    /// Where a surface hides its paths from strangers, the credential is asked for first.
    private func refuse(
        _ head: RequestHead, on surface: any Surface, _ refusal: TransportRefusal
    ) async -> Reply {
        guard surface.authenticatesUnknownRoutes else { return surface.render(refusal) }
        switch await identify(head, on: surface) {
        case .principal: return surface.render(refusal)
        case .anonymous(let reply), .refused(let reply): return reply
        }
    }

    /// Asks the surface who sends a request. A password sent with the request itself is a login as
    /// any other and counts on the address's bucket, unless it is right.
    private func identify(_ head: RequestHead, on surface: any Surface) async -> Authentication {
        guard head.sendsPassword, let client = head.client else {
            return await surface.authenticate(head, from: origin(of: head, on: surface))
        }
        if let refusal = takeFromBucket(head) { return .refused(surface.render(refusal)) }
        let origin = origin(of: head, on: surface)
        // Nobody is known yet: passwords wait for their turn by address.
        let caller = ScanCaller(.anonymous, addressBlock: origin.addressBlock)
        let answer = await ScanCaller.$current.withValue(caller) {
            await surface.authenticate(head, from: origin)
        }
        if case .principal = answer {
            context.buckets.giveBack(client, now: context.milliseconds())
        }
        return answer
    }

    private func pace(_ account: Account) -> Int? {
        guard account.role != .admin,
            case .after(let seconds) = context.changes.take(
                account.id, now: context.milliseconds())
        else { return nil }
        return seconds
    }

    private func takeFromBuckets(
        _ head: RequestHead, _ route: Route, _ caller: Principal, _ parameters: [String: String]
    ) -> TransportRefusal? {
        if route.isPaced, let id = caller.pacedAccount,
            case .after(let seconds) = context.changes.take(id, now: context.milliseconds())
        {
            return .tooManyRequests(retryAfterSeconds: seconds)
        }
        if case .searches = route.guarded {
            guard caller == .anonymous, let client = head.client,
                case .after(let seconds) = context.searches.take(
                    client, now: context.milliseconds())
            else { return nil }
            return .tooManyRequests(retryAfterSeconds: seconds)
        }
        return route.counts(caller, parameters) ? takeFromBucket(head) : nil
    }

    private func takeFromBucket(_ head: RequestHead) -> TransportRefusal? {
        guard let client = head.client,
            case .after(let seconds) = context.buckets.take(client, now: context.milliseconds())
        else { return nil }
        return .tooManyRequests(retryAfterSeconds: seconds)
    }

    private func origin(of head: RequestHead, on surface: any Surface) -> RequestOrigin {
        let agent = head.fields[.userAgent].map { text in
            String(decoding: text.utf8.prefix(Bounds.userAgentBytesMax), as: UTF8.self)
        }
        return RequestOrigin(
            surface: surface.name, requestID: head.requestID,
            address: head.client?.description,
            addressBlock: head.client?.bucketKey.description, userAgent: agent)
    }
}

extension RequestHead {
    /// `Authorization: Basic`, in any letter case (RFC 7617).
    fileprivate var sendsPassword: Bool {
        guard let value = fields[.authorization] else { return false }
        return value.utf8.prefix(6).elementsEqual("basic ".utf8) { $0 | 0x20 == $1 }
    }
}

extension Route {
    fileprivate func counts(_ caller: Principal, _ parameters: [String: String]) -> Bool {
        switch guarded {
        case .nobody, .searches: false
        case .everybody: true
        case .strangers: caller == .anonymous
        case .those(let count): count(parameters)
        }
    }
}

extension Principal {
    /// The account whose changes count: a user's. Those of administrators are the operator's own, and
    /// so are those of this machine's own user.
    fileprivate var pacedAccount: AccountID? {
        if case .local = credential { return nil }
        return isAdministrator ? nil : account?.id
    }
}

/// An answer in the place of an error.
private struct RefusedReply: Error {
    let reply: Reply
}
