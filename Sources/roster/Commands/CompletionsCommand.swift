import ArgumentParser

/// `roster completions`: a script on standard output, for the shell to load.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print the script that completes words of this command in a shell.",
        discussion: """
            For one session of bash: source <(roster completions bash). `make install` puts the
            scripts of all three where they are found.
            """)

    @Argument(help: "bash, zsh or fish.") var shell: Shell

    func run() throws {
        try StandardOutput.write(shell.completionScript)
    }
}

extension Shell: ExpressibleByArgument {}
