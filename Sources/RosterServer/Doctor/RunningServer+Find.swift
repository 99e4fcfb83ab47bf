import RosterControl

extension RunningServer {
    /// The server that runs on a data folder, by its own word.
    package static func find(dataFolder: String) async -> Presence {
        do throws(ControlFailure) {
            let client = try ControlClient(dataFolder: dataFolder, release: Release.version)
            guard let client else { return .nobody }
            let status: ServerStatus
            do throws(ControlFailure) {
                status = try client.ask(ServerStatusVerb())
            } catch {
                // It has greeted, so it does not hang.
                return error.code == .gone ? .nobody : .foreign(error.message)
            }
            return .running(
                RunningServer(
                    process: status.process, release: status.release, ports: status.ports))
        } catch {
            switch error.code {
            case .otherRelease, .unreadable: return .foreign(error.message)
            case .busy: return .silent(error.message)
            default: return .nobody
            }
        }
    }
}
