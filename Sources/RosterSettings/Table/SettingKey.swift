/// The dotted name of a setting, as a configuration file spells it: `iam.passwordHash`.
///
/// The names of its environment variable and its flag follow from it by the rules that the
/// providers of swift-configuration look values up with.
package struct SettingKey: RawRepresentable, Hashable, Sendable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package init(stringLiteral text: String) {
        self.init(rawValue: text)
    }

    package var description: String { rawValue }

    /// `iam.passwordHash` → `ROSTER_IAM_PASSWORD_HASH`.
    package var environmentName: String {
        SettingKey.environmentPrefix + words.joined(separator: "_").uppercased()
    }

    /// `iam.passwordHash` → `--iam-password-hash`.
    package var flag: String { "--" + words.joined(separator: "-").lowercased() }

    /// What the names of all environment variables of Roster begin with.
    package static let environmentPrefix = "ROSTER_"

    /// The names between the dots.
    var components: [String] { rawValue.split(separator: ".").map(String.init) }

    /// Split at dots, and where a lower-case letter meets an upper-case one.
    private var words: [String] {
        var words = [""]
        var previous: Character = "."
        for character in rawValue {
            if character == "." || (previous.isLowercase && character.isUppercase) {
                words.append("")
            }
            if character != "." { words[words.count - 1].append(character) }
            previous = character
        }
        return words
    }
}
