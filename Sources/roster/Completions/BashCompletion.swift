import RosterSettings

/// Completion in bash, by a function around the parser's own, `_roster`.
struct BashCompletion {
    let parserScript: String

    /// The last `complete` of a command is the one that counts.
    func adding(_ settings: [SettingsReference.Entry]) -> String {
        """
        \(parserScript)

        # roster takes the settings out of its words before it reads verbs and options; so does this.
        __roster_settings() {
            local all_settings=' \(settings.map(\.key.flag).joined(separator: " ")) '
            # A setting is given once.
            local free_settings="${all_settings}"
        \(Self.wholeWords)
        \(Self.verbWords)
        \(Self.idleSettings)
        \(Self.values(settings))
        \(Self.parserCall)
            if [[ -z "${ended}" && "${2}" = -* ]]; then
                COMPREPLY+=($(compgen -W "${free_settings}" -- "${2}"))
            fi
        }

        complete -o filenames -F __roster_settings roster

        """
    }

    /// The words up to the cursor, as the program will see them.
    private static let wholeWords = #"""

            # Bash splits at = and :, too, as in 127.0.0.1:3000.
            local -a whole_words=()
            local rest="${COMP_LINE:0:COMP_POINT}" blanks word
            local -i index
            for ((index = 0; index <= COMP_CWORD; index++)); do
                blanks="${rest%%[![:space:]]*}"
                rest="${rest#"${blanks}"}"
                word="${COMP_WORDS[index]}"
                ((index < COMP_CWORD)) || word="${rest}"
                rest="${rest#"${word}"}"
                if ((index == 0)) || [[ -n "${blanks}" ]]; then
                    whole_words+=("${word}")
                else
                    whole_words[-1]+="${word}"
                fi
            done

        """#

    /// The words before the cursor without settings; and the setting whose value is typed, if so.
    private static let verbWords = #"""
            local current="${whole_words[-1]}" value_of='' ended=''
            local -a verb_words=("${whole_words[0]}")
            local -i last=$((${#whole_words[@]} - 1))
            for ((index = 1; index < last; index++)); do
                word="${whole_words[index]}"
                if [[ -z "${ended}" && "${all_settings}" = *" ${word%%=*} "* ]]; then
                    free_settings="${free_settings/" ${word%%=*} "/ }"
                    if [[ "${word}" != *=* ]]; then
                        ((++index < last)) || value_of="${word}"
                    fi
                else
                    [[ "${word}" != -- ]] || ended=yes
                    verb_words+=("${word}")
                fi
            done
            local typed="${current}"
            if [[ -z "${ended}${value_of}" && "${current}" = --*=* &&
                "${all_settings}" = *" ${current%%=*} "* ]]; then
                value_of="${current%%=*}"
                typed="${current#*=}"
            fi

        """#

    /// Takes away the setting that most verbs refuse.
    private static let idleSettings = """
            case "${verb_words[1]-}" in
            '' | \(CommandWords.surfaceVerbs.joined(separator: " | "))) ;;
            *) free_settings="${free_settings/" \(CommandWords.surfacesFlag) "/ }" ;;
            esac

        """

    /// Offers values, of which bash wants only what follows its own last split.
    private static func values(_ settings: [SettingsReference.Entry]) -> String {
        let arms = settings.compactMap { setting -> String? in
            let action: String
            switch setting.offer {
            case .nothing: return nil
            case .words(let words): action = "-W '\(words.joined(separator: " "))'"
            case .paths: action = "-f"
            }
            return "        \(setting.key.flag)) action=(\(action)) ;;"
        }
        return #"""
                if [[ -n "${value_of}" ]]; then
                    local -a action=()
                    case "${value_of}" in
            \#(arms.joined(separator: "\n"))
                    esac
                    COMPREPLY=()
                    ((${#action[@]})) || return 0
                    typed="${typed#[\"\']}"
                    mapfile -t COMPREPLY < <(compgen "${action[@]}" -- "${typed}")
                    case "${2}" in
                    --*=*) COMPREPLY=("${COMPREPLY[@]/#/"${2%%=*}="}") ;;
                    *) COMPREPLY=("${COMPREPLY[@]#"${typed%"${2}"}"}") ;;
                    esac
                    return 0
                fi

            """#
    }

    /// The parser's function sees the line as the parser does. It knows no `--option=value`, which
    /// is the same as two words.
    private static let parserCall = #"""
            if [[ -z "${ended}" && "${current}" = --*=* && "${2}" != -* ]]; then
                verb_words+=("${current%%=*}")
            fi
            local -a COMP_WORDS=("${verb_words[@]}" "${2}")
            local -i COMP_CWORD=${#verb_words[@]}
            local COMP_LINE="${COMP_WORDS[*]}"
            local -i COMP_POINT=${#COMP_LINE}
            COMPREPLY=()
            _roster "${1}" "${2}" "${verb_words[-1]}"

        """#
}
