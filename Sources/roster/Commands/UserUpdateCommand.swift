import ArgumentParser
import RosterControl
import RosterCore

/// `roster user update`
struct UserUpdateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change an account; what is not named stays.",
        discussion: "To empty a field, name it with --clear: email, phone, avatar, background, "
            + "bio, sex or location.")

    @OptionGroup var argument: UserArgument
    @Option(help: "Another name.") var name: String?
    @Option(help: "The name to show.") var displayName: String?
    @Option(help: "An e-mail; it counts as proven.") var email: String?
    @Option(help: "A phone; free text.") var phone: String?
    @Option(help: "An absolute http(s) URL.") var avatar: String?
    @Option(help: "An absolute http(s) URL.") var background: String?
    @Option(help: "What the person says of itself.") var bio: String?
    @Option(help: "0 unknown, 1 male, 2 female.") var sex: Int?
    @Option(help: "Where the person is.") var location: String?
    @Option(help: "user or admin.") var role: Role?
    @Option(help: "A field to empty; once for each.") var clear: [String] = []
    @OptionGroup var output: OutputOptions

    /// What is set, by the field's word.
    private var values: [String: String] {
        let all: [(UserUpdateVerb.FieldName, String?)] = [
            (.name, name), (.displayName, displayName), (.email, email), (.phone, phone),
            (.avatar, avatar), (.background, background), (.bio, bio),
            (.sex, sex.map { "\($0)" }), (.location, location), (.role, role?.rawValue),
        ]
        return Dictionary(
            uniqueKeysWithValues: all.compactMap { field, value in
                value.map { (field.rawValue, $0) }
            })
    }

    func validate() throws {
        if values.isEmpty, clear.isEmpty { throw ValidationError("there is nothing to change") }
        if let word = clear.first(where: { values[$0] != nil }) {
            throw ValidationError("--clear \(word) and a new value exclude each other")
        }
    }

    func run() async throws {
        var verb = UserUpdateVerb(user: argument.user)
        verb.values = values
        verb.cleared = clear
        let account = try await Desk.ask(verb)
        try output.write(account) { account.lines }
    }
}
