import ArgumentParser
import RosterSettings

/// A verb to which the setting `surfaces` says something: it serves them, examines them or shows the
/// settings.
///
/// Every other verb refuses the flag: `key create --surfaces IAM` would make a key for all surfaces,
/// and `import --surfaces IAM` would read the table as Roster's own, where `--surface` was meant. In
/// the environment and the file it stands for the server, and does no harm.
protocol SurfaceReading {}

extension ServeCommand: SurfaceReading {}
extension ConfigCommand: SurfaceReading {}
extension DoctorCommand: SurfaceReading {}

extension CommandWords {
    /// The flag that only these verbs take.
    static let surfacesFlag = SettingsTable.key(of: \.surfaces).flag

    /// The names of the verbs that take ``surfacesFlag``.
    static let surfaceVerbs = ["serve", "config", "doctor"]

    /// - Throws: `ValidationError` for a flag of a setting that says nothing to the verb.
    func refuseIdleSettings(of command: any ParsableCommand) throws {
        guard !(command is any SurfaceReading),
            settings.contains(where: { $0.flagName == Self.surfacesFlag })
        else { return }
        throw ValidationError(
            "\(Self.surfacesFlag) is for the surfaces of a server, and this verb has none; "
                + "--surface names the one that a verb works for")
    }
}
