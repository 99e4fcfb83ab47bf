/// Whoever owns the data folder is a server that answers, and of this release.
enum LockCheck {
    static func findings(_ folder: String, _ presence: RunningServer.Presence) -> [Finding] {
        switch presence {
        case .nobody: break
        case .running(let server): return [finding(of: server)]
        case .foreign(let text):
            return [
                .warning(
                    "server", "a server runs on the data folder, and cannot be asked: \(text)",
                    mend: "try again, with the program of the server's own release")
            ]
        case .silent(let text):
            return [.failure("server", line: text, mend: "end the server, and start it again")]
        }
        switch DataFolder.holder(of: folder) {
        case .nobody: return [.fine("lock", "no process owns the data folder")]
        case .process(let number):
            let name = number.map { "process \($0)" } ?? "a process"
            return [
                .failure(
                    "lock",
                    "\(name) owns the data folder \(folder), and does not answer as a server",
                    mend: "wait for the command that runs, or end \(name)")
            ]
        case .unreadable(let number):
            let path = DataFolder.lockPath(in: folder)
            return [
                .failure(
                    "lock", "the lock \(path) cannot be read: \(StartFailure.text(of: number))",
                    mend: "let the user that runs roster read and write \(path)")
            ]
        }
    }

    private static func finding(of running: RunningServer) -> Finding {
        let text =
            "a server of release \(running.release) runs on the data folder "
            + "(process \(running.process))"
        guard running.release != Release.version else { return .fine("server", text) }
        return .warning(
            "server", text + ", this program is of release \(Release.version)",
            mend: "restart `roster serve`, or use the program of its release")
    }
}
