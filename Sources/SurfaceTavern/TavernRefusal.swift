import HTTPTypes
import SurfaceKit

/// A refusal as `{"error":{"code","message","details"?}}`; `details` are the issues of a
/// validation and are left out elsewhere.
struct TavernRefusal: SurfaceRefusal {
    /// What is wrong with one part of a request. Upstream validates the shape first, with JSON
    /// pointers for paths, and then the content, with dotted ones (contracts/tavern.md §3).
    struct Issue: Sendable, Equatable {
        let path: String
        let message: String
        let code: String
    }

    let code: TavernCode
    let message: String
    var issues: [Issue] = []
    var status: HTTPResponse.Status
    var retryAfterSeconds: Int?
    /// The reason, for the log.
    var note: String?

    init(
        _ code: TavernCode, message: String? = nil, status: HTTPResponse.Status? = nil,
        retryAfterSeconds: Int? = nil, note: String? = nil
    ) {
        self.code = code
        self.message = message ?? code.message
        self.status = status ?? code.status
        self.retryAfterSeconds = retryAfterSeconds
        self.note = note
    }

    /// 400 with the issues found.
    init(_ issues: [Issue]) {
        let note = issues.map { "\($0.path) \($0.code)" }.joined(separator: ", ")
        self.init(.validation, note: note)
        self.issues = issues
    }

    init(issue path: String, _ message: String, _ code: String) {
        self.init([Issue(path: path, message: message, code: code)])
    }

    var reply: Reply {
        var writer = JSONWriter(capacity: 128)
        writer.beginObject()
        writer.key("error")
        writer.beginObject()
        writer.key("code")
        writer.value(code.rawValue)
        writer.key("message")
        writer.value(message)
        if !issues.isEmpty {
            writer.key("details")
            writer.beginArray()
            for issue in issues {
                writer.beginObject()
                writer.key("path")
                writer.value(issue.path)
                writer.key("message")
                writer.value(issue.message)
                writer.key("code")
                writer.value(issue.code)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endObject()
        writer.endObject()
        return .json(writer.take(), status: status, note: note)
            .retrying(afterSeconds: retryAfterSeconds)
    }
}
