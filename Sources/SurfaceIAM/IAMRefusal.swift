import HTTPTypes
import SurfaceKit

/// A refusal in one of IAM's two shapes (contracts/iam.md §2): `{"code","message"}`, and
/// `{"message"}` for what the upstream's JWT library refuses.
struct IAMRefusal: SurfaceRefusal {
    enum Shape {
        case coded(IAMCode)
        case plain(String)
    }

    let shape: Shape
    let status: HTTPResponse.Status
    var retryAfterSeconds: Int?
    /// The reason, for the log.
    var note: String?

    /// With the code's own status, or another one.
    init(
        _ code: IAMCode, status: HTTPResponse.Status? = nil, retryAfterSeconds: Int? = nil,
        note: String? = nil
    ) {
        self.shape = .coded(code)
        self.status = status ?? code.status
        self.retryAfterSeconds = retryAfterSeconds
        self.note = note
    }

    init(
        message: String, status: HTTPResponse.Status, retryAfterSeconds: Int? = nil,
        note: String? = nil
    ) {
        self.shape = .plain(message)
        self.status = status
        self.retryAfterSeconds = retryAfterSeconds
        self.note = note
    }

    var reply: Reply {
        let reply: Reply
        switch shape {
        case .coded(let code):
            reply = .json(
                ["code": .number(JSONNumber(code.rawValue)), "message": .string(code.message)],
                status: status, note: note)
        case .plain(let message):
            reply = .json(["message": .string(message)], status: status, note: note)
        }
        return reply.retrying(afterSeconds: retryAfterSeconds)
    }
}
