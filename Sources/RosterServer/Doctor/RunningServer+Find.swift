import RosterControl

extension RunningServer {
    /// The server that runs on a data folder, by its own word.
    ///
    /// Nil when nobody listens there, and when the one who does cannot be spoken to by a program of
    /// this release: then the lock tells that there is one.
    package static func find(dataFolder: String) async -> RunningServer? {
        guard
            let client = try? ControlClient(
                dataFolder: dataFolder, release: Release.version),
            let status = try? client.ask(ServerStatusVerb())
        else { return nil }
        return RunningServer(
            process: status.process, release: status.release, ports: status.ports)
    }
}
