import RosterCore
import SurfaceKit

/// A refusal in the envelope, with every field that failed when fields did.
struct ManagementRefusal: SurfaceRefusal {
    /// A field and what is wrong with it, in words for people.
    struct FieldProblem: Sendable, Equatable {
        let field: String
        let message: String
    }

    let code: ManagementCode
    /// The code's own sentence, or a closer one.
    var message: String
    var problems: [FieldProblem] = []
    var retryAfterSeconds: Int?
    /// The reason, for the log.
    var note: String?

    init(
        _ code: ManagementCode, message: String? = nil, retryAfterSeconds: Int? = nil,
        note: String? = nil
    ) {
        self.code = code
        self.message = message ?? code.message
        self.retryAfterSeconds = retryAfterSeconds
        self.note = note
    }

    /// 400 naming every failing field.
    init(_ problems: [FieldProblem]) {
        self.init(.badRequest, note: problems.map(\.field).joined(separator: ", "))
        self.problems = problems
    }
}
