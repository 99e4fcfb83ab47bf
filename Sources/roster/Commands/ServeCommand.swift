import ArgumentParser
import Glibc
import Logging
import RosterServer
import RosterSettings

/// `roster serve`: the server, in the foreground.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the directory on its listeners.")

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        OpenFiles.raiseLimit()
        let settings = try CommandWords.loadSettings().settings
        let server = try await RosterServer.assemble(settings, logger: .roster(settings))
        // Before the listeners: should one fail, the password must not be lost with it.
        if let name = StartMessage.nameWithPassword(server.bootstrap) {
            do {
                try OutputFailure.naming(PasswordRemedy.text(name)) {
                    try StandardOutput.write(StartMessage.password(server.bootstrap))
                }
            } catch {
                await server.open.close()
                throw error
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                guard await server.readiness.wait() else { return }
                // Who looks no more is no reason not to serve.
                try? StandardOutput.write(
                    StartMessage(settings: settings, server: server).text)
            }
            try await server.run()
            group.cancelAll()
        }
    }
}
