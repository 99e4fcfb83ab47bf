import ArgumentParser

/// `roster user ...`
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "List, show and change accounts.",
        subcommands: [
            UserListCommand.self, UserShowCommand.self, UserCreateCommand.self,
            UserPasswordCommand.self,
        ])
}
