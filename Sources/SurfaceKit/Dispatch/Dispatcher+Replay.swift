package import HTTPTypes
package import RosterCore

extension Dispatcher {
    /// Runs the handler, or gives the answer that it gave before to the same request of the same
    /// caller (DESIGN §6). A twin that arrives meanwhile waits for the first one's answer.
    func replayableAnswer(
        to call: Call, by route: Route, on surface: any Surface
    ) async -> Reply {
        let head = call.head
        let values = head.fields[values: surface.idempotencyField]
        guard let id = values.first, call.caller != .anonymous else {
            return await route.handler(call)
        }
        guard values.count == 1, Self.isIdempotencyKey(id) else {
            return surface.render(.badIdempotencyKey)
        }
        let path = head.path.joined(separator: "/")
        // NUL between names and values, which no decoded query could fake with `=` and `&`.
        let query = head.query.items.map { "\($0.name)\0\($0.value)" }.joined(separator: "\0\0")
        let type = head.fields[values: .contentType].joined(separator: ", ")
        let key = context.answers.key(
            of: call.caller,
            request: [surface.name.rawValue, head.method.rawValue, path, id],
            content: [query, type, String(decoding: call.body, as: UTF8.self)])
        return await context.answers.alone(key) {
            await answer(to: call.named(key), under: key, by: route, on: surface)
        }
    }

    private func answer(
        to call: Call, under key: IdempotencyKey, by route: Route, on surface: any Surface
    ) async -> Reply {
        do throws(DirectoryError) {
            if let kept = try await context.answers.keptAnswer(key) { return Reply(kept) }
            let reply = await route.handler(call)
            guard reply.keeping == .afterwards, reply.isFinal,
                reply.body.count <= Bounds.keptRefusalBytesMax
            else { return reply }
            var kept = Reply(try await context.answers.keep(reply.kept, under: key))
            kept.note = reply.note
            return kept
        } catch {
            return surface.render(error)
        }
    }

    private static func isIdempotencyKey(_ text: String) -> Bool {
        (1...Bounds.idempotencyKeyBytesMax).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}

extension Directory {
    /// Makes a change and renders its answer, which is kept in the same transaction when the
    /// caller named the request.
    package func reply<Value: Sendable>(
        to call: Call, with change: PreparedChange<Value>,
        _ render: @escaping @Sendable (Value) -> Reply
    ) async throws(DirectoryError) -> Reply {
        guard let key = call.idempotencyKey else { return render(try await commit(change)) }
        let kept = try await commit(change, keeping: key) { render($0).kept }
        var reply = Reply(kept)
        reply.keeping = .done
        return reply
    }
}

extension Reply {
    /// An answer that will be the same the next time: no failure of ours, no lack of credential,
    /// no throttle.
    fileprivate var isFinal: Bool {
        status.code < 500 && ![401, 403, 408, 429].contains(status.code)
    }

    fileprivate var kept: KeptAnswer {
        KeptAnswer(
            status: status.code,
            headers: headers.map { KeptAnswer.Header(name: $0.name.rawName, value: $0.value) },
            body: String(decoding: body, as: UTF8.self))
    }

    fileprivate init(_ kept: KeptAnswer) {
        var headers = HTTPFields()
        for header in kept.headers {
            if let name = HTTPField.Name(header.name) {
                headers.append(HTTPField(name: name, value: header.value))
            }
        }
        self.init(
            HTTPResponse.Status(code: kept.status), headers: headers, body: Array(kept.body.utf8))
        self.keeping = .done
    }
}

extension HTTPField.Name {
    package static let idempotencyKey = HTTPField.Name.named("Idempotency-Key")
}
