import RosterSettings

/// Completion in zsh, by a function that takes the name of the parser's own, `_roster`: the file of
/// that name is loaded as it.
struct ZshCompletion {
    let parserScript: String

    /// The parser's script ends with the call, or the announcement, of its function: what stands
    /// here must come before. Without that end the script is left alone.
    func adding(_ settings: [SettingsReference.Entry]) -> String {
        guard let end = parserScript.ranges(of: "\nif [[ \"${funcstack[1]}\"").last?.lowerBound
        else { return parserScript + "\n" }
        return parserScript[..<end] + Self.function(settings) + parserScript[end...] + "\n"
    }

    private static func function(_ settings: [SettingsReference.Entry]) -> String {
        let offers = settings.map { "        \($0.key.flag) '\(offer(of: $0))'" }
        let descriptions = settings.map {
            "        '\($0.key.flag):\($0.plainMeaning.replacing("'", with: #"'\''"#))'"
        }
        return #"""

            functions[__roster_verbs]="${functions[_roster]}"

            # roster takes the settings out of its words before it reads verbs and options; so does
            # this.
            _roster() {
                local -A offers
                offers=(
            \#(offers.joined(separator: "\n"))
                )
                local -a settings
                settings=(
            \#(descriptions.joined(separator: "\n"))
                )
            \#(verbWords)
                if [[ -n "${value_of}" ]]; then
                    case "${offers[${value_of}]}" in
                    paths) _files && ret=0 ;;
                    '') _message value ;;
                    *) compadd -- ${=offers[${value_of}]} && ret=0 ;;
                    esac
                    return "${ret}"
                fi
                case "${verb_words[2]-}" in
                ''|\#(CommandWords.surfaceVerbs.joined(separator: "|"))) ;;
                *) settings=("${(@)settings:#\#(CommandWords.surfacesFlag):*}") ;;
                esac
                if ((!ended)) && [[ "${PREFIX}" = -* ]]; then
                    _describe -o setting settings && ret=0
                fi
                words=("${verb_words[@]}" "${(@)words[CURRENT,-1]}")
                CURRENT=$((${#verb_words} + 1))
                __roster_verbs "${@}" && ret=0
                return "${ret}"
            }

            """#
    }

    /// The words before the cursor without settings; and the setting whose value is typed, if so.
    private static let verbWords = #"""
            local -a verb_words
            verb_words=("${words[1]}")
            local word flag value_of=''
            local -i position ended=0 ret=1
            for ((position = 2; position < CURRENT; position++)); do
                word="${words[position]}"
                flag="${word%%=*}"
                if ((!ended && ${+offers[${flag}]})); then
                    # A setting is given once.
                    settings=("${(@)settings:#${flag}:*}")
                    if [[ "${word}" = "${flag}" ]] && ((++position == CURRENT)); then
                        value_of="${flag}"
                    fi
                else
                    [[ "${word}" != -- ]] || ended=1
                    verb_words+=("${word}")
                fi
            done
            flag="${PREFIX%%=*}"
            if [[ -z "${value_of}" && "${PREFIX}" = *=* ]] && ((!ended && ${+offers[${flag}]})); then
                compset -P 1 '*='
                value_of="${flag}"
            fi

        """#

    private static func offer(of setting: SettingsReference.Entry) -> String {
        switch setting.offer {
        case .nothing: ""
        case .words(let words): words.joined(separator: " ")
        case .paths: "paths"
        }
    }
}
