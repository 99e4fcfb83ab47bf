import Foundation
import RosterTestSupport
import Synchronization

/// Clients that write as fast as they can until the server dies under them, and what they know of
/// every account they wrote: what was acknowledged last, and what was on its way at the end.
///
/// The lock guards that knowledge, which all clients share.
final class WriteStorm: Sendable {
    enum Content: Hashable, CustomStringConvertible {
        case absent
        case nickname(String)

        var description: String {
            switch self {
            case .absent: "absent"
            case .nickname(let text): text
            }
        }
    }

    private struct Knowledge {
        var acknowledged = Content.absent
        var pending: Content?
    }

    private struct State {
        var accounts: [String: Knowledge] = [:]
        var acknowledgedCount = 0
        /// Answers other than success.
        var refusals: [String] = []
    }

    private let state = Mutex(State())

    var acknowledgedCount: Int { state.withLock { $0.acknowledgedCount } }
    var refusals: [String] { state.withLock { $0.refusals } }
    var pendingCount: Int { state.withLock { $0.accounts.values.count { $0.pending != nil } } }

    /// Writes with some clients at once until none of them has a connection any more.
    func rage(round: Int, clients: Int, port: Int, token: String) async {
        await withTaskGroup(of: Void.self) { group in
            for client in 0..<clients {
                group.addTask {
                    try? await onThread {
                        try self.write(as: "storm-\(round)-\(client)", port: port, token: token)
                    }
                }
            }
        }
    }

    /// What is wrong with what a restarted server holds, by name; empty if every acknowledged write
    /// is there. From now on what was found is what is known.
    func contradictions(to found: [String: String]) -> [String] {
        state.withLock { state in
            var wrong = found.keys.filter { state.accounts[$0] == nil }.map { "\($0): unheard of" }
            for (name, knowledge) in state.accounts {
                let content = found[name].map(Content.nickname) ?? .absent
                if content != knowledge.acknowledged, content != knowledge.pending {
                    let pending = knowledge.pending.map { " or \($0)" } ?? ""
                    wrong.append("\(name): \(content), not \(knowledge.acknowledged)\(pending)")
                }
                state.accounts[name] = Knowledge(acknowledged: content)
            }
            return wrong
        }
    }

    /// Accounts one after another, each created, changed four times and every other one deleted.
    private func write(as prefix: String, port: Int, token: String) throws {
        let connection = try WireConnection(port: port)
        defer { connection.close() }
        for number in 0... {
            let name = "\(prefix)-\(number)"
            for step in 0..<5 {
                let text = userBody(name, nickname: "step-\(step)")
                let (method, target) =
                    step == 0 ? ("POST", "/v1/users") : ("PUT", "/v1/users/\(name)")
                try write(name, .nickname("step-\(step)")) {
                    try connection.exchange(method, target, token: token, body: text)
                }
            }
            guard number.isMultiple(of: 2) else { continue }
            try write(name, .absent) {
                try connection.exchange("DELETE", "/v1/users/\(name)", token: token)
            }
        }
    }

    private func write(
        _ name: String, _ content: Content, by exchange: () throws -> WireResponse
    ) throws {
        state.withLock { $0.accounts[name, default: Knowledge()].pending = content }
        let answer = try exchange()
        state.withLock { state in
            state.accounts[name]?.pending = nil
            guard answer.status == 200 else {
                state.refusals.append("\(name): \(answer)")
                return
            }
            state.accounts[name]?.acknowledged = content
            state.acknowledgedCount += 1
        }
    }
}

extension WireConnection {
    /// One request and its answer on a connection that stays open.
    func exchange(
        _ method: String, _ target: String, token: String? = nil, body: String = ""
    ) throws -> WireResponse {
        let credential = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        try write(
            "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\n\(credential)"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        return try readResponse()
    }
}
