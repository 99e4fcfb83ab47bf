import RosterCore
import SurfaceKit

extension IAMSurface {
    /// `GET /healthz`: the process answers.
    func health(_ call: Call) async throws(IAMRefusal) -> Reply {
        .json(["status": "ok"])
    }

    /// `GET /version`: what is known of the build; keys as upstream names them.
    func version(_ call: Call) async throws(IAMRefusal) -> Reply {
        .json(.object(JSONObject(options.version.map { ($0.0, .string($0.1)) })))
    }

    /// `GET /metrics`: for this machine, or for an administrator (DESIGN §1).
    func metrics(_ call: Call) async throws(IAMRefusal) -> Reply {
        let isOwn = options.servesThisMachine && call.head.isFromThisMachine
        guard isOwn || call.caller.isAdministrator else {
            throw call.caller == .anonymous
                ? IAMRefusal(bearer: .missing) : IAMRefusal(.permissionDenied)
        }
        return options.metrics()
    }
}
