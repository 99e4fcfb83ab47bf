import HTTPTypes
import RosterCore
import SurfaceKit

/// A failure as `{"status":<number>,"msg":<cause>}`. What a handler decides is HTTP 200; what the
/// transport refuses has the HTTP status too.
struct BitAnswerRefusal: SurfaceRefusal {
    let code: BitAnswerCode
    /// Names the offending account, field or index.
    let message: String
    var status: HTTPResponse.Status
    var retryAfterSeconds: Int?
    /// The reason, for the log.
    var note: String?

    init(
        _ code: BitAnswerCode, _ message: String, status: HTTPResponse.Status? = nil,
        retryAfterSeconds: Int? = nil, note: String? = nil
    ) {
        self.code = code
        self.message = message
        self.status = status ?? Self.status(of: code)
        self.retryAfterSeconds = retryAfterSeconds
        self.note = note
    }

    var reply: Reply {
        var writer = JSONWriter(capacity: 64 + message.utf8.count)
        writer.beginObject()
        writer.key("status")
        writer.value(code.rawValue)
        writer.key("msg")
        writer.value(message)
        writer.endObject()
        return .json(writer.take(), status: status, note: note ?? message)
            .retrying(afterSeconds: retryAfterSeconds)
    }

    private static func status(of code: BitAnswerCode) -> HTTPResponse.Status {
        switch code {
        case .invalid, .notFound, .conflict, .tooMany: .ok
        case .badKey: .unauthorized
        case .unknownRoute: .notFound
        case .internalError: .internalServerError
        case .busy: .serviceUnavailable
        }
    }
}
