import RosterControl

/// What to do about a generated password that nobody saw.
enum PasswordRemedy {
    static func text(_ name: some CustomStringConvertible) -> String {
        "set another password: roster user password \(name.description.shellWord)"
    }
}
