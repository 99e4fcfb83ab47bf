import ArgumentParser
import RosterControl

/// `roster session ...`
struct SessionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session", abstract: "List and end logins.",
        subcommands: [SessionListCommand.self, SessionEndCommand.self])
}

/// `roster session list`
struct SessionListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the live sessions of one account, oldest first.")

    @OptionGroup var argument: UserArgument
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let sessions = try await Desk.ask(SessionListVerb(user: argument.user))
        try output.write(sessions) {
            table(
                ["ID", "SURFACE", "SINCE", "LAST USED", "ADDRESS", "CLIENT"],
                sessions.map { session in
                    [
                        session.id, session.surface, session.createdAt, session.lastUsedAt,
                        session.address ?? "-", session.userAgent ?? "-",
                    ]
                })
        }
    }
}

/// `roster session end`
struct SessionEndCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end",
        abstract: "End every session of an account, or one: their next request is refused.")

    @Argument(help: "A name, a number or a proven e-mail; not with --session.") var user: String?
    @Option(help: "One session, by the id that `session list` shows.") var session: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (user == nil) != (session == nil) else {
            throw ValidationError("name either a user or --session")
        }
    }

    func run() async throws {
        let verb = session.map { SessionEndVerb(session: $0) } ?? SessionEndVerb(user: user ?? "")
        let answer = try await Desk.ask(verb)
        try output.write(answer) { "ended \(answer.ended)\n" }
    }
}
