import ArgumentParser
import RosterSettings

/// A shell that words can be completed in.
enum Shell: String, CaseIterable {
    case bash, zsh, fish

    /// The argument parser's script, and the settings, which the parser does not know: they are taken
    /// out of the words before it sees them (``CommandWords``), and the script does the same.
    var completionScript: String {
        let settings = SettingsReference.entries
        return switch self {
        case .bash: BashCompletion(parserScript: parserScript(.bash)).adding(settings)
        case .zsh: ZshCompletion(parserScript: parserScript(.zsh)).adding(settings)
        case .fish: FishCompletion(parserScript: parserScript(.fish)).adding(settings)
        }
    }

    private func parserScript(_ shell: CompletionShell) -> String {
        RosterCommand.completionScript(for: shell)
    }
}

extension SettingsReference.Entry {
    /// The meaning as a shell shows it beside the flag.
    var plainMeaning: String { meaning.replacing("`", with: "") }
}
