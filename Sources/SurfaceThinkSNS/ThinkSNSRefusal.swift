import HTTPTypes
import RosterCore
import SurfaceKit

/// A refusal in one of the four shapes that coexist in this API (contracts/thinksns.md §2).
struct ThinkSNSRefusal: SurfaceRefusal {
    enum Shape: Sendable, Equatable {
        /// A: `{"message":"text"}`.
        case text(String)
        /// B: `{"message":["text"]}`.
        case texts([String])
        /// C: `{"field":["text"]}`.
        case field(String, String)
        /// D: `{"message":"text","errors":{"field":["text"]}}`, in the order of the fields.
        case fields([FieldProblem])
    }

    /// A field and every rule of it that failed.
    struct FieldProblem: Sendable, Equatable {
        let field: String
        var texts: [String]
    }

    let status: HTTPResponse.Status
    let shape: Shape
    var retryAfterSeconds: Int?
    /// The reason, for the log.
    var note: String?

    private init(
        _ status: HTTPResponse.Status, _ shape: Shape, retryAfterSeconds: Int? = nil,
        note: String? = nil
    ) {
        self.status = status
        self.shape = shape
        self.retryAfterSeconds = retryAfterSeconds
        self.note = note
    }

    /// Shape A.
    static func text(
        _ text: String, _ status: HTTPResponse.Status, retryAfterSeconds: Int? = nil,
        note: String? = nil
    ) -> ThinkSNSRefusal {
        ThinkSNSRefusal(
            status, .text(text), retryAfterSeconds: retryAfterSeconds, note: note)
    }

    /// Shape B.
    static func texts(
        _ text: String, _ status: HTTPResponse.Status = .unprocessableContent, note: String? = nil
    ) -> ThinkSNSRefusal {
        ThinkSNSRefusal(status, .texts([text]), note: note)
    }

    /// Shape C.
    static func field(_ field: String, _ text: String) -> ThinkSNSRefusal {
        ThinkSNSRefusal(.unprocessableContent, .field(field, text), note: field)
    }

    /// Shape D.
    static func fields(_ problems: [FieldProblem]) -> ThinkSNSRefusal {
        ThinkSNSRefusal(
            .unprocessableContent, .fields(problems),
            note: problems.map(\.field).joined(separator: ", "))
    }

    /// Shape D about one field.
    static func rule(_ field: String, _ text: String) -> ThinkSNSRefusal {
        .fields([FieldProblem(field: field, texts: [text])])
    }

    static func unauthenticated(note: String? = nil) -> ThinkSNSRefusal {
        .text("Unauthenticated.", .unauthorized, note: note)
    }

    var reply: Reply {
        var writer = JSONWriter(capacity: 128)
        writer.beginObject()
        switch shape {
        case .text(let text):
            writer.key("message")
            writer.value(text)
        case .texts(let texts):
            writer.key("message")
            Self.write(texts, into: &writer)
        case .field(let field, let text):
            writer.key(field)
            Self.write([text], into: &writer)
        case .fields(let problems):
            writer.key("message")
            writer.value(ThinkSNSText.invalid)
            writer.key("errors")
            writer.beginObject()
            for problem in problems {
                writer.key(problem.field)
                Self.write(problem.texts, into: &writer)
            }
            writer.endObject()
        }
        writer.endObject()
        return Reply.json(writer.take(), status: status, note: note)
            .retrying(afterSeconds: retryAfterSeconds)
    }

    private static func write(_ texts: [String], into writer: inout JSONWriter) {
        writer.beginArray()
        for text in texts { writer.value(text) }
        writer.endArray()
    }
}
