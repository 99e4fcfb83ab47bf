/// The command line, checked word by word before the provider looks values up in it.
///
/// The provider ignores what it does not know, joins a flag given twice, and takes any number of
/// words for one flag; here all of these are refused. Words that may belong to a secret
/// are not repeated in messages.
struct FlagScan {
    /// The sound flags, as `--name=value`.
    private(set) var accepted: [String] = []
    private(set) var problems: [SettingProblem] = []
    private var seen: Set<String> = []

    init(_ arguments: [String]) {
        var rest = arguments[...]
        var previousFlag: String?
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else {
                refuseLeftover(word, after: previousFlag)
                continue
            }
            let equals = word.utf8.firstIndex(of: UInt8(ascii: "="))
            let name = String(word.flagName)
            previousFlag = name
            if let equals {
                accept(name, value: String(word[word.utf8.index(after: equals)...]))
            } else if let value = rest.first, !value.hasPrefix("--") {
                rest = rest.dropFirst()
                accept(name, value: value)
            } else {
                accept(name, value: nil)
            }
        }
    }

    private mutating func accept(_ name: String, value: String?) {
        guard let key = Self.keys[name] else {
            let hint = SettingsTable.hint(for: name, spelled: \.flag)
            refuse(cleaned(name), "is not a known flag\(hint)")
            return
        }
        guard seen.insert(name).inserted else {
            refuse(key.rawValue, "is given more than once", place: "flag \(name)")
            return
        }
        guard let value else {
            refuse(
                key.rawValue, "needs a value; one that begins with -- is written \(name)=VALUE",
                place: "flag \(name)")
            return
        }
        accepted.append("\(name)=\(value)")
    }

    private mutating func refuseLeftover(_ word: String, after flag: String?) {
        guard let flag else {
            refuse(cleaned(word), "is no flag; settings are written --name VALUE")
            return
        }
        // After `--admin-password my secret` the leftover word is half a password.
        let mayBeSecret = Self.keys[flag].map { SettingsTable.row(for: $0)?.holdsSecret == true }
        let name = mayBeSecret == false ? cleaned(word) : "a word"
        refuse(
            "\(name) after \(cleaned(flag))",
            "is no flag; a value that holds white space must be quoted")
    }

    private mutating func refuse(_ key: String, _ sentence: String, place: String? = nil) {
        let problem = SettingProblem(key: key, place: place, sentence: sentence)
        if !problems.contains(problem) { problems.append(problem) }
    }

    private static let keys = Dictionary(
        SettingsTable.commandLineKeys.map { ($0.flag, $0) }, uniquingKeysWith: { first, _ in first }
    )
}

extension String {
    /// What stands before the `=` of a word of the command line, by bytes: the value behind it may
    /// begin with a mark that would be one `Character` with it.
    package var flagName: Substring {
        self[..<(utf8.firstIndex(of: UInt8(ascii: "=")) ?? endIndex)]
    }
}
