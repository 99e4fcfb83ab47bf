import HTTPTypes
import RosterCore
import SurfaceKit

/// The envelope of every answer: `code`, `message`, `data`, `timestamp`, and with failing fields
/// `errors` (contracts/management.md §1).
struct ManagementEnvelope {
    /// The server's time of the reply.
    let time: Timestamp

    /// A success; `data` is `null` where nothing is written.
    func reply(
        _ status: HTTPResponse.Status = .ok, message: String = "success",
        _ writeData: (inout JSONWriter) -> Void = { $0.null() }
    ) -> Reply {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.key("code")
        writer.value(status.code)
        writer.key("message")
        writer.value(message)
        writer.key("data")
        writeData(&writer)
        writer.key("timestamp")
        writer.value(time.milliseconds)
        writer.endObject()
        return .json(writer.take(), status: status)
    }

    func reply(to refusal: ManagementRefusal) -> Reply {
        var writer = JSONWriter(capacity: 128)
        writer.beginObject()
        writer.key("code")
        writer.value(refusal.code.rawValue)
        writer.key("message")
        writer.value(refusal.message)
        writer.key("data")
        writer.null()
        writer.key("timestamp")
        writer.value(time.milliseconds)
        if !refusal.problems.isEmpty {
            writer.key("errors")
            writer.beginArray()
            for problem in refusal.problems {
                writer.beginObject()
                writer.key("field")
                writer.value(problem.field)
                writer.key("message")
                writer.value(problem.message)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endObject()
        return Reply.json(writer.take(), status: refusal.code.status, note: refusal.note)
            .retrying(afterSeconds: refusal.retryAfterSeconds)
    }
}
