import ArgumentParser
import RosterSettings

/// What the program leaves outside itself: the sections FILES and EXIT STATUS.
extension Manual {
    /// What stands in the data folder; a test compares it with the folder of a server that runs.
    private static let dataFolder = [
        (
            "roster.db",
            """
            The SQLite database; beside it, while a process has it open, `roster.db-wal` and \
            `roster.db-shm`, which belong to it.
            """
        ),
        ("roster.lock", "Held by the one process that owns the folder; it has its number."),
        ("roster.sock", "Where a server that runs performs verbs, for the owner of the folder."),
        (
            "secret.key",
            """
            The key that wraps private keys at rest, unless `secret.file` names another file. \
            The database cannot be used without it.
            """
        ),
        ("media", "What people have uploaded."),
        ("outbox", "Mails and text messages, until `mail.url` and `sms.url` name servers."),
    ]

    var files: [String] {
        let items = Self.dataFolder.flatMap { name, text in
            [".It Pa \(Roff.argument(name))"] + Roff.lines(text)
        }
        let standard = Roff.argument(SettingsLoader.standardFile)
        return [".Sh FILES"] + Roff.lines("In the folder that `--data` names:")
            + [".Bl -tag -width Ds"] + items + [".El", ".Pp", "Elsewhere:", ".Bl -tag -width Ds"]
            + [".It Pa \(standard)"]
            + Roff.lines("The file of settings, if it exists and `--config` names no other.")
            + [".El"]
    }

    /// The parser's numbers.
    var exitStatus: [String] {
        let statuses = [
            (ExitCode.success, "The verb did what it was asked; a server was told to stop."),
            (.failure, "It did not; standard error says why."),
            (.validationFailure, "The words of the command line say nothing that can be done."),
        ]
        let items = statuses.flatMap { code, text in
            [".It \(code.rawValue)"] + Roff.lines(text)
        }
        return [".Sh EXIT STATUS", ".Bl -tag -width Ds"] + items + [".El"]
    }
}
