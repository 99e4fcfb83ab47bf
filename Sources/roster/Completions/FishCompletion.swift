import RosterSettings

/// Completion in fish, whose `complete` adds to what is there; only the tokens of the line must be
/// kept from the parser's functions.
struct FishCompletion {
    let parserScript: String

    func adding(_ settings: [SettingsReference.Entry]) -> String {
        """
        \(parserScript)

        # roster takes the settings out of its words before it reads verbs and options; so does this.
        functions -e __roster_all_tokens
        functions -c __roster_tokens __roster_all_tokens
        function __roster_tokens
            set -l settings \(settings.map(\.key.flag).joined(separator: " "))
        \(Self.verbTokens)
        end

        # Most verbs refuse one setting.
        function __roster_takes_surfaces
            set -l tokens (__roster_tokens -pc)
            contains -- "$tokens[2]" '' \(CommandWords.surfaceVerbs.joined(separator: " "))
        end

        \(settings.map(Self.completion).joined(separator: "\n"))

        """
    }

    /// The tokens without settings and their values.
    private static let verbTokens = #"""
            set -l is_value no
            set -l ended no
            for token in (__roster_all_tokens $argv)
                if test $is_value = yes
                    set is_value no
                    continue
                end
                set -l name (string split -m 1 -f 1 -- = $token)
                if test $ended = no; and contains -- "$name" $settings
                    test "$name" = "$token"; and set is_value yes
                    continue
                end
                test "$token" = --; and set ended yes
                printf '%s\n' $token
            end
        """#

    private static func completion(of setting: SettingsReference.Entry) -> String {
        let offer =
            switch setting.offer {
            case .nothing: "-x"
            case .words(let words): "-xa '\(words.joined(separator: " "))'"
            case .paths: "-rF"
            }
        let meaning = setting.plainMeaning.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
        let condition =
            setting.key.flag == CommandWords.surfacesFlag ? " -n __roster_takes_surfaces" : ""
        return "complete -c roster\(condition) -l '\(setting.key.flag.dropFirst(2))' "
            + "-d '\(meaning)' \(offer)"
    }
}
